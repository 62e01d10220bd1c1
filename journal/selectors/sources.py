"""The living sources of an article's blocks, all found in a few queries whatever their number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Model, Prefetch, Q

from events.models import ActionGroup, Contact, DiagnosisItem, Seed, Session, WorkshopPage
from people.enums import Answer
from people.models import Passage
from people.words import text_hash

from ..consents import may_be_quoted, may_be_shown
from ..enums import SourceKind
from ..models.passages import REFUSED_ONCE, CitedPassage
from ..provenance import Provenance
from .confided import opened_passages, workshop_of


@dataclass(frozen=True)
class WorkshopSource:
    """A workshop as readers may know it. `number` is that of its note at the foot of the article, `apart` what tells
    this note from those of other articles in one page.
    """

    page: WorkshopPage
    days: tuple[date, ...]
    is_public: bool
    number: int = 0
    licence: str = ""
    apart: str = ""

    @property
    def anchor(self) -> str:
        return f"source-{self.apart}{self.number}"


@dataclass(frozen=True)
class Source:
    """One source, read now. `record` is None once it is deleted; `items` are a workshop's, those that may be quoted."""

    provenance: Provenance
    record: Any = None
    workshop: WorkshopSource | None = None
    is_refused: bool = False
    items: tuple[DiagnosisItem, ...] = ()

    @property
    def is_deleted(self) -> bool:
        return bool(self.provenance) and self.record is None and not self.is_confided

    @property
    def is_confided(self) -> bool:
        """Said in confidence: it has a record only while each person concerned opens it (S2-17)."""
        return self.provenance.kind == SourceKind.PASSAGE

    @property
    def is_withheld(self) -> bool:
        """Somebody concerned did not agree, or no longer does."""
        if self.is_refused or self.is_confided:
            return self.is_refused or self.record is None
        needed = self.provenance.needs_consent
        if isinstance(self.record, DiagnosisItem):
            return not may_be_quoted(self.record, needs_consent=needed)
        if isinstance(self.record, Contact):
            return not may_be_shown(self.record, needs_consent=needed)
        return False

    @property
    def is_shown(self) -> bool:
        return not self.is_deleted and not self.is_withheld

    @property
    def name(self) -> str:
        """Who said it, or who this is, when they agree to be named; else empty."""
        if not self.is_shown:
            return ""
        if isinstance(self.record, DiagnosisItem):
            return self.record.author.full_name if self.record.author else ""
        if isinstance(self.record, Contact):
            return self.record.person.full_name if self.record.person else self.record.organisation_label
        return ""

    @property
    def organisation(self) -> str:
        """The organisation of a person's card."""
        if isinstance(self.record, Contact) and self.is_shown and self.record.person:
            return self.record.organisation_label
        return ""

    @property
    def group(self) -> ActionGroup | None:
        """Who makes a seed grow."""
        return getattr(self.record, "group", None)

    def items_of_kind(self, kind: str) -> list[DiagnosisItem]:
        return [item for item in self.items if item.kind == kind]


@dataclass(frozen=True)
class Sources:
    """All the sources of one article.

    `withheld` are the blocks that somebody cited in them does not agree to, or no longer does; `agreements` the
    consents that the others rest on, by block. With a single article, its title and what stands beside it are there
    too, under their names.
    """

    by_code: dict[str, Source] = field(default_factory=dict)
    workshops: tuple[WorkshopSource, ...] = ()
    withheld: frozenset[str] = frozenset()
    agreements: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def get(self, provenance: Provenance) -> Source:
        return self.by_code.get(provenance.code) or Source(provenance)

    def set_apart(self, name: Any) -> "Sources":
        """The same for a page of several articles: `name` is unique in it."""
        workshops = {each.number: replace(each, apart=f"{name}-") for each in self.workshops}
        by_code = {
            code: replace(source, workshop=workshops[source.workshop.number]) if source.workshop else source
            for code, source in self.by_code.items()
        }
        return replace(self, by_code=by_code, workshops=tuple(workshops.values()))


def find_sources(provenances: Iterable[Provenance]) -> Sources:
    """The sources of `provenances`, in at most twelve queries. Workshops are numbered by their first use."""
    return find_each([provenances])[0]


def find_each(groups: Iterable[Iterable[Provenance]]) -> list[Sources]:
    """The sources of each of `groups`, read together: as many queries for one as for twenty.

    Each numbers its own workshops, and only its own words decide which of them need a consent.
    """
    wanted = [[provenance for provenance in group if provenance] for group in groups]
    found = _found([provenance for group in wanted for provenance in group])
    return [found.sources(group) for group in wanted]


