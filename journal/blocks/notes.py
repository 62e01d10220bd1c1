from wagtail import blocks

from cms.blocks.text import INLINE_FEATURES


class SideNoteBlock(blocks.StructBlock):
    """A note beside the text: a figure, a definition, an address."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=80)
    text = blocks.RichTextBlock(label="Note", features=INLINE_FEATURES)

    class Meta:
        label = "Note en marge"
        icon = "info-circle"
        group = "Texte"
        template = "journal/blocks/side_note.html"
        description = "Un chiffre, une définition, une adresse, à côté du texte."
        preview_value = {"title": "Repère", "text": "<p>Trois vallées, trente-sept communes.</p>"}
