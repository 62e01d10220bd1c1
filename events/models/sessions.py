"""Dated sessions: models of their own, because registrations point to them and must survive any draft of the page."""

import uuid
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from cms.dates import short_date_text, time_text

from ..enums import NOT_STANDING, SessionState
from .pages import EventPage
from .quotas import Quota


class Module(models.Model):
    """A part of a training, with its own format (S4-01)."""

    training = models.ForeignKey(
        "events.TrainingPage", on_delete=models.CASCADE, related_name="modules", verbose_name="formation"
    )
    position = models.PositiveSmallIntegerField("ordre", default=1)
    title = models.CharField("titre", max_length=200)
    description = models.TextField("contenu", blank=True)
    planned_sessions = models.PositiveSmallIntegerField("séances prévues", null=True, blank=True)
    planned_length = models.DurationField("durée de chaque séance", null=True, blank=True)

    class Meta:
        verbose_name = "module"
        verbose_name_plural = "modules"
        ordering = ["training", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def planned_total(self) -> timedelta | None:
        """« 4 séances de 2 h » makes 8 h; None while either is unsaid (S4-02)."""
        if self.planned_sessions is None or self.planned_length is None:
            return None
        return self.planned_sessions * self.planned_length


def _is_open(now: datetime) -> Q:
    return Q(
        Q(registration_opens_at=None) | Q(registration_opens_at__lte=now),
        Q(registration_closes_at=None) | Q(registration_closes_at__gt=now),
        state=SessionState.OPEN,
        starts_at__gt=now,
    )


class SessionQuerySet(models.QuerySet["Session"]):
    def standing(self) -> "SessionQuerySet":
        """Neither cancelled nor a draft."""
        return self.exclude(state__in=NOT_STANDING)

    def all_cancelled(self, event_id: int) -> bool:
        """Whether that event had dates, and each of them is cancelled."""
        states = set(self.filter(event=event_id).values_list("state", flat=True).order_by())
        return states == {SessionState.CANCELLED}

    def announced(self) -> "SessionQuerySet":
        """What a visitor may read about, cancelled dates included."""
        return self.exclude(state=SessionState.DRAFT)

    def upcoming(self, now: datetime | None = None) -> "SessionQuerySet":
        """Standing, and not over yet."""
        return self.standing().filter(ends_at__gt=now or timezone.now())

    def past(self, now: datetime | None = None) -> "SessionQuerySet":
        return self.standing().filter(ends_at__lte=now or timezone.now())

    def on_show(self) -> "SessionQuerySet":
        """In the order of a page, with timetables and quotas: one query each, whatever their number."""
        return self.select_related("module").prefetch_related("slots", "quotas__profiles").order_by("starts_at", "pk")

    def open_for_registration(self, now: datetime | None = None) -> "SessionQuerySet":
        """Someone may ask for a place now: a free one, or a rank on the waiting list."""
        return self.filter(_is_open(now or timezone.now()))

    def with_room(self, now: datetime | None = None) -> "SessionQuerySet":
        """Whoever wants may come: a place is free, or none is counted."""
        now = now or timezone.now()
        has_place = _is_open(now) & Q(taken__lt=F("capacity") + F("overbooked_by_editor"))
        needs_no_form = Q(state=SessionState.ANNOUNCED, event__without_registration=True, ends_at__gt=now)
        return self.filter(has_place | needs_no_form)

    def of_public_events(self) -> "SessionQuerySet":
        """Sessions of events a visitor may see: live pages without a privacy restriction."""
        return self.filter(event__in=EventPage.objects.live().public())


class Session(models.Model):
    """One date of an event. `taken` and `next_rank` change only under `services.locking`."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="sessions", verbose_name="rendez-vous"
    )
    module = models.ForeignKey(
        Module,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
        verbose_name="module",
    )
    title = models.CharField(
        "intitulé", max_length=200, blank=True, help_text="Par exemple « Premier temps : se connaître »."
    )
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    state = models.CharField("état", max_length=12, choices=SessionState.choices, default=SessionState.ANNOUNCED)
    capacity = models.PositiveIntegerField("nombre de places", default=20)
    registration_opens_at = models.DateTimeField("ouverture des inscriptions", null=True, blank=True)
    registration_closes_at = models.DateTimeField("clôture des inscriptions", null=True, blank=True)
    has_meal = models.BooleanField("repas partagé", default=False, help_text="On demande alors qui apporte quoi.")
    offer_hours = models.PositiveSmallIntegerField(
        "heures pour accepter une place libérée",
        null=True,
        blank=True,
        help_text="Vide : la première personne en attente a la place aussitôt, et peut la rendre. "
        "Sinon, par exemple 48 : la place lui est proposée ce temps-là, puis à la personne suivante.",
    )
    postponed_from = models.DateTimeField("ancienne date", null=True, blank=True)
    join_url = models.URLField("lien de connexion", blank=True, help_text="Secret : n’apparaît jamais sur le site.")
    taken = models.PositiveIntegerField("places prises", default=0, editable=False)
    overbooked_by_editor = models.PositiveIntegerField("places ajoutées par l’équipe", default=0, editable=False)
    next_rank = models.PositiveIntegerField("prochain rang", default=1, editable=False)
    # Grows with each change that calendars must follow: dates, place, state (I3). `modified_at` is when (I4).
    sequence = models.PositiveIntegerField("version pour les calendriers", default=0, editable=False)
    modified_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)
    # A fingerprint of the place last told; empty before anybody was told one.
    place_told = models.CharField("lieu annoncé", max_length=64, blank=True, editable=False)
    # Announced in a place, then by video: said to search engines and on the page (J4).
    moved_online = models.BooleanField("passée en visioconférence", default=False, editable=False)
    # Part of the link of the check-in page: another key, and the links given before open nothing.
    door_key = models.UUIDField("clé de l’accueil", default=uuid4, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity") + F("overbooked_by_editor")),
                name="session_never_overbooked",
                violation_error_message="Il y a déjà plus d’inscriptions que de places.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values),
                name="session_state_known",
                violation_error_message="Cet état de séance n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        start = timezone.localtime(self.starts_at)
        return f"{self.title or self.event.title} ({short_date_text(start)} à {time_text(start)})"

    @property
    def local_date(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @cached_property
    def quota_rows(self) -> "list[Quota]":
        """The quotas by profile. Under the lock they are the locked rows."""
        return list(self.quotas.all())

    @property
    def places_left(self) -> int:
        return max(0, self.capacity + self.overbooked_by_editor - self.taken)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0

    def is_open(self, now: datetime | None = None) -> bool:
        """As `SessionQuerySet.open_for_registration`, for a row at hand."""
        now = now or timezone.now()
        return (
            self.state == SessionState.OPEN
            and self.starts_at > now
            and (self.registration_opens_at is None or self.registration_opens_at <= now)
            and (self.registration_closes_at is None or self.registration_closes_at > now)
        )

    def opens_later(self, now: datetime | None = None) -> bool:
        """Announced, or open from a date to come: nobody can register yet."""
        now = now or timezone.now()
        waits = self.registration_opens_at is not None and self.registration_opens_at > now
        return self.starts_at > now and (
            self.state == SessionState.ANNOUNCED or (self.state == SessionState.OPEN and waits)
        )

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def is_postponed(self) -> bool:
        """Its new date is still to come: the one it has is the old one."""
        return self.state == SessionState.POSTPONED

    @property
    def old_date(self) -> datetime | None:
        """What is shown struck out: the date before the postponement (S0-08)."""
        return self.starts_at if self.is_postponed else self.postponed_from

    def has_started(self, now: datetime | None = None) -> bool:
        return self.starts_at <= (now or timezone.now())

    def is_past(self, now: datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())
