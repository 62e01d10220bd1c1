"""Every block a page may be made of. Apps compose their bodies from `BODY_BLOCKS`."""

from .body import BODY_BLOCKS, BodyBlock
from .kept import SetAsideBlock
from .media import DocumentBlock, PictureBlock
from .people import PeopleBlock
from .tables import TableBlock
from .teasers import CallToActionBlock, PageTeaserBlock
from .text import HeadingBlock, ListBlock, QuoteBlock, TextBlock

__all__ = [
    "BODY_BLOCKS",
    "BodyBlock",
    "CallToActionBlock",
    "DocumentBlock",
    "HeadingBlock",
    "ListBlock",
    "PageTeaserBlock",
    "PeopleBlock",
    "PictureBlock",
    "QuoteBlock",
    "SetAsideBlock",
    "TableBlock",
    "TextBlock",
]
