"""The agenda as a month: weeks of seven days, Monday first."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ..joining import here_at
from .filters import read_day, read_filters
from .listing import Entry, entries_of


@dataclass(frozen=True)
class Day:
    date: date
    entries: list[Entry]
    is_in_month: bool
    is_today: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> str:
        """« 2027-01 »: what `?mois=` takes."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def busy_days(self) -> list[Day]:
        """The days of this month on which something happens."""
        return [day for week in self.weeks for day in week if day.is_in_month and day.entries]


def month_for(query: Mapping[str, str], now: datetime | None = None) -> Month:
    """The month of `?mois=2027-02`, this one by default, narrowed like the list. A session stands on each of its
    days. One query for the dates, whatever their number, besides those of the filters."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    first = read_day(f"{query.get('mois', '')}-01") or today.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    start, end = weeks[0][0], weeks[-1][-1] + timedelta(days=1)
    sessions = read_filters(query).sessions(now).select_related("event__territory")
    shown = sessions.filter(starts_at__lt=here_at(end, time(0)), ends_at__gt=here_at(start, time(0)))
    by_day = defaultdict(list)
    for entry in entries_of(shown.order_by("starts_at", "pk"), now):
        for day in _days_of(entry):
            by_day[day].append(entry)
    return Month(
        first, [[Day(day, by_day[day], day.month == first.month, day == today) for day in week] for week in weeks]
    )


def _days_of(entry: Entry) -> list[date]:
    """Every day it lasts; midnight belongs to the day before."""
    first = entry.session.local_date
    last = timezone.localdate(entry.session.ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=number) for number in range(min((last - first).days, 60) + 1)]
