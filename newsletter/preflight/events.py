"""The dates of what a letter announces: nothing over, cancelled or closed; what is full is said."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from events.models import EventPage, SeriesPage, Session
from home.models import CallPage

from ..enums import FaultKind
from ..errors import Fault
from ..references import Mention
from .subject import Subject

# Where one is invited to come: what is over has no place there. Elsewhere a letter may look back.
INVITATIONS = ("workshops", "calls", "button")


def faults_of_its_dates(subject: Subject) -> Iterator[Fault]:
    named = subject.references.pages
    events = {key: page for key, page in named.items() if _is_a(page, EventPage) or _is_a(page, SeriesPage)}
    sessions = _sessions_of(events.values())
    calls = CallPage.objects.in_bulk([key for key, page in named.items() if _is_a(page, CallPage)])
    today = timezone.localdate(subject.now)
    for mention in subject.mentions:
        page = named.get(mention.page_id)
        if page is None:
            continue
        kind = None
        if mention.page_id in events:
            kind = _fault_of_an_event(mention, sessions[mention.page_id], subject)
        elif mention.page_id in calls and mention.block_type in INVITATIONS and mention.is_chosen:
            kind = FaultKind.CLOSED_CALL if calls[mention.page_id].deadline < today else None
        if kind:
            yield Fault(kind, page.title, page.pk, mention.block_id)


def _fault_of_an_event(mention: Mention, sessions: list[Session], subject: Subject) -> FaultKind | None:
    standing = [session for session in sessions if not session.is_cancelled]
    if sessions and not standing:
        return FaultKind.CANCELLED_EVENT if mention.is_chosen else FaultKind.CANCELLED_MENTION
    if standing and all(session.is_past(subject.now) for session in standing):
        return FaultKind.PAST_EVENT if mention.is_chosen and mention.block_type in INVITATIONS else None
    return FaultKind.FULL_EVENT if _is_full(standing, subject.now) else None


def _is_full(standing: list[Session], now: datetime) -> bool:
    coming = [session for session in standing if not session.is_past(now)]
    return bool(coming) and all(session.is_full for session in coming)


def _sessions_of(pages: Iterable[Page]) -> dict[int, list[Session]]:
    """The sessions of each page and, for a series, of the events under it. One query."""
    listed = list(pages)
    found: dict[int, list[Session]] = defaultdict(list)
    if not listed:
        return found
    under = Q()
    for page in listed:
        under |= Q(event__path__startswith=page.path)
    for session in Session.objects.filter(under).select_related("event").order_by("starts_at", "pk"):
        for page in listed:
            if session.event.path.startswith(page.path):
                found[page.pk].append(session)
    return found


def faults_of_pasted_events(pages: Iterable[tuple[Page, str]], now: datetime) -> Iterator[Fault]:
    """Events that a letter leads to by an address typed by hand, each with its block: cancelled or full, it is said."""
    listed = [(page, block) for page, block in pages if _is_a(page, EventPage) or _is_a(page, SeriesPage)]
    sessions = _sessions_of(page for page, _block in listed)
    for page, block in listed:
        theirs = sessions[page.pk]
        standing = [session for session in theirs if not session.is_cancelled]
        if theirs and not standing:
            yield Fault(FaultKind.CANCELLED_MENTION, page.title, page.pk, block)
        elif _is_full(standing, now):
            yield Fault(FaultKind.FULL_EVENT, page.title, page.pk, block)


def _is_a(page: Page, kind: type[Page]) -> bool:
    return bool(page.specific_class and issubclass(page.specific_class, kind))
