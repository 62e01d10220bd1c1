"""Dates somebody downloads into their own calendar: theirs, with an alarm if they want one (I16, I19)."""

from collections.abc import Iterable

from cms.ical.lines import calendar

from ..enums import Modality
from ..models import Session
from .entries import entry, facts_of, zone

# The day before, at the hour of the session: by choice only (I19).
ALARM = ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Demain", "TRIGGER:-P1D", "END:VALARM")


def dates_file(dates: Iterable[tuple[Session, str]], *, alarm: bool) -> bytes:
    """Each session with its gated address to join, empty when there is none. No method, nobody named."""
    return calendar([], (_entry(session, gate, alarm) for session, gate in dates), [zone().key])


def _entry(session: Session, gate: str, alarm: bool) -> list[str]:
    event, more = session.event, list(ALARM) if alarm else []
    if gate and event.modality != Modality.ON_SITE:
        more.insert(0, f'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre la visioconférence":{gate}')
    return entry(session, facts_of(event, url=event.full_url or ""), more=more)
