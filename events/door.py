"""The welcome desk of a session: a link for whoever stands at the door, without an account, for those days only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from people.links import LinkInvalid, make_token, read_token
from people.services import fold

from .attendance import Line, attendance_of, present_count
from .half_days import HalfDay, half_day_at, half_days_of
from .models import Attendance, Session, TimetableSlot

OPENS_BEFORE = timedelta(days=2)
CLOSES_AFTER = timedelta(days=2)
# Titles of the moments when everybody speaks in turn (S0-18, S3-22).
SPEAKING = ("pitch", "tour de table", "presentation")
WHOLE_SESSION = "seance"


class DoorClosed(Exception):
    """The link is good, on other days."""

    def __init__(self, session: Session) -> None:
        super().__init__(str(session))
        self.session = session

    @property
    def opens_at(self) -> datetime:
        return self.session.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> datetime:
        return self.session.ends_at + CLOSES_AFTER

    def is_over(self, now: datetime | None = None) -> bool:
        return self.closes_at <= (now or timezone.now())


def door_token(session: Session) -> str:
    """Dies with a new `door_key`: a telephone may be lost with its list of names."""
    return make_token("door", [str(session.uuid), str(session.door_key)])


def door_url(session: Session) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:door', args=[door_token(session)])}"


def session_at_door(token: str, now: datetime | None = None) -> Session:
    """The session of a desk that is open now. Raises LinkInvalid, DoorClosed."""
    now = now or timezone.now()
    value = read_token("door", token)
    if not isinstance(value, list) or len(value) != 2:
        raise LinkInvalid
    sessions = Session.objects.select_related("event").prefetch_related("slots")
    session = sessions.filter(uuid=str(value[0]), door_key=str(value[1])).first()
    if session is None:
        raise LinkInvalid
    closed = DoorClosed(session)
    if not closed.opens_at <= now < closed.closes_at:
        raise closed
    return session


@dataclass(frozen=True)
class Guest:
    """One expected person, during the half-day shown."""

    line: Line
    note: Attendance | None

    @property
    def state(self) -> str:
        """« present », « left », « absent », or « » while nothing is noted."""
        if self.note is None:
            return ""
        if not self.note.is_present:
            return "absent"
        return "left" if self.note.left_at else "present"


@dataclass(frozen=True)
class Door:
    session: Session
    half: HalfDay
    halves: list[HalfDay]
    guests: list[Guest]

    @property
    def here(self) -> int:
        return sum(guest.state == "present" for guest in self.guests)


def door_of(session: Session, half_key: str = "", now: datetime | None = None) -> Door:
    """The desk during the half-day of that key, or the one going on."""
    halves = half_days_of(session)
    half = next((half for half in halves if half.key == half_key), None)
    half = half or half_day_at(session, now or timezone.now())
    guests = [Guest(line, _note_of(line, half)) for line in attendance_of(session)]
    return Door(session, half, halves, guests)


def _note_of(line: Line, half: HalfDay) -> Attendance | None:
    return next(note for each, note in line.notes if each.key == half.key)


@dataclass(frozen=True)
class SpeakingTime:
    """A moment of the timetable shared out between people (S0-19: 25 min for 20 people, 75 s each)."""

    moment: TimetableSlot | None
    minutes: int
    people: int

    @property
    def seconds_each(self) -> int:
        return self.minutes * 60 // self.people if self.people else 0

    @property
    def each_in_words(self) -> str:
        """« 1 min 15 s », « 40 min », « 45 s »."""
        minutes, seconds = divmod(self.seconds_each, 60)
        parts = [f"{minutes}\u00a0min" if minutes else "", f"{seconds}\u00a0s" if seconds or not minutes else ""]
        return " ".join(filter(None, parts))


def speaking_time(session: Session, moment_id: str = "") -> SpeakingTime:
    """The time of each during the moment asked (its key, or `WHOLE_SESSION`), else the one that is called a round, else
    the whole session.

    Shared between those noted present, or those expected while nobody is.
    """
    lines = attendance_of(session)
    people = present_count(lines) or len(lines)
    moments = speaking_moments(session)
    moment = next((each for each in moments if str(each.pk) == moment_id), None)
    if not moment and moment_id != WHOLE_SESSION:
        moment = next((each for each in moments if _is_a_round(each)), None)
    minutes = _minutes(moment) if moment else round(session.duration.total_seconds() / 60)
    return SpeakingTime(moment, minutes, people)


def speaking_moments(session: Session) -> list[TimetableSlot]:
    """The moments that have a length."""
    return [slot for slot in session.slots.all() if slot.ends_at and _minutes(slot) > 0]


def _is_a_round(slot: TimetableSlot) -> bool:
    return any(word in fold(slot.title) for word in SPEAKING)


def _minutes(slot: TimetableSlot) -> int:
    end = slot.ends_at or slot.starts_at
    return end.hour * 60 + end.minute - slot.starts_at.hour * 60 - slot.starts_at.minute
