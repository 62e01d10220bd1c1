"""Pages as things to find, and the signals that say when one changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model, QuerySet, prefetch_related_objects
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.search.index import RelatedFields, SearchField

from cms.finding import Entry, FindingSource, finding_sources
from cms.models import BasePage
from cms.visibility import if_public

from ..models import OrganisationPage, OrganisationPerson, ProjectPage
from .indexing import forget, index_one, index_some

# Read apart, with a weight of their own.
APART = {"title", "summary"}
CHUNK = 200
T = TypeVar("T")


def page_entries(pks: Iterable[int] | None) -> Iterator[Entry]:
    """The live, public pages of ours, each in its own class."""
    pages = Page.objects.live().public()
    if pks is not None:
        pages = pages.filter(pk__in=list(pks))
    chunk = pages.specific().iterator(chunk_size=CHUNK)
    while some := list(islice(chunk, CHUNK)):
        ours = [page for page in some if isinstance(page, BasePage)]
        _read_together(ours)
        yield from map(entry_of, ours)


def _read_together(pages: list[BasePage]) -> None:
    """Topics and listed rows of a chunk, in one query for each class and relation rather than for each page."""
    for alike in by_class(pages):
        related = [field.field_name for field in alike[0].get_search_fields() if isinstance(field, RelatedFields)]
        places = ["also_in"] if isinstance(alike[0], OrganisationPage) else []
        prefetch_related_objects(alike, "topics", *places, *related)


def by_class(rows: Iterable[T]) -> Iterable[list[T]]:
    """Those of one class together."""
    groups: defaultdict[type[T], list[T]] = defaultdict(list)
    for row in rows:
        groups[type(row)].append(row)
    return groups.values()


def public_pages() -> Iterable[int]:
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    return Page.objects.live().public().type(*ours).values_list("pk", flat=True)


def entry_of(page: BasePage) -> Entry:
    return Entry(
        object_id=page.pk,
        kind=page.teaser_kind,
        kind_label=page.teaser_kind_label,
        facet=page.kind if isinstance(page, OrganisationPage) else "",
        title=page.title,
        summary=page.summary or page.search_description,
        body=searchable_text(page),
        # Of a copy: a page keeps the first address it was asked for, and this one may still be finding its place.
        url=copy(page).relative_url(None) or "",
        territory_id=page.territory_id,
        also_in=_also_in(page),
        topics=tuple(topic.pk for topic in page.topics.all()),
        directory=isinstance(page, OrganisationPage | ProjectPage),
    )


def _also_in(page: BasePage) -> tuple[int, ...]:
    return tuple(place.pk for place in page.also_in.all()) if isinstance(page, OrganisationPage) else ()


def searchable_text(page: BasePage) -> str:
    """The words of every field that the page itself declares searchable."""
    return " ".join(searchable_parts(page))


def searchable_parts(page: BasePage) -> list[str]:
    """The same, each block and each field apart; neither title nor summary."""
    fields = [field for field in page.get_search_fields() if field.field_name not in APART]
    own = [words for field in fields if isinstance(field, SearchField) for words in _flat(field.get_value(page))]
    return [*own, *(words for field in fields if isinstance(field, RelatedFields) for words in _related(field, page))]


def _related(field: RelatedFields, page: BasePage) -> Iterator[str]:
    """The words of the rows that a page lists, such as its charter."""
    for row in getattr(page, field.field_name).all():
        for inside in field.fields:
            yield from _flat(inside.get_value(row))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for inside in value:
            yield from _flat(inside)
    elif value:
        yield str(value)


PAGES = FindingSource("page", Page, page_entries, public_pages)


def people_entries(pks: Iterable[int] | None) -> Iterator[Entry]:
    """People who agree today to stand on the public page of their organisation."""
    places = public_places()
    if pks is not None:
        places = places.filter(pk__in=list(pks))
    rows = places.select_related("person", "organisation").order_by("pk")
    rows = rows.prefetch_related("organisation__topics", "organisation__also_in")
    for place in rows.iterator(chunk_size=200):
        organisation = place.organisation
        yield Entry(
            object_id=place.pk,
            kind="person",
            kind_label="Personne",
            facet=organisation.kind,
            title=place.person.full_name,
            summary=", ".join(filter(None, [place.role, organisation.title])),
            url=f"{organisation.relative_url(None) or ''}#personnes",
            territory_id=organisation.territory_id,
            also_in=_also_in(organisation),
            topics=tuple(topic.pk for topic in organisation.topics.all()),
            directory=True,
        )


def public_places() -> QuerySet[OrganisationPerson]:
    organisations = OrganisationPage.objects.live().public()
    return OrganisationPerson.objects.public().filter(organisation__in=organisations)


PEOPLE = FindingSource(
    "place", OrganisationPerson, people_entries, lambda: public_places().values_list("pk", flat=True)
)


def place_changed(instance: Model, **kwargs: Any) -> None:
    """Signal: somebody takes a place in an organisation, leaves it, or says whether their name may be shown."""
    index_some(PEOPLE, [instance.pk])


# Pages saved inside `indexed_together`; None outside.
_saved: ContextVar[set[int] | None] = ContextVar("saved", default=None)


@contextmanager
def indexed_together() -> Iterator[None]:
    """Inside, saving a page indexes nothing; at the end, each page saved is indexed once, however often it was."""
    saved: set[int] = set()
    token = _saved.set(saved)
    try:
        yield
    finally:
        _saved.reset(token)
    index_some(PAGES, saved)


def page_saved(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Signal: index the page as it is now. A page in a draft or behind a password leaves the index."""
    if not isinstance(instance, BasePage):
        return
    saved = _saved.get()
    if saved is not None:
        saved.add(instance.pk)
    else:
        # The page in hand, not its row: its topics are written after this signal.
        index_one(PAGES, instance.pk, entry_of(instance) if if_public(instance) else None)


def page_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        forget(PAGES, [instance.pk])


def branch_changed(instance: Model, **kwargs: Any) -> None:
    """Signal: a page moved or was locked or opened, and all that stands under it with it."""
    page = instance.page if isinstance(instance, PageViewRestriction) else instance
    assert isinstance(page, Page)
    index_some(PAGES, page.get_descendants(inclusive=True).values_list("pk", flat=True))


def declare() -> None:
    finding_sources.register(PAGES)
    finding_sources.register(PEOPLE)
