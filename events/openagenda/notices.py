"""What OpenAgenda is told of: a notice for an event with its dates, for one date alone, or for a whole series (O2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import models

from ..availability import Availability, availability_of
from ..enums import Modality, OpenAgendaDates, SessionState
from ..models import EventPage, OpenAgendaWish, SeriesPage, Session, VideoWorkshopPage
from ..selectors import Registrable, sessions_of

TIMINGS, LONGEST = 800, timedelta(hours=24)
PAST = timedelta(days=30)


class Hindrance(models.TextChoices):
    """Why a notice is not sent: it would be refused, or read wrong."""

    TOO_LONG = "too-long", "Une date dure plus de 24 heures : écrivez-la en plusieurs, une par jour."
    OVERLAP = "overlap", "Deux dates se chevauchent : choisissez « un événement par date »."
    TOO_MANY = "too-many", "Il y a plus de 800 dates : choisissez « un événement par date »."
    PLACES = "places", "Les dates du cycle n’ont pas toutes le même lieu : choisissez « un événement par date »."
    NO_PLACE = "no-place", "On y vient, et ni le lieu ni l’adresse ne sont écrits."


@dataclass(frozen=True)
class Notice:
    """`page` says what it is, `event` where it is held and at what price, `rows` when; `alone` is its only date.

    `answers` are those an editor gave to the agenda's own fields; `are_elsewhere` when the dates of a series told whole
    are not all held in one place.
    """

    identifier: str
    page: Registrable
    event: EventPage
    rows: Sequence[Availability]
    alone: Session | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    are_elsewhere: bool = False

    @property
    def told(self) -> list[Availability]:
        """The dates one may come to; without any, those put off; without any, those cancelled."""
        standing = [row for row in self.rows if not row.session.is_cancelled]
        held = [row for row in standing if row.session.state != SessionState.POSTPONED]
        return held or standing or list(self.rows)

    @property
    def hindrances(self) -> list[Hindrance]:
        found = {
            **_faults_of_dates([row.session for row in self.told]),
            Hindrance.PLACES: self.are_elsewhere,
            Hindrance.NO_PLACE: not _is_somewhere(self.event),
        }
        return [hindrance for hindrance, is_so in found.items() if is_so]

    def is_over(self, now: datetime) -> bool:
        return all(row.session.ends_at <= now - PAST for row in self.rows)


def notices_of(page: Registrable, rows: Sequence[Availability], wish: OpenAgendaWish | None) -> list[Notice]:
    """What is told of `page`, whose dates are `rows`, each with the event it belongs to."""
    answers = wish.answers if wish else {}
    if not rows:
        return []
    if chosen(page, wish) == OpenAgendaDates.APART:
        return [Notice(str(row.session.uuid), page, row.session.event, [row], row.session, answers) for row in rows]
    places = {_place_of(row.session.event) for row in rows}
    return [Notice(str(page.translation_key), page, rows[0].session.event, rows, None, answers, len(places) > 1)]


def chosen(page: Registrable, wish: OpenAgendaWish | None) -> OpenAgendaDates:
    """A workshop of two dates is one event of theirs, the dates of a series are as many, until an editor says else."""
    usual = OpenAgendaDates.APART if isinstance(page, SeriesPage) else OpenAgendaDates.TOGETHER
    return OpenAgendaDates(wish.dates) if wish and wish.dates else usual


def current_notices(now: datetime) -> tuple[list[Notice], set[int]]:
    """Every notice of the public events to come or over since a month, with the numbers of all their pages.

    As many queries for many events as for one.
    """
    public = EventPage.objects.live().public()
    recent = list(public.filter(sessions__ends_at__gt=now - PAST).distinct().order_by("pk"))
    series = _series_of(recent)
    pages = [*recent, *series.values()]
    wishes = {wish.page_id: wish for wish in OpenAgendaWish.objects.filter(page__in=[page.pk for page in pages])}
    whole = {
        path: page for path, page in series.items() if chosen(page, wishes.get(page.pk)) == OpenAgendaDates.TOGETHER
    }
    held = _held(recent, whole.values())
    rows = _rows_by_page(held, whole, now)
    told: list[Registrable] = [*whole.values(), *held.values()]
    notices = [notice for page in told for notice in notices_of(page, rows[page.pk], wishes.get(page.pk))]
    return notices, {page.pk for page in pages}


def notices_as_edited(page: Registrable, wish: OpenAgendaWish | None, now: datetime) -> list[Notice]:
    """What would be told of a page as its editor sees it, draft or not; of a series told date by date, nothing."""
    if isinstance(page, SeriesPage) and chosen(page, wish) == OpenAgendaDates.APART:
        return []
    events = [page] if isinstance(page, EventPage) else with_relations(VideoWorkshopPage.objects.child_of(page))
    return notices_of(page, rows_of({event.pk: event for event in events}, now), wish)


def rows_of(held: Mapping[int, EventPage], now: datetime) -> list[Availability]:
    """What a visitor may read of the dates of these events, in order: one query, each date knowing its event."""
    rows = []
    for session in Session.objects.announced().filter(event__in=held).order_by("starts_at", "pk"):
        session.event = held[session.event_id]
        rows.append(availability_of(session, now))
    return rows


def series_told_whole(event: EventPage) -> SeriesPage | None:
    """The series in whose notice the dates of `event` stand."""
    parent = SeriesPage.objects.parent_of(event).first() if event.specific_class is VideoWorkshopPage else None
    if parent is None:
        return None
    wish = OpenAgendaWish.objects.filter(page=parent.pk).first()
    return parent if chosen(parent, wish) == OpenAgendaDates.TOGETHER else None


def still_dated(pages: Collection[int]) -> set[int]:
    """The numbers of those pages that a visitor may read, and that have dates to read about."""
    events = EventPage.objects.live().public().filter(pk__in=pages).values("pk")
    dated = set(Session.objects.announced().filter(event__in=events).order_by().values_list("event", flat=True))
    series = SeriesPage.objects.live().public().filter(pk__in=pages).order_by("pk")
    return dated | {page.pk for page in series if sessions_of(page).announced().exists()}


def with_relations(events: models.QuerySet[EventPage]) -> models.QuerySet[EventPage]:
    related = ("territory", "listing_image")
    return events.select_related(*related).prefetch_related("topics", "listing_image__renditions").order_by("pk")


def _series_of(events: Iterable[EventPage]) -> dict[str, SeriesPage]:
    """By path, for events that are dates of one."""
    above = {event.path[: -EventPage.steplen] for event in events if event.specific_class is VideoWorkshopPage}
    found = SeriesPage.objects.filter(path__in=above).live().public().select_related("listing_image")
    return {page.path: page for page in found.prefetch_related("topics", "listing_image__renditions").order_by("pk")}


def _held(recent: Iterable[EventPage], whole: Iterable[SeriesPage]) -> dict[int, EventPage]:
    """The recent events, and with them all the dates of the series told whole, however old."""
    wanted = models.Q(pk__in=[event.pk for event in recent])
    for series in whole:
        wanted |= models.Q(path__startswith=series.path, depth=series.depth + 1)
    return {event.pk: event for event in with_relations(EventPage.objects.live().public().filter(wanted))}


def _rows_by_page(
    held: dict[int, EventPage], whole: Mapping[str, SeriesPage], now: datetime
) -> defaultdict[int, list[Availability]]:
    """The dates of each page: those of a series told whole are its own, and no longer those of its events."""
    rows: defaultdict[int, list[Availability]] = defaultdict(list)
    for row in rows_of(held, now):
        event = row.session.event
        rows[whole.get(event.path[: -EventPage.steplen], event).pk].append(row)
    return rows


def _place_of(event: EventPage) -> tuple[str, str, str]:
    return event.modality, event.venue_name, event.venue_address


def _is_somewhere(event: EventPage) -> bool:
    return event.modality == Modality.ONLINE or bool(event.venue_name or event.venue_address)


def _faults_of_dates(sessions: Iterable[Session]) -> dict[Hindrance, bool]:
    """O2: 1 to 800 dates of 24 hours at most, one after the other."""
    ordered = sorted(sessions, key=lambda session: session.starts_at)
    return {
        Hindrance.TOO_LONG: any(session.duration > LONGEST for session in ordered),
        Hindrance.OVERLAP: any(after.starts_at < before.ends_at for before, after in pairwise(ordered)),
        Hindrance.TOO_MANY: len(ordered) > TIMINGS,
    }
