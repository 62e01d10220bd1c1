"""Words of others, and pictures."""

from typing import Any

from wagtail import blocks

from cms.blocks import PictureBlock, QuoteBlock, TextBlock

from ..choosers import person_chooser
from .groups import VOICES
from .teasers import teaser_in_a_letter

PersonChooserBlock = person_chooser.get_block_class(name="PersonChooserBlock", module_path="newsletter.blocks.voices")
QUOTED = {
    "label": "Personne qui a donné son accord",
    "required": False,
    "help_text": "Ne paraît pas dans la lettre. Si son accord est retiré un jour, le passage quitte seul l’archive.",
}


class VoiceBlock(QuoteBlock):
    """Somebody's words, or a partner's."""

    person = PersonChooserBlock(**QUOTED)

    class Meta:
        label = "La parole à…"
        icon = "openquote"
        group = VOICES
        template = "newsletter/blocks/voice.html"
        text_template = "newsletter/blocks/voice.txt"
        description = "Une parole mise en valeur, avec la personne ou la structure partenaire qui l’a dite."
        preview_value = {
            "text": "On se croise depuis dix ans, on ne s’était jamais parlé.",
            "author": "Une participante",
            "role": "atelier Mobilité",
        }


class PartnerBlock(blocks.StructBlock):
    """A partner organisation speaks in its own name (S3-11)."""

    page = blocks.PageChooserBlock(label="Structure partenaire", page_type="home.OrganisationPage")
    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    text = TextBlock(label="Ce qu’elle dit")
    signature = blocks.CharBlock(
        label="Signature",
        required=False,
        max_length=160,
        help_text="Nommez quelqu’un seulement avec son accord. À défaut, le nom de la structure.",
    )
    person = PersonChooserBlock(**QUOTED)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "teaser": teaser_in_a_letter(value, parent_context)}

    class Meta:
        label = "Le mot d’un partenaire"
        icon = "group"
        group = VOICES
        template = "newsletter/blocks/partner.html"
        text_template = "newsletter/blocks/partner.txt"
        description = "Quelques paragraphes d’une structure partenaire, avec le lien vers sa page."
        preview_value = {
            "title": "Le mot de la régie de quartier",
            "text": "<p>Nos ateliers vélo ouvrent le samedi. Poussez la porte, même sans vélo.</p>",
            "signature": "L’équipe de la régie",
        }


class LetterPictureBlock(PictureBlock):
    """A picture on its own."""

    width = None

    class Meta:
        label = "Image"
        icon = "image"
        group = VOICES
        template = "newsletter/blocks/picture.html"
        text_template = "newsletter/blocks/picture.txt"
        description = "Une image sur toute la largeur de la lettre, avec sa légende et son crédit."
        preview_value = {"caption": "Le tour de table du matin."}
