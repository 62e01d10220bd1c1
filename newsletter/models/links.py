"""Every address of ours that was ever mailed: what it led to, and how often it was followed, whoever did."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class MailedLink(models.Model):
    """A path of this site written in a letter (or, without `dispatch`, in another mail). It must never answer 404.

    `clicks` counts visits, scanners left out; no row anywhere ties a visit to a person (law.md C-24).
    """

    dispatch = models.ForeignKey(
        "newsletter.Dispatch",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="links",
        verbose_name="départ",
    )
    path = models.CharField("adresse sur le site", max_length=500, db_index=True)
    title = models.CharField("ce qui était annoncé", max_length=255, blank=True)
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="nature"
    )
    object_id = models.PositiveBigIntegerField("clé", null=True, blank=True)
    target = GenericForeignKey("content_type", "object_id")
    clicks = models.PositiveIntegerField("visites venues de la lettre", default=0)
    mailed_at = models.DateTimeField("écrite le", default=timezone.now)

    class Meta:
        verbose_name = "adresse écrite dans un courriel"
        verbose_name_plural = "adresses écrites dans des courriels"
        ordering = ["-mailed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "path"],
                name="link_once_in_a_letter",
                violation_error_message="Cette adresse est déjà comptée pour cette lettre.",
            ),
            models.UniqueConstraint(
                fields=["path"],
                condition=models.Q(dispatch=None),
                name="link_once_outside_letters",
                violation_error_message="Cette adresse est déjà connue.",
            ),
        ]

    def __str__(self) -> str:
        return self.path
