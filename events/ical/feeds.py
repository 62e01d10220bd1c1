"""Calendars one subscribes to: no method, no attendee, no personal data, no join link (I10)."""

from collections.abc import Iterable

from django.http import HttpRequest

from ..models import Session
from .entries import entry, zone
from .lines import calendar, in_utc, text


def feed_of(sessions: Iterable[Session], *, name: str, source: str, request: HttpRequest | None = None) -> bytes:
    """The calendar of `sessions`, in the order given. `source` is the absolute address it is fetched at.

    The same sessions give the same bytes (I4), and ask to be read again after one hour (I12).
    """
    sessions = list(sessions)
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
    entries = (entry(session, url=session.event.get_full_url(request) or "") for session in sessions)
    return calendar(head, entries, [zone().key] if sessions else [])
