"""Who receives the infolettre. The right to write to them is their `Permit`; nothing here repeats it."""

import uuid

from django.db import models
from django.db.models import Q

from ..enums import SubscriberState


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def pending(self) -> "SubscriberQuerySet":
        """Asked, never confirmed."""
        return self.filter(permit=None)

    def confirmed(self) -> "SubscriberQuerySet":
        """Confirmed, and still holding the permit: those a letter goes to (law.md C-01)."""
        return self.filter(confirmed_at__isnull=False, permit__isnull=False, permit__revoked_at=None)

    def left(self) -> "SubscriberQuerySet":
        """Received it once, and withdrew (or their address was withdrawn for them)."""
        return self.filter(permit__revoked_at__isnull=False)

    def in_state(self, state: SubscriberState) -> "SubscriberQuerySet":
        narrowed = {
            SubscriberState.PENDING: self.pending,
            SubscriberState.CONFIRMED: self.confirmed,
            SubscriberState.LEFT: self.left,
        }
        return narrowed[state]()


class Subscriber(models.Model):
    """One address that asked for the infolettre, confirmed by POST from a mailed link (law.md C-01, C-07).

    Written only by `newsletter.services`. Personal data: purpose and retention are declared in
    `newsletter.personal_data`.
    """

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
    # Apart from `asked_at`: whoever types the address of a subscriber asks nothing, but gets them one mail.
    mailed_at = models.DateTimeField("dernier courriel d’abonnement", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné ou abonnée"
        verbose_name_plural = "abonnés et abonnées"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(permit=None) | Q(confirmed_at__isnull=False),
                name="subscriber_permit_needs_confirmation",
                violation_error_message="Seule une adresse confirmée peut recevoir l’infolettre.",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> SubscriberState:
        """One query unless the permit was fetched with the row."""
        if self.permit is None:
            return SubscriberState.PENDING
        return SubscriberState.CONFIRMED if self.permit.is_standing else SubscriberState.LEFT
