"""What was attended, computed from what was noted (law.md T-02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from .enums import HOLDING_A_PLACE
from .half_days import HalfDay, half_days_of, minutes_between
from .models import Attendance, EventPage, Registration, Session

# Noted at the door up to this long after the beginning, somebody was there for all of it: they queued.
QUEUE = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """One participant of a session, with what was noted for each half-day (None: nothing yet)."""

    registration: Registration
    notes: list[tuple[HalfDay, Attendance | None]]

    @property
    def minutes(self) -> int:
        return sum(attended_minutes(half, note) for half, note in self.notes)

    @property
    def came(self) -> bool:
        return any(note and note.is_present for _half, note in self.notes)


def attended_minutes(half: HalfDay, note: Attendance | None) -> int:
    """Whole minutes between arrival and departure, inside the half-day."""
    if note is None or not note.is_present:
        return 0
    arrived = note.arrived_at or half.starts_at
    start = half.starts_at if arrived <= half.starts_at + QUEUE else arrived
    return minutes_between(start, min(note.left_at or half.ends_at, half.ends_at))


def attendance_of(session: Session) -> list[Line]:
    """Those expected at `session`, by family name, with their notes: three queries, whatever their number."""
    rows = (
        session.registrations.filter(state__in=HOLDING_A_PLACE)
        .select_related("person")
        .prefetch_related("attendances")
        .order_by("person__family_name", "person__given_name", "pk")
    )
    return lines_of(rows, half_days_of(session))


def lines_of(rows: Iterable[Registration], halves: list[HalfDay]) -> list[Line]:
    lines = []
    for registration in rows:
        noted = {(note.day, note.half): note for note in registration.attendances.all()}
        lines.append(Line(registration, [(half, noted.get((half.day, half.half))) for half in halves]))
    return lines


def present_count(lines: Iterable[Line]) -> int:
    return sum(line.came for line in lines)


@dataclass(frozen=True)
class Attended:
    """What one person attended of one event."""

    session: Session
    minutes: int


def attended_by(person_id: int, event: EventPage) -> list[Attended]:
    """The sessions of `event` that person was at, in order, with the minutes of each."""
    rows = (
        Registration.objects.filter(person=person_id, session__event=event.pk, state__in=HOLDING_A_PLACE)
        .select_related("session__module", "person")
        .prefetch_related("attendances", "session__slots")
        .order_by("session__starts_at", "pk")
    )
    found = []
    for registration in rows:
        (line,) = lines_of([registration], half_days_of(registration.session))
        if line.minutes:
            found.append(Attended(registration.session, line.minutes))
    return found
