"""Search over every public page, on Wagtail's database index."""

from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from wagtail.models import Page, Site

from cms.announcing import announced
from cms.teasers import Teaser

from .questions import words_of

PAGE_SIZE = 15
QUESTION_LENGTH = 200


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found, best first."""

    question: str
    results: PaginatorPage | None
    teasers: list[Teaser]

    @property
    def count(self) -> int:
        return self.results.paginator.count if self.results else 0


def search_pages(question: str, *, site: Site, page_number: str | None) -> SearchPage:
    """Live, public pages of `site` that hold every word of `question` (at most QUESTION_LENGTH characters).

    No word asked gives nothing, without a query. `page_number` is as typed: garbage gives the first page.
    """
    words = words_of(question)
    if not words:
        return SearchPage(question=question, results=None, teasers=[])
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=True).specific()
    results = Paginator(pages.search(words, operator="and"), PAGE_SIZE).get_page(page_number)
    return SearchPage(
        question=question,
        results=results,
        teasers=[page.teaser for page in announced(results.object_list) if hasattr(page, "teaser")],
    )
