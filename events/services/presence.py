"""Noting who is there, from the door, the join link or the signed sheet; the latest note wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ..enums import HOLDING_A_PLACE, PresenceSource
from ..errors import EventsError
from ..half_days import HalfDay, half_day_at, half_days_of
from ..joining import counts_as_presence
from ..models import Attendance, Registration, Session
from .locking import LockedSessions, under_lock


class HalfDayUnknown(EventsError):
    message = "Cette demi-journée n’est pas une de celles de la séance."


@dataclass(frozen=True)
class Note:
    """« Ada was there this morning, noted at 9 h 04 »: what a telephone keeps while it is offline.

    `half_day` is the key of a half-day, empty for the one going on; `left` notes a departure instead.
    """

    registration: UUID
    noted_at: datetime
    is_present: bool = True
    half_day: str = ""
    left: bool = False


def note_presences(
    *, session: Session, notes: Iterable[Note], source: PresenceSource, now: datetime | None = None
) -> int:
    """Write `notes` in order of time; sent twice, or after a later one, they change nothing. Returns how many did.

    A note about somebody who is not on the list of `session`, or who gave their place back, is left out. Raises
    HalfDayUnknown and TooBusy.
    """
    now = now or timezone.now()
    notes = sorted(notes, key=lambda note: note.noted_at)

    def work(locked: LockedSessions) -> int:
        row = locked[session.pk]
        halves = {half.key: half for half in half_days_of(row)}
        expected = row.registrations.filter(state__in=HOLDING_A_PLACE, uuid__in=[note.registration for note in notes])
        people = {registration.uuid: registration for registration in expected.order_by("pk")}
        written = 0
        for note in notes:
            if note.registration in people:
                half = _half_of(note, row, halves)
                written += _write(people[note.registration], half, note, source, now)
        return written

    return under_lock([session.pk], work)


def note_entrance(*, registration: Registration, now: datetime | None = None) -> bool:
    """Somebody pressed « Entrer »: a presence if the session is about to begin or going on. Whether it was one."""
    now = now or timezone.now()
    if not counts_as_presence(registration.session, now):
        return False
    half = half_day_at(registration.session, now)
    here = registration.attendances.present().filter(day=half.day, half=half.half)
    if here.filter(left_at=None).exists():
        return True  # back after a broken line: the first arrival stands
    note = Note(registration=registration.uuid, noted_at=now, half_day=half.key)
    note_presences(session=registration.session, notes=[note], source=PresenceSource.JOIN, now=now)
    return True


def _half_of(note: Note, session: Session, halves: dict[str, HalfDay]) -> HalfDay:
    if not note.half_day:
        return half_day_at(session, note.noted_at)
    if note.half_day not in halves:
        raise HalfDayUnknown
    return halves[note.half_day]


def _write(registration: Registration, half: HalfDay, note: Note, source: PresenceSource, now: datetime) -> bool:
    # A telephone whose clock runs ahead must not win for ever.
    noted_at = min(note.noted_at, now)
    row = registration.attendances.filter(day=half.day, half=half.half).first()
    if row and row.noted_at >= noted_at:
        return False
    row = row or Attendance(registration=registration, day=half.day, half=half.half)
    _fill(row, half, note, noted_at, source)
    row.noted_at, row.source = noted_at, source
    row.save()
    return True


def _fill(row: Attendance, half: HalfDay, note: Note, noted_at: datetime, source: PresenceSource) -> None:
    """A signed sheet says that somebody was there the whole time; the two others say when they came and went."""
    if note.left and row.is_present and row.arrived_at:
        row.left_at = max(noted_at, row.arrived_at)
        return
    row.is_present = note.is_present
    row.left_at = None
    if not note.is_present:
        row.arrived_at = None
    elif source == PresenceSource.SHEET or not half.starts_at <= noted_at < half.ends_at:
        row.arrived_at = half.starts_at
    else:
        row.arrived_at = row.arrived_at or noted_at
