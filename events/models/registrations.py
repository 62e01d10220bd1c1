"""Who asked for a place, in which order, and what became of it (registration.md)."""

import uuid

from django.db import models
from django.db.models import Q

from ..enums import ACTIVE, RegistrationState, WishKind


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        return self.filter(state__in=ACTIVE)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list, first come first."""
        return self.filter(state=RegistrationState.WAITING).order_by("rank")


class Registration(models.Model):
    """One participant at one session. Written only by `events.services`.

    The contact address is not the participant: several people may share it, and someone added from paper may have
    none. `identity_key` tells participants apart; `submission_key` makes a form posted twice answer the same page.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        "events.Session", on_delete=models.PROTECT, related_name="registrations", verbose_name="séance"
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name="participant ou participante",
    )
    contact_email = models.CharField("adresse de contact", max_length=254, blank=True)
    organisation_name = models.CharField("structure", max_length=160, blank=True)
    message = models.TextField("message à l’équipe", blank=True, max_length=1000)
    state = models.CharField("état", max_length=10, choices=RegistrationState.choices)
    rank = models.PositiveIntegerField("rang")
    identity_key = models.CharField(max_length=340, editable=False)
    submission_key = models.UUIDField("clé d’envoi", editable=False)
    registered_at = models.DateTimeField("demandée le")
    address_confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    expires_at = models.DateTimeField("tenue jusqu’au", null=True, blank=True)
    settled_at = models.DateTimeField("dernier changement", null=True, blank=True)
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ["session", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["session", "rank"], name="registration_rank_once"),
            models.UniqueConstraint(
                fields=["session", "identity_key"],
                condition=Q(state__in=ACTIVE),
                name="registration_one_place_each",
                violation_error_message="Cette personne est déjà inscrite à cette séance.",
            ),
            models.UniqueConstraint(fields=["session", "submission_key"], name="registration_submitted_once"),
            models.CheckConstraint(condition=Q(state__in=RegistrationState.values), name="registration_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.HELD) | Q(expires_at__isnull=False),
                name="registration_held_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.session}"


class Wish(models.Model):
    """What a registrant also asked for. The apps above listen, and can pull it again if the signal was lost."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="wishes", verbose_name="inscription"
    )
    kind = models.CharField("souhait", max_length=12, choices=WishKind.choices)
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )
    handled_at = models.DateTimeField("pris en compte le", null=True, blank=True)

    class Meta:
        verbose_name = "souhait"
        verbose_name_plural = "souhaits"
        constraints = [models.UniqueConstraint(fields=["registration", "kind"], name="wish_once")]

    def __str__(self) -> str:
        return self.get_kind_display()
