"""The agenda: what comes, by month, narrowed by whatever the address bar says; what is over, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cms.models import BasePage, Territory, Topic
from cms.teasers import Teaser

from .availability import Availability, availability_of
from .enums import SessionState
from .models import EventPage, Session, TrainingPage, VideoWorkshopPage, WorkshopPage
from .selectors import by_month

PAGE_SIZE = 12
# What a reader may ask for with `?type=`.
KINDS: dict[str, type[BasePage]] = {
    "ateliers": WorkshopPage,
    "visio-ateliers": VideoWorkshopPage,
    "formations": TrainingPage,
}


@dataclass(frozen=True)
class Entry:
    """A line of the agenda."""

    availability: Availability
    kind: str
    kind_label: str

    @property
    def session(self) -> Session:
        return self.availability.session


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Agenda:
    months: list[tuple[datetime, list[Entry]]]
    past: PaginatorPage
    kinds: list[Choice]
    topics: list[Topic]
    territories: list[Territory]
    kind: str
    topic: Topic | None
    territory: Territory | None

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.topic or self.territory)


def agenda_for(query: Mapping[str, str], now: datetime | None = None) -> Agenda:
    """The agenda narrowed by `?type=`, `?theme=` and `?territoire=`, its past turned by `?page=`.

    Values nobody knows are ignored rather than refused: a mistyped address still shows the list. They are looked for
    in the lists at hand, so nothing typed in the address bar reaches the database.
    """
    now = now or timezone.now()
    topics, territories = list(Topic.objects.all()), list(Territory.objects.all())
    kind = query.get("type", "") if query.get("type", "") in KINDS else ""
    topic = next((topic for topic in topics if topic.slug == query.get("theme")), None)
    territory = next((place for place in territories if place.slug == query.get("territoire")), None)
    events = _narrowed(kind, topic, territory)
    return Agenda(
        months=_months(events, now),
        past=Paginator(_past(events, now), PAGE_SIZE).get_page(query.get("page")),
        kinds=[Choice(value, str(page._meta.verbose_name_plural)) for value, page in KINDS.items()],
        topics=topics,
        territories=territories,
        kind=kind,
        topic=topic,
        territory=territory,
    )


def past_teasers(page: PaginatorPage) -> list[Teaser]:
    """The events of one page of the past as teasers, without reading each specific page."""
    return [_teaser(event) for event in page.object_list]


def _narrowed(kind: str, topic: Topic | None, territory: Territory | None) -> QuerySet[EventPage]:
    events = EventPage.objects.live().public()
    if kind:
        events = events.filter(content_type=ContentType.objects.get_for_model(KINDS[kind]))
    if topic:
        events = events.filter(topics=topic)
    if territory:
        events = events.filter(territory__in=Territory.objects.within(territory))
    return events


def _months(events: QuerySet[EventPage], now: datetime) -> list[tuple[datetime, list[Entry]]]:
    sessions = (
        Session.objects.upcoming(now)
        .filter(event__in=events.values("pk"))
        .select_related("event__territory")
        .order_by("starts_at", "pk")
    )
    months = by_month(availability_of(session, now) for session in sessions)
    return [(start, [_entry(row) for row in rows]) for start, rows in months]


def _past(events: QuerySet[EventPage], now: datetime) -> QuerySet[EventPage]:
    standing = ~Q(sessions__state=SessionState.CANCELLED)
    coming = Session.objects.upcoming(now).values("event")
    return (
        events.exclude(pk__in=coming)
        .annotate(last_session=Max("sessions__ends_at", filter=standing))
        .filter(last_session__isnull=False)
        .select_related("listing_image")
        .order_by("-last_session", "-pk")
    )


def _entry(row: Availability) -> Entry:
    kind = row.session.event.specific_class or EventPage
    return Entry(row, kind.teaser_kind, kind.teaser_kind_label)


def _teaser(event: EventPage) -> Teaser:
    kind = event.specific_class or EventPage
    return Teaser(
        title=event.title,
        summary=event.summary,
        url=event.url or "",
        kind=kind.teaser_kind,
        kind_label=kind.teaser_kind_label,
        image=event.listing_image,
        date=timezone.localdate(event.last_session),  # type: ignore[attr-defined]
    )
