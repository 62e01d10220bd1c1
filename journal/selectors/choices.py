"""What an editor may tie a new block to: the outputs of the latest workshops, when they may be published."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.text import capfirst

from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from people.models import Passage

from ..consents import may_be_quoted, may_be_shown
from ..enums import SourceKind
from ..quoting import provenance_of, words_of
from .confided import opened_passages, workshop_of

LATEST_WORKSHOPS = 12
LABEL_LENGTH = 80


@dataclass(frozen=True)
class Choice:
    """One source: `value` is its provenance as JSON, with the words to show once it is chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class ChoiceGroup:
    """The sources of one workshop; without `label` the choices stand by themselves."""

    label: str
    choices: list[Choice]


def source_choices(kind: SourceKind) -> list[ChoiceGroup]:
    """The choices of `kind`, by workshop, newest first. Two queries."""
    workshops = list(workshops_with_outputs()[:LATEST_WORKSHOPS])
    if kind == SourceKind.WORKSHOP:
        return [ChoiceGroup("", [_choice(workshop) for workshop in workshops])]
    rows = _outputs(kind, workshops)
    groups = [
        ChoiceGroup(workshop.title, [_choice(row) for row in rows if _workshop_id(row) == workshop.pk])
        for workshop in workshops
    ]
    return [group for group in groups if group.choices]


def workshops_with_outputs() -> Any:
    """Workshops that left something, newest page first."""
    left = [Exists(model.objects.filter(workshop=OuterRef("pk"))) for model in (DiagnosisItem, Contact, Seed)]
    confided = Exists(opened_passages().filter(exchange__event_link__event=OuterRef("pk")))
    return WorkshopPage.objects.filter(left[0] | left[1] | left[2] | confided).order_by("-pk")


def _outputs(kind: SourceKind, workshops: list[WorkshopPage]) -> list[Any]:
    if kind == SourceKind.DIAGNOSIS_ITEM:
        items = DiagnosisItem.objects.on_board().filter(workshop__in=workshops).select_related("quote_consent")
        return [item for item in items.order_by("kind", "pk") if may_be_quoted(item)]
    if kind == SourceKind.CONTACT:
        contacts = Contact.objects.filter(workshop__in=workshops).select_related("person", "organisation", "consent")
        return [contact for contact in contacts.order_by("pk") if may_be_shown(contact)]
    if kind == SourceKind.PASSAGE:
        return list(opened_passages().filter(exchange__event_link__event__in=workshops).order_by("pk"))
    return list(Seed.objects.filter(workshop__in=workshops).order_by("title", "pk"))


def _workshop_id(record: Any) -> Any:
    return workshop_of(record) if isinstance(record, Passage) else record.workshop_id


def _choice(record: Any) -> Choice:
    # The name of a passage says nothing of its words, on purpose; these are open.
    label = capfirst(words_of(record) if isinstance(record, Passage) else str(record))
    words = label if len(label) <= LABEL_LENGTH else f"{label[:LABEL_LENGTH].rstrip()}…"
    return Choice(json.dumps({**provenance_of(record).as_dict(), "words": words}), words)
