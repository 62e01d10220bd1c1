"""Dates and hours as French writes them, and read back from the notes of organisers (print-and-typography.md, 6.3).

Writing: months in lower case, no leading zero, `1er` for the first, the year once at the end of a series.
`*_text` functions give plain text, `*_html` the same with `<sup>`. Aware datetimes are told in the current time zone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

NBSP = "\u00a0"
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


@dataclass(frozen=True, order=True)
class Slot:
    """One séance: a day, and its hours where they are known."""

    day: date
    start: time | None = None
    end: time | None = None

    @property
    def duration(self) -> timedelta | None:
        if self.start is None or self.end is None:
            return None
        return datetime.combine(self.day, self.end) - datetime.combine(self.day, self.start)


class DateUnreadable(ValueError):
    """The text holds no date that can be read without guessing; the message is for the person who typed it."""


def local(value: date | datetime) -> date:
    """The day of `value` where we live."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def iso_text(moment: datetime | None) -> str:
    """« 2027-02-04T09:00:00+01:00 »: the hour it is here, that everybody reads the same; empty for no moment."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


# --- Writing -------------------------------------------------------------------------------------


def short_date_text(value: date | datetime) -> str:
    """« 21 janvier 2021 », « 1er mars 2027 »."""
    day = local(value)
    return f"{_day(day)} {MONTHS[day.month - 1]} {day.year}"


def long_date_text(value: date | datetime) -> str:
    """« jeudi 21 janvier 2021 »."""
    return f"{WEEKDAYS[local(value).weekday()]} {short_date_text(value)}"


def time_text(value: time | datetime) -> str:
    """« 9 h », « 9 h 30 », with U+00A0."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    minutes = f"{NBSP}{value.minute:02d}" if value.minute else ""
    return f"{value.hour}{NBSP}h{minutes}"


def hours_text(start: time | datetime, end: time | datetime | None = None) -> str:
    """« de 9 h à 10 h 30 », or « à 9 h » when the end is unknown."""
    return f"à {time_text(start)}" if end is None else f"de {time_text(start)} à {time_text(end)}"


def series_text(days: Iterable[date | datetime]) -> str:
    """« les 2 et 9 avril ainsi que les 7 et 21 mai 2021 »: days grouped by month, the year once for each year."""
    ordered = sorted({local(day) for day in days})
    months = [list(group) for _, group in groupby(ordered, key=lambda day: (day.year, day.month))]
    parts = []
    for position, group in enumerate(months):
        year_goes_on = position + 1 < len(months) and months[position + 1][0].year == group[0].year
        article = "le" if len(group) == 1 else "les"
        year = "" if year_goes_on else f" {group[0].year}"
        parts.append(f"{article} {_join([_day(day) for day in group])} {MONTHS[group[0].month - 1]}{year}")
    return _join(parts, " ainsi que ")


def slots_text(slots: Iterable[Slot]) -> str:
    """« les 2 et 9 avril ainsi que les 7 et 21 mai 2021, de 10 h à 12 h »; séances with the same hours together."""
    by_hours: dict[tuple[time | None, time | None], list[date]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.day, slot.start or time.min)):
        by_hours.setdefault((slot.start, slot.end), []).append(slot.day)
    parts = []
    for (start, end), days in by_hours.items():
        hours = "" if start is None else f", {hours_text(start, end)}"
        parts.append(f"{series_text(days)}{hours}")
    return " ; ".join(parts).replace(" ;", "\u202f;")


def short_date_html(value: date | datetime) -> SafeString:
    return _with_sup(short_date_text(value))


def long_date_html(value: date | datetime) -> SafeString:
    return _with_sup(long_date_text(value))


def series_html(days: Iterable[date | datetime]) -> SafeString:
    return _with_sup(series_text(days))


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _join(parts: Sequence[str], last: str = " et ") -> str:
    return last.join(parts) if len(parts) < 3 else last.join([", ".join(parts[:-1]), parts[-1]])


def _with_sup(text: str) -> SafeString:
    # Only digits and our own words come through here: nothing to escape.
    return mark_safe(re.sub(r"\b1er\b", "1<sup>er</sup>", text))


# --- Reading -------------------------------------------------------------------------------------

