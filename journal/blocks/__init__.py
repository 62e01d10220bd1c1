"""Blocks of an article. Those made from a workshop carry a `provenance`."""

from .body import ArticleBlock, provenances_in, sources_of, sources_of_each
from .provenance import ProvenanceBlock
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

__all__ = [
    "ArticleBlock",
    "ConfidedBlock",
    "DiagnosisBoardBlock",
    "NextDatesBlock",
    "PortraitBlock",
    "ProvenanceBlock",
    "QuotedItemBlock",
    "SeedBoxBlock",
    "SourcedBlock",
    "WorkshopIntroBlock",
    "provenances_in",
    "sources_of",
    "sources_of_each",
]
