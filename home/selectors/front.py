"""What the first page shows of the others: always live, always public."""

from django.db.models import F
from wagtail.models import Page, PageQuerySet

from ..models import CallPage, NewsPage, ProjectPage


def shown(pages: PageQuerySet) -> PageQuerySet:
    return pages.live().public().prefetch_related(*pages.model.teaser_relations)


def latest_news(count: int) -> list[NewsPage]:
    """The `count` newest pieces of news, newest first."""
    return list(shown(NewsPage.objects.all()).order_by("-date", "-pk")[:count])


def latest_projects(count: int) -> list[ProjectPage]:
    """The `count` projects made known last, with who holds them."""
    return list(shown(ProjectPage.objects.all()).order_by(F("first_published_at").desc(nulls_last=True), "-pk")[:count])


def open_calls(count: int) -> list[CallPage]:
    """The calls one may still answer, the nearest deadline first."""
    return list(shown(CallPage.objects.open()).order_by("deadline", "title")[:count])


def sections_of(page: Page) -> dict[str, Page]:
    """The live, public children of `page`, by the name of their class: where « Toutes les actualités » leads."""
    children = page.get_children().live().public()
    return {child.specific_class.__name__: child for child in children if child.specific_class}
