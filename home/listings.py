"""Lists of pages that a reader can filter and turn, whatever is typed in the address bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.core.validators import validate_slug
from django.db.models import Model, Q, QuerySet
from django.forms import ValidationError
from wagtail.models import Page

from cms.models import Territory, Topic

from .questions import asked_text

PAGE_SIZE = 24
SLUG_LENGTH = 120

Named = TypeVar("Named", bound=Model)


@dataclass(frozen=True)
class Listing:
    """One page of results, with what was asked for and what may be asked. `sorts` are the kinds a page of the list can
    be, when it has any (`listing_sorts` of its class).
    """

    results: PaginatorPage
    kind: type[Page]
    topics: list[Topic]
    territories: list[Territory]
    topic: Topic | None
    territory: Territory | None
    sorts: list[tuple[str, str]]
    sort: str

    @property
    def count(self) -> int:
        return self.results.paginator.count

    @property
    def noun(self) -> str:
        """What is listed, in the right number: « structure », « structures »."""
        meta = self.kind._meta
        return str(meta.verbose_name if self.count < 2 else meta.verbose_name_plural)

    @property
    def is_filtered(self) -> bool:
        return bool(self.topic or self.territory or self.sort)


def children_listing(parent: Page, query: Mapping[str, str], *, order: str) -> Listing:
    """The live, public children of `parent`, narrowed by `?theme=` and `?territoire=` (slugs), turned by `?page=`.

    Unknown values are ignored rather than refused: a mistyped address still shows the list.
    """
    child_model = parent.specific_class.allowed_subpage_models()[0]
    children: QuerySet[Page] = child_model.objects.child_of(parent).live().public()
    topic = named(Topic.objects.all(), query, "theme")
    territory = named(Territory.objects.all(), query, "territoire")
    sorts = list(getattr(child_model, "listing_sorts", ()))
    sort = query.get("sorte", "") if query.get("sorte") in dict(sorts) else ""
    if sort:
        children = children.filter(kind=sort)
    if topic:
        children = children.filter(topics=topic)
    if territory:
        children = children.filter(_lies_in(child_model, Territory.objects.within(territory))).distinct()
    children = children.prefetch_related(*child_model.teaser_relations).order_by(order, "title", "pk")
    return Listing(
        results=Paginator(children, PAGE_SIZE).get_page(query.get("page")),
        kind=child_model,
        topics=list(Topic.objects.all()),
        territories=list(Territory.objects.all()),
        topic=topic,
        territory=territory,
        sorts=sorts,
        sort=sort,
    )


def _lies_in(kind: type[Page], places: QuerySet[Territory]) -> Q:
    """Pages of these places; an organisation lies wherever it acts."""
    pks = places.values("pk")
    return Q(territory__in=pks) | Q(also_in__in=pks) if hasattr(kind, "also_in") else Q(territory__in=pks)


def named(among: QuerySet[Named], query: Mapping[str, str], parameter: str) -> Named | None:
    """The row whose slug the address gives; None when it gives none, or something that is no slug."""
    slug = asked_text(query, parameter, max_length=SLUG_LENGTH)
    try:
        validate_slug(slug)
    except ValidationError:
        return None
    return among.filter(slug=slug).first()
