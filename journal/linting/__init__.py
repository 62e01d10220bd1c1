"""Helps for writers: remarks with their reason, none of which blocks anything (S3-12, M10). No model, no network."""

from .remarks import Hint, Rule, Text
from .rules import lint

__all__ = ["Hint", "Rule", "Text", "lint"]
