"""Pages of the site announced by their teasers: a rubric for each kind, and one for everything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wagtail import blocks

from cms.blocks import PageTeaserBlock, TextBlock
from cms.teasers import Teaser

from .groups import SITE

EVENTS = (
    "events.WorkshopPage",
    "events.VideoWorkshopPage",
    "events.TrainingPage",
    "events.SeriesPage",
    "events.MeetingPage",
)


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
        description = "Titre, résumé et date suivent la page ; vous pouvez les réécrire pour la lettre."
        preview_value = {"title": "Mobilité : qui transporte quoi ?", "summary": "Un atelier pour se parler."}


def _fields(*, title: str = "", page_types: Sequence[str] = ()) -> list[tuple[str, blocks.Block]]:
    """The fields of a rubric whose pages are of `page_types` (any, when empty)."""
    page = blocks.PageChooserBlock(label="Page", page_type=list(page_types)) if page_types else None
    announcement = AnnouncementBlock([("page", page)] if page else [])
    titled = {"default": title} if title else {"help_text": "Par exemple « À lire aussi »."}
    return [
        ("title", blocks.CharBlock(label="Titre de la rubrique", max_length=80, **titled)),
        ("introduction", blocks.CharBlock(label="Phrase d’introduction", required=False, max_length=250)),
        ("pictures", blocks.ChoiceBlock(label="Images", choices=PICTURES, default="first")),
        ("teasers", blocks.ListBlock(announcement, label="Pages annoncées")),
    ]


PICTURES = [
    ("first", "celle de la première page"),
    ("all", "celles de toutes les pages"),
    ("none", "aucune"),
]


class RubricBlock(blocks.StructBlock):
    """A titled group of teasers. The base class of the rubrics that take one kind of page."""

    standard_title = ""
    page_types: tuple[str, ...] = ()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        fields = _fields(title=self.standard_title, page_types=self.page_types)
        super().__init__([*fields, *(local_blocks or [])], **kwargs)

    class Meta:
        label = "Autre rubrique"
        icon = "list-ul"
        group = SITE
        template = "newsletter/blocks/rubric.html"
        text_template = "newsletter/blocks/rubric.txt"
        description = "Un titre et des pages du site, de toutes sortes."
        preview_value = {
            "title": "À l’agenda",
            "introduction": "Trois occasions de se rencontrer.",
            "pictures": "none",
            "teasers": [{"title": "Mobilité : qui transporte quoi ?", "summary": "Un atelier pour se parler."}],
        }


class NewsBlock(RubricBlock):
    standard_title = "Au fil de l’eau"
    page_types = ("home.NewsPage",)

    class Meta:
        label = "Actualités"
        icon = "doc-full"
        description = "Des actualités du site."


class WorkshopsBlock(RubricBlock):
    """What comes. The preflight refuses here what is over, and says what is full."""

    standard_title = "À l’agenda"
    page_types = EVENTS

    class Meta:
        label = "Prochains rendez-vous"
        icon = "date"
        description = "Des ateliers, visio-ateliers, formations et réunions à venir."


class CallsBlock(RubricBlock):
    """Calls one may still answer. The preflight refuses here those that are closed."""

    standard_title = "Appels à projets ouverts"
    page_types = ("home.CallPage",)

    class Meta:
        label = "Appels à projets"
        icon = "clipboard-list"
        description = "Des appels auxquels on peut encore répondre, avec leur date de clôture."


class ArticlesBlock(RubricBlock):
    standard_title = "Dans le journal"
    page_types = ("journal.ArticlePage", "journal.IssuePage")

    class Meta:
        label = "Articles du journal"
        icon = "openquote"
        description = "Des articles, ou un numéro qui vient de paraître."


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
            "text": "<p>Le mardi, on y apporte ce qui est cassé ; on repart en sachant le réparer.</p>",
        }
