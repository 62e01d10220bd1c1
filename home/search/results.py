"""What is found, ready to be shown: pages with their teasers, once more checked to be public."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from cms.announcing import announced
from cms.finding import finding_sources
from cms.teasers import Teaser

from ..models import FindingEntry
from .asking import Found, Question, count, page_of
from .suggestions import suggest

PAGE_SIZE = 15
QUESTION_LENGTH = 200


class _Answers(Sequence[Found]):
    """What fits a question, read a page at a time."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = count(self.question)
        return self._count

    def __getitem__(self, wanted: slice) -> list[Found]:  # type: ignore[override]
        return page_of(self.question, offset=wanted.start or 0, limit=(wanted.stop or 0) - (wanted.start or 0))


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found, best first. `promoted` is what editors put above for these words."""

    question: str
    results: PaginatorPage | None
    teasers: list[Teaser]
    promoted: list[Teaser]
    suggestion: str = ""

    @property
    def count(self) -> int:
        return self.results.paginator.count if self.results else 0


def search_pages(text: str, *, page_number: str | None) -> SearchPage:
    """What holds every word of `text` (at most QUESTION_LENGTH characters), whatever its accents and endings.

    No word asked gives nothing, without a query. `page_number` is as typed: garbage gives the first page.
    """
    question = Question(text=text)
    if not question.stems:
        return SearchPage(question=text, results=None, teasers=[], promoted=[])
    results = turn(question, page_number)
    return SearchPage(
        question=text,
        results=results,
        teasers=teasers_of(list(results.object_list)),
        promoted=promoted_for(text) if results.number == 1 else [],
        suggestion="" if results.paginator.count else suggest(text, finds=_finds),
    )


def _finds(word: str) -> bool:
    """Whether something that is public right now has `word`: the index may be a moment behind an agreement."""
    return bool(teasers_of(page_of(Question(text=word), offset=0, limit=PAGE_SIZE)))


def turn(question: Question, page_number: str | None, size: int = PAGE_SIZE) -> PaginatorPage:
    return Paginator(_Answers(question), size).get_page(page_number)  # type: ignore[arg-type]


def teasers_of(found: Sequence[Found]) -> list[Teaser]:
    """How each announces itself, in their order. A page no longer public is left out."""
    pages = Page.objects.live().public().filter(pk__in=[one.object_id for one in found if one.source == "page"])
    by_page = {page.pk: page.teaser for page in announced(pages.specific()) if hasattr(page, "teaser")}
    rows = FindingEntry.objects.in_bulk([one.entry_id for one in still_public(found) if one.source != "page"])
    teasers = [by_page.get(one.object_id) if one.source == "page" else _teaser(rows.get(one.entry_id)) for one in found]
    return [teaser for teaser in teasers if teaser]


def still_public(found: Sequence[Found]) -> list[Found]:
    """Without what its source no longer shows: an agreement may have been withdrawn since the index was written.

    Pages are left as they are: `teasers_of` reads them again. One query for each source met.
    """
    met = {one.source for one in found} - {"page"}
    shown = {source.name: set(source.public()) for source in finding_sources if source.name in met}
    return [one for one in found if one.source == "page" or one.object_id in shown.get(one.source, ())]


def _teaser(row: FindingEntry | None) -> Teaser | None:
    return Teaser(row.title, row.summary, row.url, row.kind, row.kind_label) if row else None


def promoted_for(text: str) -> list[Teaser]:
    """Pages that an editor chose for these very words (Réglages ▸ Résultats de recherche promus)."""
    chosen = SearchPromotion.objects.filter(query__query_string=normalise_query_string(text), page__isnull=False)
    pages = Page.objects.live().public().filter(pk__in=chosen.values("page"))
    order = {page: place for place, page in enumerate(chosen.order_by("sort_order").values_list("page", flat=True))}
    teasers = {page.pk: page.teaser for page in announced(pages.specific()) if hasattr(page, "teaser")}
    return [teasers[pk] for pk in sorted(teasers, key=lambda pk: order[pk])]
