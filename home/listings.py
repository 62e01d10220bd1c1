"""Lists of pages that a reader can filter and turn, whatever is typed in the address bar."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from wagtail.models import Page

from cms.models import Territory, Topic

PAGE_SIZE = 24


@dataclass(frozen=True)
class Listing:
    """One page of results, with what was asked for and what may be asked."""

    results: PaginatorPage
    topics: list[Topic]
    territories: list[Territory]
    topic: Topic | None
    territory: Territory | None


def children_listing(parent: Page, query: Mapping[str, str], *, order: str) -> Listing:
    """The live, public children of `parent`, narrowed by `?theme=` and `?territoire=` (slugs), turned by `?page=`.

    Unknown values are ignored rather than refused: a mistyped address still shows the list.
    """
    child_model = parent.specific_class.allowed_subpage_models()[0]
    children: QuerySet[Page] = child_model.objects.child_of(parent).live().public()
    topic = Topic.objects.filter(slug=query.get("theme", "")).first()
    territory = Territory.objects.filter(slug=query.get("territoire", "")).first()
    if topic:
        children = children.filter(topics=topic)
    if territory:
        children = children.filter(territory__in=Territory.objects.within(territory))
    children = children.select_related("listing_image", "territory").order_by(order, "title")
    return Listing(
        results=Paginator(children, PAGE_SIZE).get_page(query.get("page")),
        topics=list(Topic.objects.all()),
        territories=list(Territory.objects.all()),
        topic=topic,
        territory=territory,
    )
