"""What is said in the room, written as it comes: from telephones, or from paper sheets that one person types.

Everything carries an identifier made where it was written: sent twice, late or from a queue, it is written once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from outbox.addresses import keyed_hash
from people.enums import ConsentMethod, ConsentPurpose
from people.models import Consent, Person, User
from people.services import find_or_create_person, fold, record_consent, withdraw_consent

from ..enums import ACTIVE, DiagnosisKind, Phase
from ..enums_workshop import ItemSource, ItemState
from ..errors import EventsError
from ..models import DiagnosisItem, Profile, Registration, Room, RoomCard, Session, WorkshopPage
from .diagnosis import reword

# Beyond, it is no longer somebody speaking in a room.
ITEMS_A_CARD = 60
ITEMS_A_ROOM = 3000
CARDS_A_ROOM = 500
# The room is shut for those who forget to do it.
SHUTS_AFTER = timedelta(days=2)


class RoomShut(EventsError):
    message = (
        "La salle est fermée : l’animatrice ou l’animateur peut la rouvrir. Rien de ce que vous avez écrit ne part."
    )


class RoomFull(EventsError):
    message = "Beaucoup de choses ont déjà été dites ici : demandez à l’animation de relire avant de continuer."


class SheetTaken(EventsError):
    message = "Cette fiche est déjà saisie, sous un autre nom : ouvrez-la pour la corriger, ou vérifiez son numéro."


@dataclass(frozen=True)
class CardDraft:
    """What somebody says of themselves; every word is free but the identifier."""

    client_id: UUID
    given_name: str = ""
    family_name: str = ""
    organisation_name: str = ""
    profile: Profile | None = None
    words: str = ""
    seeks_group: bool = False
    may_be_named: bool = False
    sheet_number: int | None = None


@dataclass(frozen=True)
class ItemDraft:
    client_id: UUID
    kind: DiagnosisKind | str
    text: str
    sheet_line: int | None = None


@dataclass(frozen=True)
class Captured:
    card: RoomCard | None
    new: int


@transaction.atomic
def ensure_room(workshop: WorkshopPage) -> Room:
    return Room.objects.get_or_create(workshop=workshop)[0]


@transaction.atomic
def set_room(*, room: Room, is_open: bool, reads_first: bool) -> None:
    Room.objects.filter(pk=room.pk).update(is_open=is_open, reads_first=reads_first)


@transaction.atomic
def renew_room_keys(*, room: Room) -> None:
    """Shut out whoever holds the former links."""
    Room.objects.filter(pk=room.pk).update(phone_key=uuid4(), wall_key=uuid4(), typing_key=uuid4())


@transaction.atomic
def capture(
    *,
    room: Room,
    card: CardDraft | None = None,
    owner_id: UUID | None = None,
    items: Sequence[ItemDraft] = (),
    source: ItemSource = ItemSource.PHONE,
    by: User | None = None,
    now: datetime | None = None,
) -> Captured:
    """Write a card and what its owner says; what is already there is left as it is, a card is brought up to date.

    `owner_id` names a card written before, whose items these are; unknown, they are nobody's. A paper sheet may be
    typed while the room is shut. Raises RoomShut, RoomFull, and ConsentTextMissing when somebody agrees to be named
    and no wording is published.
    """
    now = now or timezone.now()
    if source == ItemSource.PHONE and not room.is_open:
        raise RoomShut
    if card:
        owner: RoomCard | None = _write_card(room, card, source, by, now)
    else:
        cards = RoomCard.objects.filter(room=room, client_id=owner_id) if owner_id else RoomCard.objects.none()
        owner = cards.select_related("person", "consent").first()
    known = set(
        DiagnosisItem.objects.filter(client_id__in=[item.client_id for item in items])
        .order_by("pk")
        .values_list("client_id", flat=True)
    )
    fresh = [item for item in items if item.client_id not in known and item.text.strip()]
    _refuse_beyond_limits(room, owner, len(fresh))
    return Captured(owner, sum(_write_item(room, owner, item, source, now) for item in fresh))


@transaction.atomic
def type_sheet(
    *,
    room: Room,
    number: int,
    card: CardDraft,
    lines: Sequence[tuple[DiagnosisKind | str, str]],
    corrects: bool = False,
    by: User | None = None,
    now: datetime | None = None,
) -> RoomCard:
    """Type a paper sheet: its identifiers follow from its number, so the same sheet typed twice is written once.

    A sheet typed under another name is refused unless one `corrects` it; then lines that changed are reworded.
    Raises SheetTaken, RoomFull, ConsentTextMissing.
    """
    typed = RoomCard.objects.filter(room=room, sheet_number=number).select_related("person").first()
    if typed and not corrects and fold(str(typed.person or "")) != fold(f"{card.given_name} {card.family_name}"):
        raise SheetTaken
    there = dict(typed.items.exclude(sheet_line=None).values_list("sheet_line", "client_id")) if typed else {}
    draft = replace(card, client_id=typed.client_id if typed else sheet_id(room, number), sheet_number=number)
    items = [
        ItemDraft(there.get(line) or sheet_id(room, number, line), kind, text, line)
        for line, (kind, text) in enumerate(lines, 1)
    ]
    written = capture(room=room, card=draft, items=items, source=ItemSource.SHEET, by=by, now=now).card
    assert written is not None
    drafts = {item.client_id: item for item in items if item.text.strip()}
    for item in written.items.filter(client_id__in=drafts).order_by("pk"):
        assert item.client_id is not None
        reword(item=item, text=drafts[item.client_id].text, kind=drafts[item.client_id].kind, by=by, now=now)
    return written


def sheet_id(room: Room, number: int, line: int = 0) -> UUID:
    """What a sheet of `room`, or a line of it, is called however it comes in: typed, or from a file."""
    return paper_id(room, f"sheet:{number}:{line}")


def paper_id(room: Room, what: str) -> UUID:
    """An identifier that follows from `what`, and that nobody else can work out: whoever knows the identifier of a card
    reads it, and speaks for its owner."""
    return UUID(keyed_hash(f"room:{room.pk}:{what}")[:32])


def next_sheet(room: Room) -> int:
    """The number of the sheet after the last one typed."""
    return (room.cards.aggregate(last=Max("sheet_number"))["last"] or 0) + 1


def shut_old_rooms(now: datetime) -> int:
    """Shut the rooms of workshops that ended two days ago."""
    coming = Session.objects.standing().filter(ends_at__gt=now - SHUTS_AFTER)
    begun = Session.objects.standing().filter(ends_at__lte=now - SHUTS_AFTER)
    open_ones = Room.objects.filter(is_open=True, workshop__in=begun.values("event"))
    return open_ones.exclude(workshop__in=coming.values("event")).update(is_open=False)


def _refuse_beyond_limits(room: Room, owner: RoomCard | None, wanted: int) -> None:
    here = DiagnosisItem.objects.filter(workshop=room.workshop_id)
    if here.count() + wanted > ITEMS_A_ROOM:
        raise RoomFull
    if owner and owner.items.count() + wanted > ITEMS_A_CARD:
        raise RoomFull(f"Une carte porte {ITEMS_A_CARD} éléments au plus.")


def _write_item(room: Room, owner: RoomCard | None, draft: ItemDraft, source: ItemSource, now: datetime) -> bool:
    """Whether it is new: two requests with the same queue may run at the same time."""
    values = {
        "workshop_id": room.workshop_id,
        "kind": DiagnosisKind(draft.kind),
        "text": " ".join(draft.text.split()),
        "phase": Phase.MORNING,
        "state": ItemState.NEW,
        "source": source,
        "card": owner,
        "author": owner.person if owner else None,
        "quote_consent": owner.consent if owner else None,
        "sheet_number": owner.sheet_number if owner and draft.sheet_line else None,
        "sheet_line": draft.sheet_line if owner and owner.sheet_number else None,
    }
    return DiagnosisItem.objects.get_or_create(client_id=draft.client_id, defaults=values)[1]


def _write_card(room: Room, draft: CardDraft, source: ItemSource, by: User | None, now: datetime) -> RoomCard:
    card = RoomCard.objects.select_for_update(of=("self",)).filter(client_id=draft.client_id).first()
    if card and card.room_id != room.pk:
        raise RoomShut
    if card is None:
        if room.cards.count() >= CARDS_A_ROOM:
            raise RoomFull
        card = _new_card(room, draft)
    card.person = _person(room, card, draft)
    card.organisation_name, card.profile = draft.organisation_name, draft.profile
    card.words, card.seeks_group = draft.words, draft.seeks_group
    card.consent = _consent(room, card, draft, source, by, now)
    card.save()
    card.items.exclude(author=card.person, quote_consent=card.consent).update(
        author=card.person, quote_consent=card.consent
    )
    return card


def _new_card(room: Room, draft: CardDraft) -> RoomCard:
    card, _made = RoomCard.objects.get_or_create(
        client_id=draft.client_id, defaults={"room": room, "sheet_number": draft.sheet_number}
    )
    return card


def _person(room: Room, card: RoomCard, draft: CardDraft) -> Person | None:
    """Whoever is registered under that name, once and only once; else a person of their own."""
    wanted = fold(f"{draft.given_name} {draft.family_name}")
    if not wanted:
        return None
    if card.person and fold(card.person.full_name) == wanted:
        return card.person
    rows = Registration.objects.filter(session__event=room.workshop_id, state__in=ACTIVE).select_related("person")
    registered = {row.person for row in rows.order_by("pk") if fold(row.person.full_name) == wanted}
    if len(registered) == 1:
        return registered.pop()
    return find_or_create_person(given_name=draft.given_name, family_name=draft.family_name)


def _consent(
    room: Room, card: RoomCard, draft: CardDraft, source: ItemSource, by: User | None, now: datetime
) -> Consent | None:
    """What stands after this card: unticked, the agreement it had given is withdrawn."""
    if card.person and draft.may_be_named:
        return record_consent(
            person=card.person,
            purpose=ConsentPurpose.QUOTE,
            method=ConsentMethod.PAPER if source == ItemSource.SHEET else ConsentMethod.WEB,
            source=f"salle de l’atelier « {room.workshop.title} »"[:250],
            recorded_by=by,
            at=now,
        )
    if card.consent and card.consent.person_id == card.person_id:
        withdraw_consent(consent=card.consent, at=now)
    return None
