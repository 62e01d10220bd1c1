"""Blocks of a letter. Most of them announce a page of the site by its teaser.

Each block has two templates: `template` writes it for the mail (the web shows the same, undressed of its mail styles)
and `text_template` for readers of plain text.
"""

from wagtail import blocks

from .reading import ButtonBlock, EditorialBlock
from .seeds import SeedsBlock
from .teasers import ArticlesBlock, CallsBlock, NewsBlock, PortraitBlock, RubricBlock, WorkshopsBlock
from .voices import LetterPictureBlock, PartnerBlock, VoiceBlock

# The blocks that hold a list of teasers, and the one of the upcoming dates, of which more is asked.
RUBRICS = ("news", "workshops", "calls", "articles", "rubric")


class LetterBlock(blocks.StreamBlock):
    """The body of a letter."""

    editorial = EditorialBlock()
    button = ButtonBlock()
    news = NewsBlock()
    workshops = WorkshopsBlock()
    calls = CallsBlock()
    portrait = PortraitBlock()
    articles = ArticlesBlock()
    seeds = SeedsBlock()
    rubric = RubricBlock()
    partner = PartnerBlock()
    voice = VoiceBlock()
    picture = LetterPictureBlock()


__all__ = ["RUBRICS", "LetterBlock"]
