"""Who receives the infolettre. The right to write to them is their `Permit`; nothing here repeats it."""

import uuid

from django.db import models
from django.db.models import Q


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def pending(self) -> "SubscriberQuerySet":
        """Asked, not confirmed yet."""
        return self.filter(confirmed_at=None, permit=None)

    def confirmed(self) -> "SubscriberQuerySet":
        """Confirmed, and still holding the permit: those a letter goes to."""
        return self.filter(confirmed_at__isnull=False, permit__revoked_at=None, permit__isnull=False)

    def left(self) -> "SubscriberQuerySet":
        return self.filter(permit__revoked_at__isnull=False)


class Subscriber(models.Model):
    """One address that asked for the infolettre, confirmed by POST from a mailed link (law.md C-01, C-07)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="subscriptions", verbose_name="personne"
    )
    email = models.CharField("adresse e-mail", max_length=254, unique=True)
    permit = models.OneToOneField(
        "outbox.Permit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subscriber",
        verbose_name="droit d’écrire",
    )
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )
    source = models.CharField("page ou formulaire", max_length=250, blank=True)
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné ou abonnée"
        verbose_name_plural = "abonnés et abonnées"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(permit=None) | Q(confirmed_at__isnull=False),
                name="subscriber_permit_needs_confirmation",
            )
        ]

    def __str__(self) -> str:
        return self.email
