"""Blocks of a letter. Most of them announce a page of the site by its teaser.

Each block has two templates: `template` writes it for the mail (the web shows the same, undressed of its mail styles)
and `text_template` for readers of plain text.
"""

from dataclasses import replace
from typing import Any

from wagtail import blocks

from cms.blocks import CallToActionBlock, PageTeaserBlock, PictureBlock, QuoteBlock, TextBlock
from cms.teasers import Teaser

READING = "Texte"
SITE = "Pages du site"
VOICES = "Voix et images"


def teaser_in_a_letter(value: Any, parent_context: dict[str, Any] | None) -> Teaser | None:
    """The teaser of the page in `value`, under the words the editor may have given for this letter.

    `teasers` of the context holds the pages anyone may read, fetched at once; a page that is not there is not
    announced. Without a page (the block's own preview), the words alone.
    """
    page, title, summary = value.get("page"), value.get("title") or "", value.get("summary") or ""
    if page is None:
        return Teaser(title=title, summary=summary, url="#", kind="page", kind_label="Page") if title else None
    teasers = (parent_context or {}).get("teasers")
    teaser = teasers.get(page.pk) if teasers is not None else getattr(page.specific, "teaser", None)
    return replace(teaser, title=title or teaser.title, summary=summary or teaser.summary) if teaser else None


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


class AnnouncementBlock(PageTeaserBlock):
    """A page announced in a letter."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {"pictures": True, **context, "teaser": teaser_in_a_letter(value, parent_context)}

    class Meta:
        label = "Page annoncée"
        icon = "doc-empty-inverse"
        group = SITE
        template = "newsletter/blocks/announcement.html"
        text_template = "newsletter/blocks/announcement.txt"
        description = "Titre, résumé et date suivent la page ; vous pouvez les réécrire pour la lettre."
        preview_value = {"title": "Mobilité : qui transporte quoi ?", "summary": "Un atelier pour se parler."}


class RubricBlock(blocks.StructBlock):
    """A titled group of teasers: news, workshops, calls, articles…"""

    title = blocks.CharBlock(label="Titre de la rubrique", max_length=80, help_text="Par exemple « À l’agenda ».")
    introduction = blocks.CharBlock(label="Phrase d’introduction", required=False, max_length=250)
    pictures = blocks.ChoiceBlock(
        label="Images",
        choices=[("first", "celle de la première page"), ("all", "celles de toutes les pages"), ("none", "aucune")],
        default="first",
    )
    teasers = blocks.ListBlock(AnnouncementBlock(), label="Pages annoncées")

    class Meta:
        label = "Rubrique"
        icon = "list-ul"
        group = SITE
        template = "newsletter/blocks/rubric.html"
        text_template = "newsletter/blocks/rubric.txt"
        description = "Un titre et des pages du site : actualités, rendez-vous, appels, articles…"
        preview_value = {
            "title": "À l’agenda",
            "introduction": "Trois occasions de se rencontrer.",
            "pictures": "none",
            "teasers": [{"title": "Mobilité : qui transporte quoi ?", "summary": "Un atelier pour se parler."}],
        }


class PortraitBlock(blocks.StructBlock):
    """One project or organisation, told at length (S3-11)."""

    page = blocks.PageChooserBlock(label="Projet ou structure", page_type=["home.ProjectPage", "home.OrganisationPage"])
    title = blocks.CharBlock(label="Autre titre", required=False, max_length=120)
    text = TextBlock(label="Portrait", required=False, help_text="À défaut, le résumé de la page.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "teaser": teaser_in_a_letter(value, parent_context)}

    class Meta:
        label = "Portrait"
        icon = "user"
        group = SITE
        template = "newsletter/blocks/portrait.html"
        text_template = "newsletter/blocks/portrait.txt"
        description = "Un projet ou une structure à découvrir, avec son image et quelques paragraphes."
        preview_value = {
            "title": "Le Lavoir, un café qui répare",
            "text": "<p>Le mardi, on y apporte ce qui est cassé ; on repart en sachant le réparer.</p>",
        }


class VoiceBlock(QuoteBlock):
    """Somebody's words, or a partner's."""

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


class LetterBlock(blocks.StreamBlock):
    """The body of a letter."""

    editorial = EditorialBlock()
    button = ButtonBlock()
    rubric = RubricBlock()
    portrait = PortraitBlock()
    voice = VoiceBlock()
    picture = LetterPictureBlock()
