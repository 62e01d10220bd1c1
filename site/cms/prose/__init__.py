"""Text that comes from elsewhere, made into clean blocks: each change is told, so that a person can check it."""

from .cleaning import Cleaned, Note, clean
from .html import Fragments, blocks_from_html
from .markdown import blocks_from_text

__all__ = ["Cleaned", "Fragments", "Note", "blocks_from_html", "blocks_from_text", "clean"]
