"""What a workshop gives to the journal: which of its outputs may be published, and the blocks made from each."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.html import linebreaks

from events.enums import DiagnosisKind
from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from people.models import Passage

from ..consents import may_be_quoted, may_be_shown
from ..quoting import Output, provenance_of, words_of
from ..selectors.confided import opened_passages

ON_THE_BOARD = {DiagnosisKind.BRAKE, DiagnosisKind.LEVER}


@dataclass(frozen=True)
class Outputs:
    """The outputs of a workshop, and those that nobody refused to publish."""

    workshop: WorkshopPage
    items: list[DiagnosisItem]
    contacts: list[Contact]
    seeds: list[Seed]
    passages: list[Passage]

    @property
    def is_empty(self) -> bool:
        return not (self.items or self.contacts or self.seeds or self.passages)

    @property
    def may_be_published(self) -> bool:
        return bool(self.quotable or self.portraits or self.seeds or self.passages)

    @property
    def quotable(self) -> list[DiagnosisItem]:
        return [item for item in self.items if may_be_quoted(item)]

    @property
    def portraits(self) -> list[Contact]:
        return [contact for contact in self.contacts if may_be_shown(contact)]

    @property
    def withheld(self) -> int:
        """How many are left out because somebody concerned did not agree."""
        return len(self.items) - len(self.quotable) + len(self.contacts) - len(self.portraits)

    @property
    def has_board(self) -> bool:
        return any(item.kind in ON_THE_BOARD for item in self.quotable)


def outputs_of(workshop: WorkshopPage) -> Outputs:
    items = DiagnosisItem.objects.on_board().filter(workshop=workshop).select_related("author", "quote_consent")
    contacts = Contact.objects.filter(workshop=workshop).select_related("person", "organisation", "consent")
    return Outputs(
        workshop=workshop,
        items=list(items.order_by("kind", "pk")),
        contacts=list(contacts.order_by("pk")),
        seeds=list(Seed.objects.filter(workshop=workshop).order_by("title", "pk")),
        passages=list(opened_passages().filter(exchange__event_link__event=workshop.pk).order_by("pk")),
    )


def main_body(found: list[Outputs]) -> list[dict[str, Any]]:
    """For each workshop: chapô, infographic and board, one block for each quotable item and each
    passage that is open, whose words stay where they are. Then the next dates, once."""
    told = [block for outputs in found for block in _told(outputs)]
    return [*told, _block("next_dates", found[0].workshop, title="Prochains rendez-vous")]


def _told(outputs: Outputs) -> list[dict[str, Any]]:
    board = [_block("diagnosis_board", outputs.workshop, title="Ce qui freine, ce qui aide")]
    return [
        _block("workshop_intro", outputs.workshop, text=words_of(outputs.workshop)),
        *(board if outputs.has_board else []),
        *(_block("quoted_item", item, text=words_of(item)) for item in outputs.quotable),
        *(_block("confided", passage) for passage in outputs.passages),
    ]


def portraits_body(outputs: Outputs) -> list[dict[str, Any]]:
    return [_block("portrait", contact, text=_rich(contact)) for contact in outputs.portraits]


def seed_body(seed: Seed) -> list[dict[str, Any]]:
    return [_block("seed_box", seed, text=_rich(seed))]


def _rich(record: Output) -> str:
    words = words_of(record)
    return linebreaks(words, autoescape=True) if words else ""


def _block(block_type: str, record: Output, **fields: Any) -> dict[str, Any]:
    """A block in StreamField’s own form; its provenance remembers its id, which duplicates will not keep."""
    block_id = str(uuid.uuid4())
    provenance = provenance_of(record, origin_block_id=block_id)
    return {"type": block_type, "id": block_id, "value": {**fields, "provenance": provenance.as_dict()}}
