"""Who agrees to stand in the printed journal: an audience of its own (law.md C-10, C-13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from events.models import Contact, DiagnosisItem
from people.enums import Answer, Audience, ConsentPurpose
from people.models import Consent, Passage

from ..models import CitedPassage
from ..selectors.sources import Source, Sources

# person and purpose, or person and code of a passage they read → the consent that stands for print
PrintConsents = dict[tuple[Any, str], int]


@dataclass(frozen=True)
class PrintedSource(Source):
    """A source as paper may show it. `consent_id` is the agreement it rests on; `person_id` whose words these are."""

    person_id: int | None = None
    consent_id: int | None = None

    @property
    def is_withheld(self) -> bool:
        # Whoever opens a passage reads that it may be printed: there is no second box (ConsentPurpose.CONFIDED).
        if self.is_refused or self.is_confided:
            return super().is_withheld
        needed = self.person_id is not None or self.provenance.needs_consent
        return needed and self.consent_id is None


def for_print(found: Sequence[Sources]) -> list[Sources]:
    """The sources of each article, with the agreements given for print: in general, or to these very passages.

    Two queries, whatever their number.
    """
    every = [source for sources in found for source in sources.by_code.values()]
    consents = _print_consents(every) | _agreed_passages(source.provenance.code for source in every)
    return [
        replace(sources, by_code={code: _printed(source, consents) for code, source in sources.by_code.items()})
        for sources in found
    ]


def _printed(source: Source, consents: PrintConsents) -> PrintedSource:
    person, purpose = _whose(source.record)
    return PrintedSource(
        provenance=source.provenance,
        record=source.record,
        workshop=source.workshop,
        is_refused=source.is_refused,
        items=tuple(item for item in source.items if item.author_id is None or _whose(item) in consents),
        person_id=person,
        consent_id=consents.get((person, purpose)) or consents.get((person, source.provenance.code)),
    )


def _whose(record: Any) -> tuple[Any, str]:
    """The person that `record` quotes or shows, and the purpose they must have agreed to."""
    if isinstance(record, DiagnosisItem):
        return record.author_id, ConsentPurpose.QUOTE
    if isinstance(record, Contact):
        return record.person_id, ConsentPurpose.ADDRESS_BOOK
    return None, ""


def _print_consents(sources: Iterable[Source]) -> PrintConsents:
    records = [record for source in sources for record in (source.record, *source.items)]
    people = {person for person, _purpose in map(_whose, records) if person is not None}
    rows = Consent.objects.given().filter(person__in=people, audience=Audience.PRINT)
    return {(row.person_id, row.purpose): row.pk for row in rows.order_by("pk")}


def _agreed_passages(codes: Iterable[str]) -> PrintConsents:
    """Whoever read their card as the journal prints it, and said yes, needs no other box."""
    rows = CitedPassage.objects.filter(code__in=[code for code in codes if code], answer=Answer.AGREED)
    standing = rows.filter(consent__audience=Audience.PRINT, consent__in=Consent.objects.given())
    return {(row.person_id, row.code): row.consent_id for row in standing.order_by("pk") if row.consent_id}


def consents_under(source: Source) -> list[int]:
    """The agreements that `source`, with what stands on its board, rests on."""
    found = [getattr(source, "consent_id", None), getattr(getattr(source.record, "quote_consent", None), "pk", None)]
    found += [item.quote_consent_id for item in source.items if item.author_id]
    if isinstance(source.record, Passage):
        found += [voice.consent_id for voice in source.record.voices.all()]
    return sorted({pk for pk in found if pk})
