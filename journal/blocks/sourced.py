"""Blocks made from what a workshop left. They read their source when they are shown, never when they are saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import linebreaks
from wagtail import blocks
from wagtail.rich_text import RichText

from cms.blocks.text import INLINE_FEATURES

from ..enums import SourceKind
from ..quoting import words_of
from ..selectors.dates import next_sessions
from ..selectors.sources import find_sources
from .provenance import ProvenanceBlock

GROUP = "Depuis un atelier"
DATES_SHOWN = 4


def plain(value: Any) -> str:
    """The words of a text, plain or rich."""
    return value.source if isinstance(value, RichText) else str(value or "")


class SourcedBlock(blocks.StructBlock):
    """Gives its template `source`, read now, and `is_changed`: the words are no longer those of the source."""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: the search index would keep words that somebody withdraws."""
        return []

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        provenance = value["provenance"]
        context["sources"] = context.get("sources") or find_sources([provenance])
        context["source"] = context["sources"].get(provenance)
        context["is_changed"] = provenance.is_changed(plain(value.get("text")))
        return context

    def clean(self, value: Any) -> Any:
        """A source is needed to publish; words left empty are those of the source."""
        cleaned = super().clean(value)
        provenance = cleaned["provenance"]
        if not provenance and not self.is_deferred_validation:
            error = ValidationError("Choisissez ce que ce bloc reprend.")
            raise blocks.StructBlockValidationError(block_errors={"provenance": error})
        if "text" in self.child_blocks and not plain(cleaned["text"]):
            source = find_sources([provenance]).get(provenance)
            cleaned["text"] = self.text_from(words_of(source.record) if source.record and source.is_shown else "")
        return cleaned

    def text_from(self, words: str) -> Any:
        """`words` as a value of the child block `text`."""
        text_block = self.child_blocks["text"]
        return text_block.normalize(linebreaks(words) if isinstance(text_block, blocks.RichTextBlock) else words)


class WorkshopIntroBlock(SourcedBlock):
    """The chapô, from the stake of a workshop."""

    text = blocks.TextBlock(
        label="Chapô", required=False, help_text="La question qui a réuni l’atelier. Vide : l’enjeu de l’atelier."
    )
    provenance = ProvenanceBlock(SourceKind.WORKSHOP)

    class Meta:
        label = "Chapô de l’atelier"
        icon = "title"
        group = GROUP
        template = "journal/blocks/workshop_intro.html"
        description = "La question de départ, avec la date et le lieu de l’atelier."
        preview_value = {"text": "Comment se déplacer sans voiture d’une vallée à l’autre ?"}


class DiagnosisBoardBlock(SourcedBlock):
    """Brakes facing levers, as the workshop has them now."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120, default="Ce qui freine, ce qui aide")
    provenance = ProvenanceBlock(SourceKind.WORKSHOP)

    class Meta:
        label = "État des lieux"
        icon = "table"
        group = GROUP
        template = "journal/blocks/diagnosis_board.html"
        description = "Les freins face aux leviers, tenus à jour depuis l’atelier."
        preview_value = {"title": "Ce qui freine, ce qui aide"}


class QuotedItemBlock(SourcedBlock):
    """Something said at a workshop. The words may be cut or mended: they are then signed « d’après »."""

    text = blocks.TextBlock(
        label="Parole",
        required=False,
        help_text="Sans guillemets : ils sont ajoutés. Si vous changez les mots, la citation devient « d’après ». "
        "Vide : les mots notés à l’atelier.",
    )
    provenance = ProvenanceBlock(SourceKind.DIAGNOSIS_ITEM)

    class Meta:
        label = "Parole de l’atelier"
        icon = "openquote"
        group = GROUP
        template = "journal/blocks/quoted_item.html"
        description = "Une phrase de l’état des lieux, avec le nom de la personne si elle est d’accord."
        preview_value = {"text": "Le dernier car part avant la fin des répétitions."}


class ConfidedBlock(SourcedBlock):
    """Words said in confidence. No copy is kept here: when somebody closes them again, no draft remembers them."""

    provenance = ProvenanceBlock(SourceKind.PASSAGE)

    class Meta:
        label = "Parole confiée"
        icon = "lock-open"
        group = GROUP
        template = "journal/blocks/confided.html"
        description = "Des mots dits en confiance, que chaque personne concernée a ouverts. Ils se citent tels quels."


class PortraitBlock(SourcedBlock):
    """Somebody met at the workshop, who agreed to be shown. Name, role and organisation are read from the card."""

    text = blocks.RichTextBlock(
        label="Portrait",
        required=False,
        features=INLINE_FEATURES,
        help_text="Le nom et la structure sont ajoutés, tant que la personne est d’accord. Vide : ce que dit sa fiche.",
    )
    provenance = ProvenanceBlock(SourceKind.CONTACT)

    class Meta:
        label = "Portrait"
        icon = "user"
        group = GROUP
        template = "journal/blocks/portrait.html"
        description = "Une personne ou une structure rencontrée à l’atelier, avec son accord."
        preview_value = {"text": "<p>Elle tient le café associatif du village.</p>"}


class SeedBoxBlock(SourcedBlock):
    """A seed of a project, with its need, its state and its group as they are now."""

    text = blocks.RichTextBlock(
        label="Texte de l’encadré",
        required=False,
        features=INLINE_FEATURES,
        help_text="Vide : la description de la graine.",
    )
    provenance = ProvenanceBlock(SourceKind.SEED)

    class Meta:
        label = "Graine de projet"
        icon = "pick"
        group = GROUP
        template = "journal/blocks/seed_box.html"
        description = "Un sachet de graine : besoin de départ, état, groupe-action."
        preview_value = {"text": "<p>Un calendrier commun des trajets partagés.</p>"}


class NextDatesBlock(SourcedBlock):
    """The next dates of the agenda, so that whoever read about a workshop can come to the next one."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120, default="Prochains rendez-vous")
    provenance = ProvenanceBlock(SourceKind.WORKSHOP)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """A page of several articles gives `dates_to_come`, read once for all of them."""
        context = super().get_context(value, parent_context=parent_context)
        context["sessions"] = context["dates_to_come"] if "dates_to_come" in context else next_sessions(DATES_SHOWN)
        return context

    class Meta:
        label = "Prochains rendez-vous"
        icon = "date"
        group = GROUP
        template = "journal/blocks/next_dates.html"
        description = "Les prochaines dates de l’agenda, toujours à jour."
        preview_value = {"title": "Prochains rendez-vous"}
