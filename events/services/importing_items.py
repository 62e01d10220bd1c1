"""What was said, typed in a spreadsheet, joins the état des lieux: whole or not at all, and once (S3-23)."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import Q

from people.models import User
from people.services import fold

from ..captured_files import Line, Reading
from ..enums_workshop import ItemSource, ItemState
from ..errors import EventsError
from ..models import DiagnosisItem, Room, RoomCard, WorkshopPage
from .capturing import ITEMS_A_ROOM as MOST_ITEMS
from .capturing import CardDraft, RoomFull, capture, ensure_room, paper_id, sheet_id

Speaker = int | str


class ImportRefused(EventsError):
    """Some lines cannot be written, so none is. `faults` says which and why."""

    message = "Rien n’est importé : corrigez d’abord ces lignes dans le fichier."

    def __init__(self, faults: list[str]) -> None:
        super().__init__()
        self.faults = faults


@dataclass
class Judged:
    """What an import would do, or did: `known` lines are there already. With `faults` it would do nothing."""

    new: list[Line] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def judge_items(*, workshop: WorkshopPage, reading: Reading) -> Judged:
    """The dry run; two queries, whatever the number of lines."""
    keys = {line.number: _key(workshop, line) for line in reading.lines}
    known = set(
        DiagnosisItem.objects.filter(client_id__in=keys.values()).values_list("client_id", flat=True).order_by()
    )
    judged = Judged(faults=[*reading.faults, *_wrong_names(workshop, reading.lines)])
    for line in reading.lines:
        key = keys[line.number]
        (judged.known if key in known else judged.new).append(line)
        known.add(key)
    return judged


@transaction.atomic
def import_items(*, workshop: WorkshopPage, reading: Reading, by: User) -> Judged:
    """Write the new lines, to be read over like what comes from telephones. Raises ImportRefused, RoomFull, and
    ConsentTextMissing when somebody agrees to be named and no wording is published."""
    judged = judge_items(workshop=workshop, reading=reading)
    if judged.faults:
        raise ImportRefused(judged.faults)
    if DiagnosisItem.objects.filter(workshop=workshop).count() + len(judged.new) > MOST_ITEMS:
        raise RoomFull
    cards = _cards(workshop, reading.lines, by) if any(map(_speaker, judged.new)) else {}
    for line in judged.new:
        _write(workshop, line, cards.get(_speaker(line)))
    return judged


def _speaker(line: Line) -> Speaker | None:
    """Who said it, as a file tells them apart: by their sheet, else by their name."""
    return line.sheet or line.name or None


def _write(workshop: WorkshopPage, line: Line, card: RoomCard | None) -> None:
    values = {
        "workshop": workshop,
        "kind": line.kind,
        "text": line.text,
        "phase": line.phase,
        "state": ItemState.NEW,
        "source": ItemSource.FILE,
        "card": card,
        "author": card.person if card else None,
        "quote_consent": card.consent if card else None,
    }
    DiagnosisItem.objects.get_or_create(client_id=_key(workshop, line), defaults=values)


def _cards(workshop: WorkshopPage, lines: list[Line], by: User) -> dict[Speaker | None, RoomCard]:
    """The card of each speaker, made when it is not there yet. One box ticked on one line is ticked on the sheet."""
    room, together = ensure_room(workshop), defaultdict[Speaker, list[Line]](list)
    for line in lines:
        if speaker := _speaker(line):
            together[speaker].append(line)
    return {speaker: _card(room, speaker, said, by) for speaker, said in together.items()}


def _card(room: Room, speaker: Speaker, said: list[Line], by: User) -> RoomCard:
    number = speaker if isinstance(speaker, int) else None
    key = sheet_id(room, number) if number else paper_id(room, f"named:{speaker}")
    same = Q(sheet_number=number) if number else Q(client_id=key)
    there = RoomCard.objects.filter(same, room=room).select_related("person", "consent").first()
    if there:
        return there
    draft = CardDraft(
        client_id=key,
        given_name=next((line.given_name for line in said if line.name), ""),
        family_name=next((line.family_name for line in said if line.name), ""),
        organisation_name=next((line.organisation_name for line in said if line.organisation_name), ""),
        may_be_named=any(line.agrees for line in said),
        sheet_number=number,
    )
    card = capture(room=room, card=draft, source=ItemSource.SHEET, by=by).card
    assert card is not None
    return card


def _wrong_names(workshop: WorkshopPage, lines: list[Line]) -> list[str]:
    """A sheet belongs to one person: the one it was typed under first, in the room or in this file."""
    numbers = {line.sheet for line in lines if line.sheet}
    typed = RoomCard.objects.filter(room__workshop=workshop, sheet_number__in=numbers).select_related("person")
    names = {card.sheet_number: fold(card.person.full_name) for card in typed if card.person}
    faults = []
    for line in lines:
        if line.sheet and line.name and names.setdefault(line.sheet, line.name) != line.name:
            faults.append(f"Ligne {line.number} : la fiche {line.sheet} est déjà saisie sous un autre nom.")
    return faults


def _key(workshop: WorkshopPage, line: Line) -> UUID:
    """The same words of the same person make the same key: a file brought in twice adds nothing."""
    said = f"{line.kind}:{fold(line.text)}:{line.sheet}:{line.name}"
    return uuid5(NAMESPACE_OID, f"dirigeable:workshop:{workshop.pk}:file:{said}")
