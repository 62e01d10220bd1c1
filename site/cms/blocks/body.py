from wagtail import blocks

from .kept import SetAsideBlock
from .media import DocumentBlock, PictureBlock
from .people import PeopleBlock
from .tables import TableBlock
from .teasers import CallToActionBlock, PageTeaserBlock
from .text import HeadingBlock, ListBlock, QuoteBlock, TextBlock

BODY_BLOCKS = [
    ("text", TextBlock()),
    ("heading", HeadingBlock()),
    ("picture", PictureBlock()),
    ("quote", QuoteBlock()),
    ("list", ListBlock()),
    ("table", TableBlock()),
    ("document", DocumentBlock()),
    ("call_to_action", CallToActionBlock()),
    ("people", PeopleBlock()),
    ("page_teaser", PageTeaserBlock()),
    ("set_aside", SetAsideBlock()),
]


class BodyBlock(blocks.StreamBlock):
    """The body of an ordinary page."""

    def __init__(self, local_blocks=(), **kwargs):
        super().__init__([*BODY_BLOCKS, *local_blocks], **kwargs)
