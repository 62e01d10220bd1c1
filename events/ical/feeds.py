"""Calendars one subscribes to: no method, no attendee, no personal data, no join link (I10)."""

from collections.abc import Mapping, Sequence

from cms.ical.lines import calendar, in_utc, text

from ..models import Session
from .entries import EventFacts, entry, zone


def feed_of(sessions: Sequence[Session], facts: Mapping[int, EventFacts], *, name: str, source: str) -> bytes:
    """The calendar of `sessions`, in the order given; `facts` are those of their events, by number.

    `source` is the absolute address it is fetched at. The same sessions give the same bytes (I4), and ask to be read
    again after one hour (I12).
    """
    head = [
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"URL:{source}",
        f"SOURCE;VALUE=URI:{source}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    if sessions:
        head.append(f"LAST-MODIFIED:{in_utc(max(session.modified_at for session in sessions))}")
    entries = (entry(session, facts[session.event_id]) for session in sessions)
    return calendar(head, entries, [zone().key] if sessions else [])
