"""Text that comes from elsewhere, made into clean blocks: each change is told, so that a person can check it."""

from .cleaning import Cleaned, Note, clean
from .differences import Change, Stretch, differences
from .html import Fragments, blocks_from_html
from .markdown import blocks_from_text, to_html
from .pasting import Pasted, paste
from .writing import blocks_to_markdown

__all__ = [
    "Change",
    "Cleaned",
    "Fragments",
    "Note",
    "Pasted",
    "Stretch",
    "blocks_from_html",
    "blocks_from_text",
    "blocks_to_markdown",
    "clean",
    "differences",
    "paste",
    "to_html",
]
