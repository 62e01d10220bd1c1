"""Words of the team, and one thing to do."""

from wagtail import blocks

from cms.blocks import CallToActionBlock, TextBlock

from .groups import READING


class EditorialBlock(blocks.StructBlock):
    """Running text with an optional title and signature."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    text = TextBlock(label="Texte")
    signature = blocks.CharBlock(
        label="Signature", required=False, max_length=160, help_text="Par exemple « L’équipe »."
    )

    class Meta:
        label = "Édito ou texte libre"
        icon = "pilcrow"
        group = READING
        template = "newsletter/blocks/editorial.html"
        text_template = "newsletter/blocks/editorial.txt"
        description = "Des paragraphes, avec un titre et une signature si vous le souhaitez."
        preview_value = {
            "title": "Le printemps arrive par la route du haut",
            "text": "<p>Cette semaine, trois structures qui ne se connaissaient pas ont partagé un minibus.</p>",
            "signature": "L’équipe",
        }


class ButtonBlock(CallToActionBlock):
    """One thing to do."""

    class Meta:
        label = "Bouton"
        icon = "link-external"
        group = READING
        template = "newsletter/blocks/button.html"
        text_template = "newsletter/blocks/button.txt"
        description = "Un bouton qui mène à une page du site ou à une adresse extérieure."
        preview_value = {"label": "S’inscrire à l’atelier", "text": "Il reste des places."}
