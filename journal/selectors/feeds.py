"""What the feeds of the journal say, read with the agreements of the moment."""

from dataclasses import dataclass
from typing import Any

from cms.models import Document

from ..blocks import sources_of_each
from ..blocks.audio import MEDIA_TYPES
from ..models import ArticlePage, JournalPage, Rubric
from ..printing.content import PrintedBlock, printed_blocks

SHOWN = 20


@dataclass(frozen=True)
class Told:
    """An article of a feed, with its blocks as anybody may read them."""

    page: ArticlePage
    blocks: tuple[PrintedBlock, ...]


@dataclass(frozen=True)
class Episode:
    """Something to listen to."""

    page: ArticlePage
    title: str
    minutes: int
    document: Document
    transcript: str


def told_articles(journal: JournalPage, rubric: Rubric | None = None) -> list[Told]:
    """The newest public articles, their sources read together: as many queries for one as for twenty."""
    pages = _public(journal, rubric)[:SHOWN]
    found = zip(pages, sources_of_each(pages), strict=True)
    return [Told(page, tuple(printed_blocks(page.body, sources))) for page, sources in found]


def episodes(journal: JournalPage) -> list[Episode]:
    """What can be heard, newest article first. A sound without transcript is none (RGAA 4.1), nor is one that repeats
    what somebody refuses.
    """
    pages = _public(journal, None)
    heard = [(page, child) for page in pages for child in page.body if child.block_type == "audio" and _is_heard(child)]
    found = sources_of_each(list({page.pk: page for page, _child in heard}.values()))
    withheld = frozenset().union(*(sources.withheld for sources in found))
    return [_episode(page, child.value) for page, child in heard if child.id not in withheld]


def _is_heard(child: Any) -> bool:
    """Its file is there, and still a sound: that of a document may be replaced by another one."""
    document = child.value["file"]
    is_a_sound = document is not None and document.file_extension.lower() in MEDIA_TYPES
    return is_a_sound and bool(child.value["transcript"].source)


def _episode(page: ArticlePage, value: Any) -> Episode:
    return Episode(page, value["title"], value["minutes"], value["file"], value["transcript"].source)


def _public(journal: JournalPage, rubric: Rubric | None) -> list[ArticlePage]:
    """Public articles of public issues."""
    rows = ArticlePage.objects.descendant_of(journal).published().prefetch_related("signatures")
    if rubric:
        rows = rows.filter(rubric=rubric)
    return list(rows.order_by("-first_published_at", "-pk"))
