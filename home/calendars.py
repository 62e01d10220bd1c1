"""Deadlines as calendars: one entry for each, all day long, with a version that calendars follow (I1, I3, I4)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from cms.ical.lines import calendar, in_utc, subscription, text
from cms.typography import typo_text

from .models import AnnouncedDeadline, CallPage

# A call that closed is still read for a year: past campaigns stay in calendars (I13).
KEPT = timedelta(days=365)


def deadlines_of(calls: Iterable[CallPage]) -> list[AnnouncedDeadline]:
    """The announced deadlines of public `calls`, the nearest first."""
    rows = AnnouncedDeadline.objects.filter(call__in=list(calls), is_withdrawn=False)
    return list(rows.select_related("call__territory").prefetch_related("call__topics").order_by("day", "pk"))


def public_deadlines() -> list[AnnouncedDeadline]:
    recent = timezone.localdate() - KEPT
    return deadlines_of(CallPage.objects.live().public().filter(deadline__gte=recent))


def deadline_calendar(deadlines: Sequence[AnnouncedDeadline], *, name: str, source: str) -> bytes:
    """The calendar of `deadlines`; `source` is the absolute address it is fetched at. Same rows, same bytes."""
    head = subscription(name=name, source=source, modified=(row.modified_at for row in deadlines))
    return calendar(head, map(_entry, deadlines), [])


def _entry(deadline: AnnouncedDeadline) -> list[str]:
    call = deadline.call
    topics = sorted(topic.name for topic in call.topics.all())
    optional = [
        f"DESCRIPTION:{text(typo_text(call.summary))}" if call.summary else "",
        f"CATEGORIES:{','.join(map(text, topics))}" if topics else "",
        f"URL:{call.full_url}" if call.full_url else "",
    ]
    return [
        "BEGIN:VEVENT",
        f"UID:{deadline.uid}",
        f"DTSTAMP:{in_utc(deadline.modified_at)}",
        f"LAST-MODIFIED:{in_utc(deadline.modified_at)}",
        f"SEQUENCE:{deadline.sequence}",
        f"DTSTART;VALUE=DATE:{_day(deadline.day)}",
        f"DTEND;VALUE=DATE:{_day(deadline.day + timedelta(days=1))}",
        f"SUMMARY:{text(typo_text(f'Clôture : {call.title} (campagne {call.campaign})'))}",
        "STATUS:CONFIRMED",
        # The day stays free: a deadline is no meeting.
        "TRANSP:TRANSPARENT",
        *filter(None, optional),
        "END:VEVENT",
    ]


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