@dataclass(frozen=True)
class _Found:
    """What was read for several articles. `workshops` and `items` are by workshop, `records` by code."""

    records: Mapping[str, Model]
    workshops: Mapping[Any, WorkshopSource]
    items: Mapping[Any, list[DiagnosisItem]]
    refused: set[str]

    def sources(self, wanted: list[Provenance]) -> Sources:
        """Those of one article."""
        workshops = self._numbered(wanted)
        needing = {provenance.uuid for provenance in wanted if provenance.needs_consent}
        by_code: dict[str, Source] = {}
        for provenance in wanted:
            record = self.records.get(provenance.code)
            workshop_id = _workshop_id(record) if record else None
            by_code[provenance.code] = Source(
                provenance=_strictest(by_code.get(provenance.code), provenance),
                record=record,
                workshop=workshops.get(workshop_id),
                is_refused=provenance.code in self.refused,
                items=self._quotable(workshop_id, needing) if _is_workshop(provenance) else (),
            )
        return Sources(by_code, tuple(workshops.values()))

    def _numbered(self, wanted: list[Provenance]) -> dict[Any, WorkshopSource]:
        """The workshops of `wanted` by their first use, with the licence of what was taken from them last."""
        licences = {_workshop_id(self.records[p.code]): p.licence_name for p in wanted if p.code in self.records}
        return {
            pk: replace(self.workshops[pk], number=number, licence=licence)
            for number, (pk, licence) in enumerate(licences.items(), start=1)
        }

    def _quotable(self, workshop_id: Any, needing: set[str]) -> tuple[DiagnosisItem, ...]:
        """The items of a board that may be read in public.

        What the article quotes with a consent needs one on its board too, even once its author is erased.
        """
        items = self.items.get(workshop_id, [])
        return tuple(item for item in items if may_be_quoted(item, needs_consent=str(item.uuid) in needing))


def _found(wanted: list[Provenance]) -> _Found:
    records = _records(wanted)
    boards = {_workshop_id(records[p.code]) for p in wanted if _is_workshop(p) and p.code in records}
    return _Found(
        records=records,
        workshops=_workshops({_workshop_id(record) for record in records.values()}),
        items=_items_of(boards),
        refused=_refused({provenance.code: "" for provenance in wanted if not _is_workshop(provenance)}),
    )


def _refused(shown: Mapping[str, str]) -> set[str]:
    """The codes of `shown` (with the hash of the words read there) that somebody, shown their passage, refused.

    Once they agree to other words, only those they refused stay out.
    """
    if not shown:
        return set()
    rows = CitedPassage.objects.filter(REFUSED_ONCE | Q(answer=Answer.REFUSED), code__in=shown).order_by("pk")
    found = rows.values_list("code", "answer", "refused_hashes")
    return {code for code, answer, hashes in found if answer != Answer.AGREED or shown[code] in hashes}


def _strictest(known: Source | None, provenance: Provenance) -> Provenance:
    """Of two blocks from one source, the one that needs a consent decides for both."""
    return known.provenance if known and known.provenance.needs_consent else provenance


def _is_workshop(provenance: Provenance) -> bool:
    return provenance.kind == SourceKind.WORKSHOP


def _workshop_id(record: Model) -> Any:
    if isinstance(record, Passage):
        return workshop_of(record)
    return record.pk if isinstance(record, WorkshopPage) else record.workshop_id  # type: ignore[attr-defined]


def _records(wanted: list[Provenance]) -> dict[str, Model]:
    """The row behind each code. Workshops are known by their page’s `translation_key`, which no copy shares."""
    querysets = {
        SourceKind.WORKSHOP: ("translation_key", WorkshopPage.objects.all()),
        SourceKind.DIAGNOSIS_ITEM: ("uuid", DiagnosisItem.objects.select_related("author", "quote_consent")),
        SourceKind.CONTACT: ("uuid", Contact.objects.select_related("person", "organisation", "consent")),
        SourceKind.SEED: ("uuid", Seed.objects.select_related("group")),
        SourceKind.PASSAGE: ("uuid", opened_passages()),
    }
    found: dict[str, Model] = {}
    for kind, (key, queryset) in querysets.items():
        identifiers = {provenance.uuid for provenance in wanted if provenance.kind == kind}
        if identifiers:
            rows = queryset.filter(**{f"{key}__in": identifiers}).order_by("pk")
            found |= {f"{kind.value}:{getattr(row, key)}": row for row in rows}
    return found


def _workshops(ids: set[Any]) -> dict[Any, WorkshopSource]:
    """As readers may know them, still without number."""
    if not ids:
        return {}
    standing = Prefetch("sessions", Session.objects.standing().order_by("starts_at"), to_attr="standing_sessions")
    pages = WorkshopPage.objects.filter(pk__in=ids).prefetch_related(standing).order_by("pk")
    public = set(WorkshopPage.objects.filter(pk__in=ids).live().public().order_by("pk").values_list("pk", flat=True))
    return {
        page.pk: WorkshopSource(
            page=page,
            days=tuple(dict.fromkeys(session.local_date for session in page.standing_sessions)),
            is_public=page.pk in public,
        )
        for page in pages
    }


def _items_of(workshop_ids: set[Any]) -> dict[Any, list[DiagnosisItem]]:
    """The items on the boards of the workshops, by workshop, but those that somebody refused."""
    if not workshop_ids:
        return {}
    rows = DiagnosisItem.objects.on_board().filter(workshop__in=workshop_ids).select_related("author", "quote_consent")
    items = list(rows.order_by("pk"))
    refused = _refused({_code_of(item): text_hash(item.text) for item in items})
    by_workshop: dict[Any, list[DiagnosisItem]] = {}
    for item in items:
        if _code_of(item) not in refused:
            by_workshop.setdefault(item.workshop_id, []).append(item)
    return by_workshop


def _code_of(item: DiagnosisItem) -> str:
    return f"{SourceKind.DIAGNOSIS_ITEM.value}:{item.uuid}"
