"""Which pages the body of a letter speaks of, in rich text, teasers and buttons alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from cms.announcing import announced
from cms.teasers import Teaser

if TYPE_CHECKING:
    from .models import LetterPage

# The blocks that cannot do without their page.
NEED_A_PAGE = ("portrait",)


@dataclass(frozen=True)
class References:
    """The pages of a letter as they stand now, by primary key, and how many it names that are gone."""

    pages: dict[int, Page]
    public: frozenset[int]
    missing: int

    @property
    def drafts(self) -> list[Page]:
        return [page for page in self.pages.values() if not page.live]

    @property
    def private(self) -> list[Page]:
        return [page for page in self.pages.values() if page.live and page.pk not in self.public]


def references_of(letter: "LetterPage") -> References:
    """Three queries, whatever the number of pages."""
    wanted = set(page_ids(letter))
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).order_by("pk")}
    public = Page.objects.filter(pk__in=wanted).live().public().order_by("pk").values_list("pk", flat=True)
    missing = len(wanted - pages.keys()) + sum(1 for block in _blocks_for_a_page(letter) if not block.get("page"))
    return References(pages=pages, public=frozenset(public), missing=missing)


def page_ids(letter: "LetterPage") -> Iterator[int]:
    """The primary keys of every page the letter names, in no order, possibly twice."""
    for model, object_id, _model_path, _content_path in letter.body.stream_block.extract_references(letter.body):
        if issubclass(model, Page):
            yield int(object_id)


def teasers_of(letter: "LetterPage") -> dict[int, Teaser]:
    """The teasers of the pages anyone may read. A page in draft is not announced, even by mistake."""
    public = Page.objects.filter(pk__in=set(page_ids(letter))).live().public().specific()
    return {page.pk: page.teaser for page in announced(public) if hasattr(page, "teaser")}


def _blocks_for_a_page(letter: "LetterPage") -> Iterator[Any]:
    for child in letter.body:
        if child.block_type == "rubric":
            yield from child.value["teasers"]
        elif child.block_type in NEED_A_PAGE:
            yield child.value
