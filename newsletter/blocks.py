"""Blocks of a letter. Most of them announce a page of the site by its teaser."""

from wagtail import blocks

from cms.blocks import PageTeaserBlock, TextBlock


class RubricBlock(blocks.StructBlock):
    """A titled group of teasers: news, workshops, calls, articles…"""

    title = blocks.CharBlock(label="Titre de la rubrique", max_length=80)
    teasers = blocks.ListBlock(PageTeaserBlock(), label="Pages annoncées")

    class Meta:
        label = "Rubrique"
        icon = "list-ul"
        template = "newsletter/blocks/rubric.html"
        description = "Un titre et des pages du site, annoncées par leur titre, leur résumé et leur date."
        preview_value = {"title": "À l’agenda", "teasers": []}


class LetterBlock(blocks.StreamBlock):
    """The body of a letter."""

    editorial = TextBlock(label="Édito ou texte libre")
    rubric = RubricBlock()
