"""Calendars one subscribes to: no method, no attendee, no personal data, no join link (I10)."""

from collections.abc import Mapping, Sequence

from cms.ical.lines import calendar, subscription

from ..models import Session
from .entries import EventFacts, entry, zone


def feed_of(sessions: Sequence[Session], facts: Mapping[int, EventFacts], *, name: str, source: str) -> bytes:
    """The calendar of `sessions`, in the order given; `facts` are those of their events, by number.

    `source` is the absolute address it is fetched at. The same sessions give the same bytes (I4), and ask to be read
    again after one hour (I12).
    """
    head = subscription(name=name, source=source, modified=(session.modified_at for session in sessions))
    entries = (entry(session, facts[session.event_id]) for session in sessions)
    return calendar(head, entries, [zone().key] if sessions else [])
