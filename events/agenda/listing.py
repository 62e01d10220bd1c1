"""The agenda as a list: what comes, by month; what is over, page by page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cms.models import Territory, Topic
from cms.teasers import Teaser

from ..availability import Availability, availability_of
from ..enums import NOT_STANDING
from ..models import EventPage, Session
from ..models.sessions import SessionQuerySet
from .filters import KINDS, Filters, read_filters

COMING_AT_ONCE = 40
PAST_AT_ONCE = 12


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
    filters: Filters
    months: list[tuple[datetime, list[Entry]]]
    coming: PaginatorPage
    past: PaginatorPage
    kinds: list[Choice]

    @property
    def is_filtered(self) -> bool:
        return self.filters.is_narrow

    @property
    def kind(self) -> str:
        return self.filters.kind

    @property
    def topic(self) -> Topic | None:
        return self.filters.topic

    @property
    def territory(self) -> Territory | None:
        return self.filters.territory


def agenda_for(query: Mapping[str, str], now: datetime | None = None) -> Agenda:
    """The agenda narrowed as `read_filters` reads `query`; what comes turned by `?suite=`, its past by `?page=`."""
    now = now or timezone.now()
    filters = read_filters(query)
    coming = Paginator(_coming(filters, now), COMING_AT_ONCE).get_page(query.get("suite"))
    return Agenda(
        filters=filters,
        months=by_month(entries_of(coming.object_list, now)),
        coming=coming,
        past=Paginator(_past(filters, now), PAST_AT_ONCE).get_page(query.get("page")),
        kinds=[Choice(value, str(page._meta.verbose_name_plural)) for value, page in KINDS.items()],
    )


def entries_of(sessions: Iterable[Session], now: datetime) -> list[Entry]:
    return [_entry(availability_of(session, now)) for session in sessions]


def by_month(entries: Iterable[Entry]) -> list[tuple[datetime, list[Entry]]]:
    """Entries in order of date, grouped by month; each group comes with the start of its first one."""
    groups = groupby(entries, key=lambda entry: timezone.localtime(entry.session.starts_at).strftime("%Y-%m"))
    listed = [list(group) for _month, group in groups]
    return [(group[0].session.starts_at, group) for group in listed]


def past_teasers(page: PaginatorPage) -> list[Teaser]:
    """The events of one page of the past as teasers, without reading each specific page."""
    return [_teaser(event) for event in page.object_list]


def _coming(filters: Filters, now: datetime) -> SessionQuerySet:
    """Cancelled dates too, said to be so: the feeds say it (I14), and whoever meant to come looks here."""
    sessions = filters.sessions(now).filter(ends_at__gt=now)
    return sessions.select_related("event__territory").order_by("starts_at", "pk")


def _past(filters: Filters, now: datetime) -> QuerySet[EventPage]:
    """Events with nothing to come, by their last date; none when only free places are wanted."""
    if filters.free:
        return EventPage.objects.none()
    over = filters.sessions(now).past(now).order_by()
    coming = Session.objects.upcoming(now).values("event")
    return (
        EventPage.objects.filter(pk__in=over.values("event"))
        .exclude(pk__in=coming)
        .annotate(last_session=Max("sessions__ends_at", filter=~Q(sessions__state__in=NOT_STANDING)))
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
        date=timezone.localdate(event.last_session),
    )
