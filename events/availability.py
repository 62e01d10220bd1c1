"""What can be said of the places of a session at a given moment. « Complet » is derived here, never stored."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from .enums import SessionState
from .models import Session


class Standing(models.TextChoices):
    """How a session stands for someone who would like to come; the words are those of the reader."""

    DRAFT = "draft", "brouillon"
    CANCELLED = "cancelled", "annulé"
    TOOK_PLACE = "took-place", "a eu lieu"
    POSTPONED = "postponed", "reporté"
    FREE = "open", "inscriptions ouvertes"
    FULL = "full", "complet"
    SOON = "soon", "bientôt"
    FREE_ENTRY = "free-entry", "entrée libre, sans inscription"
    CLOSED = "closed", "inscriptions closes"


@dataclass(frozen=True)
class Availability:
    session: Session
    standing: Standing
    places_left: int
    opens_at: datetime | None = None

    @property
    def can_register(self) -> bool:
        """Somebody may send the form now, for a place or for a rank on the waiting list."""
        return self.standing in (Standing.FREE, Standing.FULL)


def availability_of(session: Session, now: datetime | None = None) -> Availability:
    now = now or timezone.now()
    opens_at = session.registration_opens_at
    later = opens_at if opens_at and opens_at > now else None
    return Availability(session, _standing(session, now), session.places_left, later)


def _standing(session: Session, now: datetime) -> Standing:
    # A postponed date that goes by did not take place: its new one is still to come.
    if session.state in (SessionState.DRAFT, SessionState.CANCELLED, SessionState.POSTPONED):
        return Standing(session.state)
    if session.state == SessionState.TOOK_PLACE or session.is_past(now):
        return Standing.TOOK_PLACE
    if session.is_open(now):
        return Standing.FULL if session.is_full else Standing.FREE
    if session.state == SessionState.ANNOUNCED and session.event.without_registration:
        return Standing.FREE_ENTRY  # until it ends: nobody registers, one may come in late
    return Standing.SOON if session.opens_later(now) else Standing.CLOSED
