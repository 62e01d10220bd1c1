"""What people answered to a letter, for the editor to read."""

from django.conf import settings
from django.db import models


class ReplyQuerySet(models.QuerySet["Reply"]):
    def waiting(self) -> "ReplyQuerySet":
        """Nobody dealt with them yet."""
        return self.filter(handled_at=None)


class Reply(models.Model):
    """One answer that neither asks to leave nor comes from a machine. Written by `newsletter.services.replies`.

    Personal data: purpose and retention are declared in `newsletter.personal_data`.
    """

    subscriber = models.ForeignKey(
        "newsletter.Subscriber",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replies",
        verbose_name="abonné ou abonnée",
    )
    sender = models.CharField("adresse", max_length=254, blank=True, db_index=True)
    subject = models.CharField("objet", max_length=250, blank=True)
    text = models.TextField("message")
    answered = models.CharField("en réponse à", max_length=250, blank=True)
    received_at = models.DateTimeField("reçu le")
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="traité par",
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse à une lettre"
        verbose_name_plural = "réponses aux lettres"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.subject or "(sans objet)"
