"""A session cut into half-days, the unit of attendance sheets and certificates (law.md T-01)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from people.services import fold

from .enums import Half
from .models import Session, TimetableSlot

NOON = time(13)
# A session that barely crosses 13 h is one half-day: 9 h to 13 h 30 has no afternoon to sign for.
BARELY = timedelta(minutes=45)
_MEAL = re.compile(r"\b(repas|dejeuner|buffet|disco-soupe|pique-nique|pause meridienne)\b")


@dataclass(frozen=True)
class HalfDay:
    """`starts_at` and `ends_at` are aware, the shared meal left out."""

    day: date
    half: Half
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """« 2027-02-04-morning »: what a form or a telephone sends back."""
        return f"{self.day:%Y-%m-%d}-{self.half}"

    @property
    def minutes(self) -> int:
        return minutes_between(self.starts_at, self.ends_at)


def minutes_between(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds() / 60))


def half_days_of(session: Session) -> list[HalfDay]:
    """The half-days of `session` in order, one at least. Reads its timetable: the meal is nobody's training."""
    slots = list(session.slots.all())
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    found, day = [], start.date()
    while day <= end.date():
        begins = start if day == start.date() else _at(day, time(0))
        ends = end if day == end.date() else _at(day + timedelta(days=1), time(0))
        if begins < ends:
            found += _of_one_day(day, begins, ends, slots)
        day += timedelta(days=1)
    return found


def half_day_at(session: Session, moment: datetime) -> HalfDay:
    """The one going on at `moment`, or the nearest: people arrive a little early."""
    return min(half_days_of(session), key=lambda half: _distance(half, moment))


def _of_one_day(day: date, begins: datetime, ends: datetime, slots: Iterable[TimetableSlot]) -> list[HalfDay]:
    meal = _meal(day, begins, ends, slots)
    morning_ends, afternoon_begins = meal or (_at(day, NOON), _at(day, NOON))
    if meal is None and (ends - morning_ends <= BARELY or morning_ends - begins <= BARELY):
        middle = begins + (ends - begins) / 2
        return [HalfDay(day, Half.MORNING if middle < _at(day, NOON) else Half.AFTERNOON, begins, ends)]
    return [
        HalfDay(day, Half.MORNING, begins, morning_ends),
        HalfDay(day, Half.AFTERNOON, afternoon_begins, ends),
    ]


def _meal(
    day: date, begins: datetime, ends: datetime, slots: Iterable[TimetableSlot]
) -> tuple[datetime, datetime] | None:
    """When the shared meal of the timetable begins and ends, if people work on both sides of it."""
    for slot in slots:
        if slot.ends_at and _MEAL.search(fold(slot.title)):
            start, end = _at(day, slot.starts_at), _at(day, slot.ends_at)
            if begins < start < end < ends:
                return start, end
    return None


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _distance(half: HalfDay, moment: datetime) -> timedelta:
    if half.starts_at <= moment < half.ends_at:
        return timedelta(0)
    return min(abs(half.starts_at - moment), abs(half.ends_at - moment))