_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_MONTH_NUMBERS |= {"fevrier": 2, "aout": 8, "decembre": 12}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_DAY = r"(?:1er|0?[1-9]|[12]\d|3[01])"
# « 2 », « 2 et 9 », « 2, 9 et 16 », « 20 au 22 », then the month and perhaps the year.
_DAYS_OF_MONTH = re.compile(
    rf"(?<![\d:])(?P<days>{_DAY}(?:\s*(?:,|et|au|&)\s*(?:les?\s+|(?:{'|'.join(WEEKDAYS)})\s+)*{_DAY})*)"
    rf"\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
_FROM_MONTH_TO_MONTH = re.compile(
    rf"\bdu\s+(?:\w+di\s+|dimanche\s+)?(?P<day>{_DAY})\s+(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}))?\s+au\s+",
    re.IGNORECASE,
)
_HOUR = r"(?P<{0}_hour>[01]?\d|2[0-3])\s*(?:h|heures?|:)\s*(?P<{0}_minute>[0-5]\d)?"
_HOURS = re.compile(
    rf"(?:\b(?:de|entre|dès|à)\s+)?(?<!\d){_HOUR.format('start')}\s*(?:à|et|-|–|jusqu['’]à)\s*{_HOUR.format('end')}",
    re.IGNORECASE,
)
_START_ONLY = re.compile(rf"\b(?:à|dès)\s+{_HOUR.format('start')}", re.IGNORECASE)


def read_slots(text: str, *, year: int | None = None) -> list[Slot]:
    """The séances named in `text`, in order of time.

    A day without a year takes the next year written after it, else `year`. One pair of hours serves all the days.
    Raises DateUnreadable when there is no date, a day that does not exist, no year, or several pairs of hours.
    """
    text = " ".join(text.replace(NBSP, " ").replace("\u202f", " ").split())
    start, end = _read_hours(text)
    days = _read_days(text, year)
    return [Slot(day, start, end) for day in sorted(set(days))]


def _read_days(text: str, default_year: int | None) -> list[date]:
    found = list(_DAYS_OF_MONTH.finditer(text))
    if not found:
        raise DateUnreadable("Aucune date n’a été trouvée. Écrivez par exemple « le 16 mars 2027 de 14 h à 17 h ».")
    days: list[date] = []
    year = default_year
    for match in reversed(found):
        year = int(match["year"]) if match["year"] else year
        if year is None:
            raise DateUnreadable(f"L’année manque après « {match[0]} ».")
        month = _MONTH_NUMBERS[match["month"].lower()]
        days.extend(_days_of_match(match["days"], month, year))
    return days + _days_between_months(text, days)


def _days_of_match(words: str, month: int, year: int) -> list[date]:
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    days = [_date(year, month, number) for number in numbers]
    if re.search(r"\bau\b", words, re.IGNORECASE):
        return _every_day(days[0], days[-1])
    return days


def _days_between_months(text: str, days: list[date]) -> list[date]:
    """« du 28 février au 2 mars »: the days between, which no single month names."""
    if not _FROM_MONTH_TO_MONTH.search(text):
        return []
    return _every_day(min(days), max(days))


def _every_day(first: date, last: date) -> list[date]:
    if last < first:
        raise DateUnreadable("La date de fin précède la date de début.")
    return [first + timedelta(days=shift) for shift in range((last - first).days + 1)]


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateUnreadable(f"Le {day} {MONTHS[month - 1]} {year} n’existe pas.") from error


def _read_hours(text: str) -> tuple[time | None, time | None]:
    pairs = list(_HOURS.finditer(text))
    if len({(_hour(pair, "start"), _hour(pair, "end")) for pair in pairs}) > 1:
        raise DateUnreadable("Plusieurs horaires se suivent : donnez une ligne par horaire.")
    if pairs:
        start, end = _hour(pairs[0], "start"), _hour(pairs[0], "end")
        if end <= start:
            raise DateUnreadable("L’heure de fin précède l’heure de début.")
        return start, end
    single = _START_ONLY.search(text)
    return (_hour(single, "start"), None) if single else (None, None)


def _hour(match: re.Match[str], which: str) -> time:
    return time(int(match[f"{which}_hour"]), int(match[f"{which}_minute"] or 0))
