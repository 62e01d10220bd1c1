"""The état des lieux as it is shown: two columns, links, voices, and what the morning changed (S3-07, S3-20)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from .enums import DiagnosisKind, Phase, diagnosis_heading
from .enums_workshop import ItemState
from .models import DiagnosisItem, DiagnosisLink, Room, WorkshopPage

COLUMNS = (
    (DiagnosisKind.BRAKE, DiagnosisKind.LEVER),
    (DiagnosisKind.NEED, DiagnosisKind.MEANS),
)
PAIRED = {kind for pair in COLUMNS for kind in pair}


@dataclass(frozen=True)
class Voice:
    """What one person said, in their words; the name only if they agree."""

    text: str
    name: str = ""


@dataclass(frozen=True)
class Card:
    """One item on the board. `number` is what its links are written with: « F3 », « L2 »."""

    item: DiagnosisItem
    number: str
    voices: Sequence[Voice]
    answers: list["Card"] = field(default_factory=list, compare=False)

    @property
    def text(self) -> str:
        return self.item.text

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(voice.name for voice in self.voices if voice.name))

    @property
    def other_words(self) -> list[Voice]:
        """What the other voices said, when it is not the same words."""
        return [voice for voice in self.voices[1:] if voice.text != self.item.text]


@dataclass(frozen=True)
class Column:
    kind: DiagnosisKind
    heading: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class Board:
    pairs: Sequence[tuple[Column, Column]]
    others: Sequence[Column]

    @property
    def any(self) -> bool:
        return any(column.cards for pair in self.pairs for column in pair) or bool(self.others)

    @property
    def number(self) -> int:
        return sum(len(column.cards) for column in [*(c for pair in self.pairs for c in pair), *self.others])


# The letter written before the number of a card.
LETTERS = {
    DiagnosisKind.BRAKE: "F",
    DiagnosisKind.LEVER: "L",
    DiagnosisKind.NEED: "B",
    DiagnosisKind.MEANS: "M",
}


def board_of(workshop: WorkshopPage, items: QuerySet[DiagnosisItem] | None = None) -> Board:
    """Everything kept (or `items`), in four queries whatever their number."""
    rows = items if items is not None else DiagnosisItem.objects.on_board().filter(workshop=workshop)
    found = list(_with_voices(rows).order_by("pk"))
    cards = {item.pk: card for kind in DiagnosisKind for item, card in _numbered(kind, found)}
    links = DiagnosisLink.objects.filter(problem__in=cards, answer__in=cards).order_by("answer", "pk")
    for problem, answer in links.values_list("problem", "answer"):
        cards[problem].answers.append(cards[answer])
        cards[answer].answers.append(cards[problem])
    columns = {
        kind: Column(kind, diagnosis_heading(kind, 2), [card for card in cards.values() if card.item.kind == kind])
        for kind in DiagnosisKind
    }
    others = [columns[kind] for kind in DiagnosisKind if kind not in PAIRED and columns[kind].cards]
    return Board([(columns[left], columns[right]) for left, right in COLUMNS], others)


def _numbered(kind: DiagnosisKind, items: Iterable[DiagnosisItem]) -> list[tuple[DiagnosisItem, Card]]:
    letter = LETTERS.get(kind, "")
    mine = [item for item in items if item.kind == kind]
    return [
        (item, Card(item, f"{letter}{place}" if letter else "", voices_of(item))) for place, item in enumerate(mine, 1)
    ]


def _with_voices(rows: QuerySet[DiagnosisItem]) -> QuerySet[DiagnosisItem]:
    merged = DiagnosisItem.objects.select_related("author", "quote_consent").order_by("pk")
    return rows.select_related("author", "quote_consent").prefetch_related(Prefetch("merged", queryset=merged))


def voices_of(item: DiagnosisItem) -> list[Voice]:
    """Its own, then those told under it; one set aside stays silent."""
    others = [other for other in item.merged.all() if other.state != ItemState.ASIDE]
    return [_voice(each) for each in (item, *others)]


def _voice(item: DiagnosisItem) -> Voice:
    return Voice(item.text, str(item.author) if item.may_name_author else "")


@dataclass(frozen=True)
class Change:
    item: DiagnosisItem
    before: str = ""


@dataclass(frozen=True)
class Changes:
    """From « amont » to « matin » (S3-20)."""

    added: Sequence[Change]
    refined: Sequence[Change]
    confirmed: Sequence[Change]
    gathered: Sequence[Change]

    @property
    def any(self) -> bool:
        """Something was there before the morning, and something happened to it or beside it."""
        return bool((self.refined or self.gathered or self.confirmed) and (self.added or self.refined or self.gathered))


def changes_of(workshop: WorkshopPage) -> Changes:
    """What the morning added, put into other words, left as it was, brought together; two queries."""
    rows = DiagnosisItem.objects.filter(workshop=workshop, state=ItemState.KEPT)
    items = list(rows.select_related("merged_into").prefetch_related("versions").order_by("kind", "pk"))
    before = {item.pk: _before_the_morning(item) for item in items}
    standing = [item for item in items if item.merged_into_id is None]
    early = [item for item in standing if item.phase == Phase.BEFORE]
    return Changes(
        added=[Change(item) for item in standing if item.phase == Phase.MORNING],
        refined=[Change(item, before[item.pk]) for item in early if before[item.pk] != item.text],
        confirmed=[Change(item) for item in early if before[item.pk] == item.text],
        gathered=[
            Change(item.merged_into, item.text)
            for item in items
            if item.merged_into and item.phase == Phase.BEFORE and item.merged_into.state == ItemState.KEPT
        ],
    )


def _before_the_morning(item: DiagnosisItem) -> str:
    """The last words it had before."""
    if item.reworded_in != Phase.MORNING:
        return item.text
    early = [version for version in item.versions.all() if version.phase == Phase.BEFORE]
    return max(early, key=lambda version: version.pk).text if early else item.text


@dataclass(frozen=True)
class Wall:
    """What the projector shows; `fingerprint` changes when anything on it does."""

    board: Board
    people: int

    @property
    def fingerprint(self) -> str:
        columns = [*(column for pair in self.board.pairs for column in pair), *self.board.others]
        said = [
            (column.kind, card.item.pk, card.text, card.names, len(card.voices))
            for column in columns
            for card in column.cards
        ]
        return hashlib.sha256(repr((self.people, said)).encode()).hexdigest()[:16]


def wall_of(room: Room) -> Wall:
    """Everything that is not set aside, or only what was read when the room asks for it."""
    items = DiagnosisItem.objects.on_board() if room.reads_first else DiagnosisItem.objects.standing()
    return Wall(board_of(room.workshop, items.filter(workshop=room.workshop_id)), room.cards.count())
