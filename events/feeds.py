"""What the feeds hold: the dates of the agenda, of one page, or of one person (I10 to I15)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from wagtail.models import Page, Site

from .agenda import read_filters
from .enums import HOLDING_A_PLACE, SessionState
from .ical.entries import EventFacts, facts_of
from .joining import current_settings
from .models import EventPage, PrivateFeed, Registration, Session
from .models.sessions import SessionQuerySet
from .selectors import sessions_of

# A date that was cancelled is still said to be so for a while after it, for calendars that read rarely (I11).
CANCELLED_KEPT = timedelta(days=30)
# What the entry of a session, and what all those of an event, are made of: whole pages would be ten times slower.
_OF_A_SESSION: tuple[str, ...] = (
    "uuid",
    "event_id",
    "title",
    "starts_at",
    "ends_at",
    "state",
    "sequence",
    "modified_at",
)
_OF_AN_EVENT: tuple[str, ...] = (
    "pk",
    "title",
    "summary",
    "modality",
    "venue_name",
    "venue_address",
    "latitude",
    "longitude",
    "translation_key",
    "url_path",
)


@dataclass(frozen=True)
class FeedContent:
    """`fingerprint` is that of everything the entries are made of: equal, they would be written the same."""

    sessions: list[Session]
    facts: dict[int, EventFacts]
    fingerprint: str


def agenda_content(query: Mapping[str, str], now: datetime) -> FeedContent:
    """The dates of the agenda narrowed as the page is, past ones within the months chosen for the site (I13, I14)."""
    return content_of(read_filters(query).sessions(now), now)


def page_content(page: Page, now: datetime) -> FeedContent:
    """The dates of an event or of a series."""
    return content_of(sessions_of(page).announced(), now)


def private_content(feed: PrivateFeed, now: datetime) -> FeedContent:
    """The dates where the address holds a place, and nothing about anybody else (I15)."""
    mine = Registration.objects.filter(contact_email=feed.address, state__in=HOLDING_A_PLACE).values("session")
    return content_of(Session.objects.announced().filter(pk__in=mine), now)


def private_feed(key: UUID) -> PrivateFeed | None:
    return PrivateFeed.objects.filter(key=key).first()


def content_of(sessions: SessionQuerySet, now: datetime) -> FeedContent:
    """What of `sessions` a feed shows, with what is said of their events: five queries, whatever their number."""
    oldest = now - timedelta(days=31 * current_settings().feed_months)
    shown = sessions.filter(ends_at__gte=oldest).exclude(state=SessionState.CANCELLED, ends_at__lt=now - CANCELLED_KEPT)
    rows = list(shown.select_related(None).order_by("starts_at", "pk").values_list(*_OF_A_SESSION))
    found = [Session.from_db(shown.db, _OF_A_SESSION, row) for row in rows]
    event_ids = {session.event_id for session in found}
    events = list(EventPage.objects.filter(pk__in=event_ids).order_by("pk").values(*_OF_AN_EVENT))
    topics = topic_names(event_ids)
    roots = [(root.root_path, root.root_url) for root in Site.get_site_root_paths()]
    facts = {
        row["pk"]: facts_of(_as_page(row), url=_address(row["url_path"], roots), topics=topics[row["pk"]])
        for row in events
    }
    made_of = repr((rows, events, sorted(topics.items()), roots))
    return FeedContent(found, facts, sha256(made_of.encode()).hexdigest())


def _as_page(row: dict[str, Any]) -> Any:
    return SimpleNamespace(**row)


def topic_names(event_ids: set[int]) -> defaultdict[int, list[str]]:
    """The names of the topics of each event, in alphabetical order: one query."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    links = EventPage.topics.through.objects.filter(eventpage__in=event_ids).order_by("topic__name")
    for event_id, name in links.values_list("eventpage_id", "topic__name"):
        names[event_id].append(name)
    return names


def _address(url_path: str, roots: Iterable[tuple[str, str]]) -> str:
    """The absolute address of a page below the root of one of the sites; empty below none."""
    for root_path, root_url in roots:
        if url_path.startswith(root_path):
            return f"{root_url}/{url_path.removeprefix(root_path)}"
    return ""
