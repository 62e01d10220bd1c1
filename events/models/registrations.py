"""Who asked for a place, in which order, and what became of it (registration.md)."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from ..enums import (
    ACTIVE,
    HOLDING_A_PLACE,
    UNTIL_A_DEADLINE,
    RegistrationSource,
    RegistrationState,
    WishKind,
)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        return self.filter(state__in=ACTIVE)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.CONFIRMED)

    def holding_a_place(self) -> "RegistrationQuerySet":
        """What `Session.taken` counts."""
        return self.filter(state__in=HOLDING_A_PLACE)

    def lapsed(self, now: datetime) -> "RegistrationQuerySet":
        """Places held or offered whose deadline has passed without an answer."""
        return self.filter(state__in=UNTIL_A_DEADLINE, expires_at__lte=now)

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
    # Of a parent or whoever answers for them: only minors have one (law.md G-16). It opens nothing here.
    guardian_email = models.CharField("adresse d’un parent ou d’une personne responsable", max_length=254, blank=True)
    organisation_name = models.CharField("structure", max_length=160, blank=True)
    message = models.TextField("message à l’équipe", blank=True, max_length=1000)
    profile = models.ForeignKey(
        "events.Profile",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name="profil",
    )
    shares_meal = models.BooleanField("partage le repas", default=False)
    brings = models.CharField("apporte", max_length=120, blank=True)
    state = models.CharField("état", max_length=10, choices=RegistrationState.choices)
    rank = models.PositiveIntegerField("rang")
    # A fingerprint of the contact address and the folded name; never shown.
    identity_key = models.CharField("empreinte", max_length=64, editable=False)
    submission_key = models.UUIDField("clé d’envoi", editable=False)
    # The same for all the dates and all the people of one form: what one link gives access to.
    form_key = models.UUIDField("formulaire", editable=False)
    # Grows at each change of state, so that every change has its own mail and none is sent twice.
    revision = models.PositiveIntegerField("révision", default=0, editable=False)
    # The SEQUENCE of the last invitation sent; none as long as nothing was put in their calendar (I9).
    calendar_sequence = models.PositiveIntegerField("version de l’invitation", null=True, blank=True, editable=False)
    source = models.CharField(
        "origine", max_length=8, choices=RegistrationSource.choices, default=RegistrationSource.WEB, editable=False
    )
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
    # A place given out of turn: why and by whom. Such rows are shown as such, and stand outside the proof of order.
    exception_reason = models.CharField("motif de l’exception", max_length=300, blank=True)
    exception_by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="exception décidée par",
    )
    exception_at = models.DateTimeField("exception décidée le", null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ["session", "rank"]
        permissions = [("export_registration", "Peut emporter la liste des inscriptions")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "rank"],
                name="registration_rank_once",
                violation_error_message="Ce rang est déjà donné.",
            ),
            models.UniqueConstraint(
                fields=["session", "identity_key"],
                condition=Q(state__in=ACTIVE),
                name="registration_one_place_each",
                violation_error_message="Cette personne est déjà inscrite à cette séance.",
            ),
            models.UniqueConstraint(
                fields=["session", "submission_key"],
                name="registration_submitted_once",
                violation_error_message="Ce formulaire a déjà été envoyé.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values),
                name="registration_state_known",
                violation_error_message="Cet état d’inscription n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=UNTIL_A_DEADLINE) | Q(expires_at__isnull=False),
                name="registration_held_until",
                violation_error_message="Une place tenue ou proposée l’est jusqu’à une date.",
            ),
            models.CheckConstraint(
                condition=Q(exception_at=None) | ~Q(exception_reason=""),
                name="registration_exception_has_reason",
                violation_error_message="Une exception a toujours un motif.",
            ),
        ]
        indexes = [
            models.Index(fields=["contact_email"], name="registration_by_address"),
            models.Index(fields=["form_key"], name="registration_by_form"),
            # Read under the lock of a session, whatever the number of people there: the first one waiting, those of
            # one address who have not confirmed it, the places whose deadline has passed.
            models.Index(
                fields=["session", "rank"], condition=Q(state=RegistrationState.WAITING), name="registration_waiting"
            ),
            models.Index(
                fields=["session", "contact_email"],
                condition=Q(address_confirmed_at=None, state__in=ACTIVE),
                name="registration_unconfirmed",
            ),
            models.Index(
                fields=["session", "expires_at"], condition=Q(state__in=UNTIL_A_DEADLINE), name="registration_lapsing"
            ),
            models.Index(fields=["expires_at"], condition=Q(state__in=UNTIL_A_DEADLINE), name="registration_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.session}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def holds_a_place(self) -> bool:
        return self.state in HOLDING_A_PLACE

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITING

    @property
    def is_exception(self) -> bool:
        return self.exception_at is not None

    def has_lapsed(self, now: datetime) -> bool:
        """Beyond its deadline: expired already, whether or not the clock came by (registration.md, W6)."""
        return self.state in UNTIL_A_DEADLINE and bool(self.expires_at and self.expires_at <= now)


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
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"],
                name="wish_once",
                violation_error_message="Ce souhait est déjà noté.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
