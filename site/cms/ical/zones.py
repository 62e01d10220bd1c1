"""VTIMEZONE components (RFC 5545 3.6.5), as yearly rules where the zone has some.

`icalendar` writes every change of hour since 1970 as RDATE. Several readers, among them everything built on dateutil,
then take summer for winter (checked with vobject 0.9.9): all of July was an hour late. A rule is read right by all.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A rule counts if it held, and will hold, in all these years.
YEARS = range(2024, 2032)
SINCE = 1970


@dataclass(frozen=True)
class Change:
    """A change of hour that comes back each year: `week` is 1 for the first of its weekdays, -1 for the last."""

    month: int
    week: int
    weekday: int
    hour: str
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    def lines(self) -> list[str]:
        kind = "DAYLIGHT" if self.is_summer else "STANDARD"
        first = _nth(SINCE, self.month, self.week, self.weekday)
        return [
            f"BEGIN:{kind}",
            f"DTSTART:{first:%Y%m%d}T{self.hour}",
            f"RRULE:FREQ=YEARLY;BYMONTH={self.month};BYDAY={self.week}{DAYS[self.weekday]}",
            *_offsets(self.before, self.after, self.name),
            f"END:{kind}",
        ]


@cache
def time_zone(name: str) -> list[str]:
    """The lines of the VTIMEZONE of the zone called `name`."""
    zone = ZoneInfo(name)
    years = [_changes(zone, year) for year in YEARS]
    if any(changes != years[0] for changes in years):
        return _by_library(name)
    parts = [change.lines() for change in years[0]] or [_constant(zone)]
    body = [line for part in parts for line in part]
    return ["BEGIN:VTIMEZONE", f"TZID:{name}", *body, "END:VTIMEZONE"]


def _changes(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
    """The changes of one year, found day by day, then to the quarter of an hour."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    quarters = [timedelta(minutes=15 * step) for step in range(97)]
    found = []
    for day in days:
        offset = day.astimezone(zone).utcoffset()
        if offset != (day + timedelta(days=1)).astimezone(zone).utcoffset():
            moment = next(day + step for step in quarters if (day + step).astimezone(zone).utcoffset() != offset)
            found.append(_change(zone, moment))
    return tuple(found)


def _change(zone: ZoneInfo, moment: datetime) -> Change:
    before, after = (moment - timedelta(minutes=15)).astimezone(zone), moment.astimezone(zone)
    wall = moment.astimezone(UTC).replace(tzinfo=None) + (before.utcoffset() or timedelta())
    is_last = wall.day + 7 > monthrange(wall.year, wall.month)[1]
    return Change(
        month=wall.month,
        week=-1 if is_last else (wall.day - 1) // 7 + 1,
        weekday=wall.weekday(),
        hour=f"{wall:%H%M%S}",
        before=before.utcoffset() or timedelta(),
        after=after.utcoffset() or timedelta(),
        name=after.tzname() or "",
        is_summer=bool(after.dst()),
    )


def _constant(zone: ZoneInfo) -> list[str]:
    always = datetime(YEARS[0], 1, 1, tzinfo=zone)
    offset = always.utcoffset() or timedelta()
    name = always.tzname() or ""
    return ["BEGIN:STANDARD", f"DTSTART:{SINCE}0101T000000", *_offsets(offset, offset, name), "END:STANDARD"]


def _offsets(before: timedelta, after: timedelta, name: str) -> list[str]:
    return [f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}", f"TZNAME:{name}"]


def _offset(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _nth(year: int, month: int, week: int, weekday: int) -> date:
    if week < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))


def _by_library(name: str) -> list[str]:
    """A zone whose changes follow no rule we can say, such as one that follows the moon."""
    event = Event()
    event.add("dtstart", datetime(2026, 6, 1, 9, tzinfo=ZoneInfo(name)))
    holder = Calendar()
    holder.add_component(event)
    holder.add_missing_timezones()
    content = b"".join(zone.to_ical() for zone in holder.timezones).decode()
    return content.replace("\r\n ", "").split("\r\n")[:-1]
