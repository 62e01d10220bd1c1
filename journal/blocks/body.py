from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cms.blocks import BodyBlock

from ..provenance import Provenance
from ..selectors.refusals import Written, citations_of, written_in, written_in_body
from ..selectors.sources import Sources, find_each, find_sources
from .audio import AudioBlock
from .notes import SideNoteBlock
from .provenance import with_words
from .sourced import (
    ConfidedBlock,
    DiagnosisBoardBlock,
    NextDatesBlock,
    PortraitBlock,
    QuotedItemBlock,
    SeedBoxBlock,
    SourcedBlock,
    WorkshopIntroBlock,
)


def provenances_in(body: Any) -> list[Provenance]:
    """The provenances of a body, in the order of its blocks; blocks written here have none."""
    found = [child.value["provenance"] for child in body if isinstance(child.block, SourcedBlock)]
    return [provenance for provenance in found if provenance]


def sources_of(article: Any) -> Sources:
    """All that readers of `article` may know, and what somebody cited in it does not agree to."""
    return sources_of_each([article])[0]


def sources_of_each(articles: Sequence[Any]) -> list[Sources]:
    """The sources of each of `articles`, read together: as many queries for one as for twenty."""
    return _sources([article.body for article in articles], [written_in(article) for article in articles])


def _sources(bodies: Sequence[Any], texts: Sequence[Written]) -> list[Sources]:
    found = find_each(provenances_in(body) for body in bodies)
    return [
        replace(sources, withheld=citations.withheld, agreements=citations.agreements)
        for sources, citations in zip(found, citations_of(texts), strict=True)
    ]


class ArticleBlock(BodyBlock):
    """The body of an article: ordinary blocks, and those made from what a workshop left.

    All the sources of a body are read together, for readers and for the editor's form alike.
    """

    side_note = SideNoteBlock()
    audio = AudioBlock()
    workshop_intro = WorkshopIntroBlock()
    diagnosis_board = DiagnosisBoardBlock()
    quoted_item = QuotedItemBlock()
    confided = ConfidedBlock()
    portrait = PortraitBlock()
    seed_box = SeedBoxBlock()
    next_dates = NextDatesBlock()

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["sources"] = context.get("sources") or _sources([value], [written_in_body(value)])[0]
        return context

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        states: list[dict[str, Any]] = super().get_form_state(value)
        sources = find_sources(provenances_in(value))
        for state, child in zip(states, value or [], strict=True):
            if isinstance(child.block, SourcedBlock):
                source = sources.get(child.value["provenance"])
                state["value"]["provenance"] = with_words(state["value"]["provenance"], source)
        return states

    class Meta:
        template = "journal/blocks/article.html"
