"""A registration as its holder sees it, at a given moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from .enums import RegistrationState
from .joining import is_live
from .links import url_for
from .mails import waiting_position
from .models import Registration


class PlaceStanding(models.TextChoices):
    CONFIRMED = "confirmed", "Place confirmée"
    HELD = "held", "Place réservée, à confirmer"
    OFFERED = "offered", "Place proposée, à accepter"
    WAITING = "waiting", "Sur la liste d’attente"
    CANCELLED = "cancelled", "Inscription annulée"
    EXPIRED = "expired", "Place rendue, faute de confirmation"
    SESSION_CANCELLED = "session-cancelled", "Séance annulée"
    OVER = "over", "A eu lieu"


STANDS = (PlaceStanding.CONFIRMED, PlaceStanding.HELD, PlaceStanding.OFFERED, PlaceStanding.WAITING)


@dataclass(frozen=True)
class Place:
    registration: Registration
    standing: PlaceStanding
    position: int | None = None
    join_url: str = ""

    @property
    def waits_for_profile(self) -> bool:
        """There is room, but not for that profile: the list says why it does not move (W10)."""
        return self.standing == PlaceStanding.WAITING and self.registration.session.places_left > 0

    @property
    def stands(self) -> bool:
        return self.standing in STANDS

    @property
    def has_place(self) -> bool:
        """Theirs, the day itself and afterwards too: who comes late still shows the code of the welcome desk."""
        return self.registration.holds_a_place and (self.stands or self.standing == PlaceStanding.OVER)

    @property
    def can_cancel(self) -> bool:
        return self.stands and not self.registration.session.has_started()

    @property
    def needs_confirmation(self) -> bool:
        """Somebody must still press the button: to confirm their address, or to accept the place offered."""
        offered = self.standing == PlaceStanding.OFFERED
        return self.stands and (offered or self.registration.address_confirmed_at is None)


def of_several_people(places: Iterable[Place]) -> bool:
    """A form that registered colleagues too: each place must then say whose it is."""
    return len({place.registration.person_id for place in places}) > 1


def place_of(registration: Registration, now: datetime | None = None) -> Place:
    """How `registration` stands, with the position on the waiting list and, at its hour, the join link."""
    now = now or timezone.now()
    standing = _standing(registration, now)
    return Place(
        registration,
        standing,
        position=waiting_position(registration) if standing == PlaceStanding.WAITING else None,
        join_url=_join_url(registration, standing, now),
    )


def _standing(registration: Registration, now: datetime) -> PlaceStanding:
    if registration.state == RegistrationState.CANCELLED:
        return PlaceStanding.CANCELLED
    if registration.state == RegistrationState.EXPIRED or registration.has_lapsed(now):
        return PlaceStanding.EXPIRED
    if registration.session.is_cancelled:
        return PlaceStanding.SESSION_CANCELLED
    if registration.session.is_past(now):
        return PlaceStanding.OVER
    return PlaceStanding(registration.state)


def _join_url(registration: Registration, standing: PlaceStanding, now: datetime) -> str:
    """The gated link, for a confirmed place only, from the day before until the end (S0-25, law.md L-11)."""
    open_now = standing == PlaceStanding.CONFIRMED and is_live(registration.session, now)
    return url_for(registration, "join") if open_now else ""
