"""Dates read from somebody else's calendar file. What cannot be kept faithfully is refused in words (I21)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

MAX_BYTES = 1_000_000
MAX_DATES = 200
MOST_VERSIONS = 2**31 - 1
YEARS = range(1970, 2200)
# What RFC 5545 section 3.6.1 allows once.
SINGLE = ("UID", "DTSTART", "DTEND", "DURATION", "SEQUENCE", "RECURRENCE-ID", "STATUS", "SUMMARY")


class CalendarUnreadable(ValueError):
    """The message is shown to the person who chose the file."""


@dataclass(frozen=True)
class FoundDate:
    """One entry. `recurrence` names the occurrence of a recurring entry, empty for a simple one."""

    uid: str
    recurrence: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False


@dataclass(frozen=True)
class Reading:
    """What a file gives: dates to keep, and one sentence for each entry that was left out."""

    dates: list[FoundDate] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_calendar(content: bytes) -> Reading:
    """The dates of an .ics file. Raises CalendarUnreadable when the whole file is of no use."""
    if len(content) > MAX_BYTES:
        raise CalendarUnreadable("Ce fichier pèse plus de 1 Mo : exportez une période plus courte.")
    try:
        parsed = Calendar.from_ical(content)
    except (ValueError, KeyError, IndexError, UnicodeDecodeError) as error:
        raise CalendarUnreadable("Ce fichier n’est pas un calendrier (.ics), ou il est abîmé.") from error
    if not isinstance(parsed, Calendar):
        raise CalendarUnreadable("Ce fichier n’est pas un calendrier (.ics).")
    zones = {str(zone.get("TZID", "")) for zone in parsed.walk("VTIMEZONE")}
    found: dict[tuple[str, str], FoundDate] = {}
    refused = []
    for event in parsed.walk("VEVENT"):
        try:
            one = _read(event, zones)
        except CalendarUnreadable as refusal:
            refused.append(f"« {_title(event) or 'sans titre'} » : {refusal}")
            continue
        known = found.get((one.uid, one.recurrence))
        if known is None or one.sequence > known.sequence:
            found[one.uid, one.recurrence] = one  # written twice in the file: its latest version
    if len(found) > MAX_DATES:
        raise CalendarUnreadable(f"Ce fichier a plus de {MAX_DATES} dates : exportez une période plus courte.")
    return Reading(list(found.values()), refused)


def _read(event: Any, zones: set[str]) -> FoundDate:
    """Raises CalendarUnreadable, also for what the parser lets through: a property given twice, or of another kind."""
    if twice := next((name for name in SINGLE if isinstance(event.get(name), list)), ""):
        raise CalendarUnreadable(f"la propriété {twice} y est plusieurs fois.")
    try:
        return _read_once(event, zones)
    except (BrokenCalendarProperty, OverflowError) as error:
        raise CalendarUnreadable("une date ou une durée qui ne se lit pas.") from error


def _read_once(event: Any, zones: set[str]) -> FoundDate:
    uid = _plain(event.get("UID", "")).strip()
    if not uid or len(uid) > 255:
        raise CalendarUnreadable("pas d’identifiant (UID), on ne saurait pas la reconnaître la fois suivante.")
    if event.get("RRULE") or event.get("RDATE"):
        raise CalendarUnreadable("une répétition. Exportez chaque date, ou ajoutez-les à la main.")
    starts_at, ends_at = _moments(event, zones)
    if ends_at <= starts_at:
        raise CalendarUnreadable("la fin ne vient pas après le début.")
    if starts_at.year not in YEARS or ends_at.year not in YEARS:
        raise CalendarUnreadable("une année où personne ne viendra : vérifiez la date.")
    return FoundDate(
        uid=uid,
        recurrence=event["RECURRENCE-ID"].to_ical().decode()[:40] if event.get("RECURRENCE-ID") else "",
        sequence=_version(event),
        title=_title(event)[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        is_cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _version(event: Any) -> int:
    try:
        return min(max(0, int(event.get("SEQUENCE", 0))), MOST_VERSIONS)
    except ValueError as error:
        raise CalendarUnreadable("un numéro de version (SEQUENCE) qui n’est pas un nombre.") from error


def _moments(event: Any, zones: set[str]) -> tuple[datetime, datetime]:
    if event.get("DTSTART") is None:
        raise CalendarUnreadable("pas de date de début.")
    start = _moment(event, "DTSTART", zones)
    if event.get("DTEND") is not None:
        return start, _moment(event, "DTEND", zones)
    if event.get("DURATION") is not None:
        return start, start + event["DURATION"].dt
    return start, start + timedelta(hours=1)


def _moment(event: Any, name: str, zones: set[str]) -> datetime:
    prop = event[name]
    value: date | datetime = prop.dt
    if not isinstance(value, datetime):
        raise CalendarUnreadable("une journée entière, sans heure. Donnez-lui une heure de début et de fin.")
    wanted = str(prop.params.get("TZID", ""))
    if value.tzinfo is None:
        if wanted:
            raise CalendarUnreadable(f"le fuseau horaire « {wanted} » est inconnu.")
        return timezone.make_aware(value)  # a floating time is an hour here
    if wanted and wanted not in zones and not _is_known(wanted):
        raise CalendarUnreadable(f"le fuseau horaire « {wanted} » est inconnu.")
    return value


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _title(event: Any) -> str:
    summary = event.get("SUMMARY", "")
    return " ".join(_plain(summary[0] if isinstance(summary, list) else summary).split())


def _plain(value: Any) -> str:
    """Without the character that no database keeps."""
    return str(value).replace("\x00", "")
