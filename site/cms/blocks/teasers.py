from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


class CallToActionBlock(blocks.StructBlock):
    """One thing to do, said as a verb."""

    label = blocks.CharBlock(label="Ce que l’on peut faire", max_length=80, help_text="Un verbe : « S’inscrire ».")
    text = blocks.CharBlock(label="Phrase d’accompagnement", required=False, max_length=250)
    page = blocks.PageChooserBlock(label="Page du site", required=False)
    url = blocks.URLBlock(label="ou adresse extérieure", required=False)

    class Meta:
        label = "Appel à agir"
        icon = "link-external"
        group = "Liens"
        template = "cms/blocks/call_to_action.html"
        description = "Un bouton qui mène à une page du site ou à une adresse extérieure."
        preview_value = {"label": "S’inscrire à l’atelier", "text": "Il reste des places."}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned.get("page") and not cleaned.get("url"):
            message = "Choisissez une page du site ou écrivez une adresse."
            raise blocks.StructBlockValidationError(block_errors={"page": ValidationError(message)})
        return cleaned


class PageTeaserBlock(blocks.StructBlock):
    """Another page of the site, announced by its own teaser."""

    page = blocks.PageChooserBlock(label="Page")
    title = blocks.CharBlock(label="Autre titre", required=False, max_length=120)
    summary = blocks.TextBlock(label="Autre résumé", required=False, max_length=400)

    class Meta:
        label = "Page du site"
        icon = "doc-empty-inverse"
        group = "Liens"
        template = "cms/blocks/page_teaser.html"
        description = "L’annonce d’une page : titre, résumé, image et date suivent la page."
        preview_value = {"title": "Mobilité : qui transporte quoi ?", "summary": "Un atelier pour se parler."}
