"""A session as a VEVENT: what feeds and invitations have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.ical.lines import folded, in_utc, local_time, text
from cms.typography import typo_text

from ..enums import Modality, SessionState
from ..models import EventPage, Session
from ..postal import read_address

ONLINE = "En visioconférence"


def zone() -> ZoneInfo:
    """The zone sessions are announced in, as a named one."""
    return ZoneInfo(timezone.get_current_timezone_name())


def status_of(session: Session) -> str:
    """STATUS of RFC 5545 3.8.1.11: a postponed date is no longer sure, a cancelled one is cancelled."""
    if session.state == SessionState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if session.state == SessionState.POSTPONED else "CONFIRMED"


@dataclass(frozen=True)
class EventFacts:
    """What the entries of all the dates of one event have in common; `lines` is written once for all of them."""

    title: str
    lines: tuple[str, ...]


def facts_of(event: EventPage, *, url: str, topics: Iterable[str] = ()) -> EventFacts:
    """`event` is a page, or anything with its fields (feeds read plain rows); `url` is its public address."""
    names = list(topics)
    optional = [
        _unless_empty("DESCRIPTION", event.summary),
        _unless_empty("LOCATION", location_of(event)),
        f"GEO:{event.latitude:.6f};{event.longitude:.6f}" if has_position(event) else "",
        f"CATEGORIES:{','.join(map(text, names))}" if names else "",
        f"URL:{url}" if url else "",
    ]
    shared = (f"X-DIRIGEABLE-EVENT:{event.translation_key}", *filter(None, optional))
    return EventFacts(typo_text(event.title), tuple(folded(line) for line in shared))


def has_position(event: EventPage) -> bool:
    return event.modality != Modality.ONLINE and event.latitude is not None and event.longitude is not None


def entry(session: Session, facts: EventFacts, *, stamp: datetime | None = None, more: Iterable[str] = ()) -> list[str]:
    """The lines of the VEVENT of `session`.

    `stamp` is DTSTAMP, by default the last change so that a feed stays the same (I4). Never a join link, never a link
    to cancel or change (I17). The dates of one event share X-DIRIGEABLE-EVENT (I2).
    """
    here = zone()
    title = f"{facts.title} – {typo_text(session.title)}" if session.title else facts.title
    return [
        "BEGIN:VEVENT",
        f"UID:{session.uuid}",
        f"DTSTAMP:{in_utc(stamp or session.modified_at)}",
        f"LAST-MODIFIED:{in_utc(session.modified_at)}",
        f"SEQUENCE:{session.sequence}",
        local_time("DTSTART", session.starts_at.astimezone(here)),
        local_time("DTEND", session.ends_at.astimezone(here)),
        f"SUMMARY:{text(title)}",
        f"STATUS:{status_of(session)}",
        *facts.lines,
        *more,
        "END:VEVENT",
    ]


def location_of(event: EventPage) -> str:
    """« Salle du Lavoir, 1 place du Lavoir, 05000 Sainte-Ourse » (I18)."""
    if event.modality == Modality.ONLINE:
        return ONLINE
    parts = [event.venue_name, read_address(event.venue_address).one_line]
    return ", ".join(part for part in parts if part)


def _unless_empty(name: str, value: str) -> str:
    return f"{name}:{text(typo_text(value))}" if value else ""
