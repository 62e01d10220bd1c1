"""What may be followed, by the words of an address: « projet-12 », « theme-3 »."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from cms.models import Territory, Topic
from events.models import Seed, SeriesPage
from home.models import CallPage, OrganisationPage, ProjectPage

from ..enums import FollowKind

MODELS: dict[FollowKind, type[Model]] = {
    FollowKind.TOPIC: Topic,
    FollowKind.TERRITORY: Territory,
    FollowKind.ORGANISATION: OrganisationPage,
    FollowKind.PROJECT: ProjectPage,
    FollowKind.SERIES: SeriesPage,
    FollowKind.CALL: CallPage,
    FollowKind.SEED: Seed,
}


@dataclass(frozen=True)
class Followable:
    """One thing to follow: its name as readers know it, and where it is read, if it has a page."""

    kind: FollowKind
    key: int
    name: str
    url: str = ""

    @property
    def word(self) -> str:
        """How a form names it."""
        return f"{self.kind.value}-{self.key}"

    @property
    def follow_url(self) -> str:
        return reverse("newsletter:follow", args=[self.kind.value, self.key])


def kind_of(thing: Any) -> FollowKind | None:
    """What kind of thing this page, topic, territory or seed is; None for what is not followed."""
    return next((kind for kind, model in MODELS.items() if isinstance(thing, model)), None)


def as_followable(thing: Any) -> Followable | None:
    """`thing` as something to follow. No query."""
    kind = kind_of(thing)
    if kind is None or thing.pk is None:
        return None
    if kind in (FollowKind.TOPIC, FollowKind.TERRITORY):
        return Followable(kind, thing.pk, thing.name)
    url = thing.get_absolute_url() if kind == FollowKind.SEED else (thing.url or "")
    return Followable(kind, thing.pk, thing.title, url)


def find(kind: FollowKind, key: int) -> Followable | None:
    """The public thing of that kind and key, or None. One or two queries."""
    thing = _public(kind).filter(pk=key).first()
    return as_followable(thing) if thing else None


def is_followable(kind: FollowKind, key: int) -> bool:
    return _public(kind).filter(pk=key).exists()


def _public(kind: FollowKind) -> QuerySet[Any]:
    rows: QuerySet[Any] = MODELS[kind]._default_manager.order_by("pk")
    if kind in (FollowKind.TOPIC, FollowKind.TERRITORY):
        return rows
    if kind == FollowKind.SEED:
        return rows.public()  # type: ignore[attr-defined]
    return rows.live().public()  # type: ignore[attr-defined]
