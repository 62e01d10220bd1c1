"""Who receives the infolettre. The right to write to them is their `Permit`; nothing here repeats it."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import Rhythm, SubscriberState


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def pending(self) -> "SubscriberQuerySet":
        """Asked, never confirmed."""
        return self.filter(permit=None)

    def confirmed(self) -> "SubscriberQuerySet":
        """Confirmed, and still holding the permit: those a letter goes to (law.md C-01)."""
        return self.filter(confirmed_at__isnull=False, permit__isnull=False, permit__revoked_at=None)

    def awake(self, today: date | None = None) -> "SubscriberQuerySet":
        """Not on a pause they asked for."""
        return self.filter(Q(paused_until=None) | Q(paused_until__lte=today or timezone.localdate()))

    def at_rhythm(self, rhythm: Rhythm) -> "SubscriberQuerySet":
        """Those whom a mail of this rhythm may be written to now."""
        return self.confirmed().awake().filter(rhythm=rhythm)

    def for_the_letter(self) -> "SubscriberQuerySet":
        """Those to whom a letter goes whole, with « Vous suivez » at its end."""
        return self.at_rhythm(Rhythm.EACH_LETTER).filter(whole_letter=True)

    def left(self) -> "SubscriberQuerySet":
        """Received it once, and withdrew (or their address was withdrawn for them)."""
        return self.filter(permit__revoked_at__isnull=False)

    def unheard_since(self, limit: datetime) -> "SubscriberQuerySet":
        """Confirmed, and without a sign from the person since `limit`."""
        return self.confirmed().filter(confirmed_at__lt=limit).filter(Q(heard_at=None) | Q(heard_at__lt=limit))

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
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, blank=True)
    whole_letter = models.BooleanField("suit l’infolettre entière", default=True)
    # Asked from a form for a subscriber who follows but themes, and not yet asked of them by mail.
    letter_wished_at = models.DateTimeField("infolettre entière souhaitée le", null=True, blank=True)
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm.choices, default=Rhythm.EACH_LETTER)
    rhythm_since = models.DateTimeField("à ce rythme depuis", null=True, blank=True)
    paused_until = models.DateField("en pause jusqu’au", null=True, blank=True)
    imported_from = models.ForeignKey(
        "newsletter.ListImport",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subscribers",
        verbose_name="liste d’origine",
    )
    # Besides the confirmation: choices changed, an answer, « je reste ». An opening or a click of a robot is none.
    heard_at = models.DateTimeField("dernier signe de la personne", null=True, blank=True)
    stay_asked_at = models.DateTimeField("invitée à dire si elle reste, le", null=True, blank=True)
    digested_at = models.DateTimeField("dernier récapitulatif", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné ou abonnée"
        verbose_name_plural = "abonnés et abonnées"
        ordering = ["-asked_at", "-pk"]
        permissions = [("export_subscriber", "Peut emporter la liste des abonnements")]
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
