"""Blocks of an article. Those made from a workshop carry a `provenance`."""

from .body import ArticleBlock
from .provenance import ProvenanceBlock

__all__ = ["ArticleBlock", "ProvenanceBlock"]
