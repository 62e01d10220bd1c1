"""What a reader asked to see, read from the address: the page and its feeds share it (I14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from cms.models import BasePage, Territory, Topic

from ..joining import here_at
from ..models import EventPage, MeetingPage, Session, TrainingPage, VideoWorkshopPage, WorkshopPage
from ..models.sessions import SessionQuerySet

# What a reader may ask for with `?type=`.
KINDS: dict[str, type[BasePage]] = {
    "ateliers": WorkshopPage,
    "visio-ateliers": VideoWorkshopPage,
    "formations": TrainingPage,
    "reunions": MeetingPage,
}


@dataclass(frozen=True)
class Filters:
    """`since` and `until` are days, both included. `topics` and `territories` are what may be chosen."""

    kind: str = ""
    topic: Topic | None = None
    territory: Territory | None = None
    since: date | None = None
    until: date | None = None
    free: bool = False
    topics: list[Topic] = field(default_factory=list)
    territories: list[Territory] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        return bool(self.query)

    @property
    def query(self) -> str:
        """The same choice, as the end of an address; empty when everything is shown."""
        values = {
            "type": self.kind,
            "theme": self.topic.slug if self.topic else "",
            "territoire": self.territory.slug if self.territory else "",
            "du": self.since.isoformat() if self.since else "",
            "au": self.until.isoformat() if self.until else "",
            "places": "1" if self.free else "",
        }
        return urlencode({name: value for name, value in values.items() if value})

    def events(self) -> QuerySet[EventPage]:
        """Events anybody may read about, of the kind, topic and territory asked."""
        events = EventPage.objects.live().public()
        if self.kind:
            events = events.filter(content_type=ContentType.objects.get_for_model(KINDS[self.kind]))
        if self.topic:
            events = events.filter(topics=self.topic)
        if self.territory:
            events = events.filter(territory__in=Territory.objects.within(self.territory))
        return events

    def sessions(self, now: datetime) -> SessionQuerySet:
        """Their dates in the period asked, drafts left out; those with room only, if asked."""
        sessions = Session.objects.announced().filter(event__in=self.events().values("pk"))
        if self.since:
            sessions = sessions.filter(ends_at__gte=here_at(self.since, time(0)))
        if self.until:
            sessions = sessions.filter(starts_at__lt=here_at(self.until + timedelta(days=1), time(0)))
        if self.free:
            sessions = sessions.with_room(now)
        return sessions


def read_filters(query: Mapping[str, str]) -> Filters:
    """`?type=`, `?theme=`, `?territoire=`, `?du=` and `?au=` (days), `?places=1`.

    Values nobody knows are ignored rather than refused: a mistyped address still shows the list. They are looked for
    in the lists at hand, so nothing typed in the address bar reaches the database. Two queries.
    """
    topics, territories = list(Topic.objects.all()), list(Territory.objects.all())
    since, until = read_day(query.get("du", "")), read_day(query.get("au", ""))
    return Filters(
        kind=query.get("type", "") if query.get("type", "") in KINDS else "",
        topic=next((topic for topic in topics if topic.slug == query.get("theme")), None),
        territory=next((place for place in territories if place.slug == query.get("territoire")), None),
        since=since,
        until=until if not (since and until and until < since) else None,
        free=query.get("places") == "1",
        topics=topics,
        territories=territories,
    )


def read_day(typed: str) -> date | None:
    """« 2027-02-04 », in a century we plan for; None for anything else."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if abs(day.year - timezone.localdate().year) <= 50 else None
