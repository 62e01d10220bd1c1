"""Who agrees to stand in the printed journal: an audience of its own (law.md C-10, C-13)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from events.models import Contact, DiagnosisItem
from people.enums import Audience, ConsentPurpose
from people.models import Consent

from ..selectors.sources import Source, Sources

# person and purpose → the consent that stands for print
PrintConsents = dict[tuple[Any, str], int]


@dataclass(frozen=True)
class PrintedSource(Source):
    """A source as paper may show it. `consent_id` is the agreement it rests on; `person_id` whose words these are."""

    person_id: int | None = None
    consent_id: int | None = None

    @property
    def is_withheld(self) -> bool:
        needed = self.person_id is not None or self.provenance.needs_consent
        return needed and self.consent_id is None


def for_print(sources: Sources) -> Sources:
    """`sources` read with the agreements given for print. One query."""
    consents = _print_consents(sources.by_code.values())
    by_code: dict[str, Source] = {code: _printed(source, consents) for code, source in sources.by_code.items()}
    return replace(sources, by_code=by_code)


def _printed(source: Source, consents: PrintConsents) -> PrintedSource:
    person, purpose = _whose(source.record)
    return PrintedSource(
        provenance=source.provenance,
        record=source.record,
        workshop=source.workshop,
        items=tuple(item for item in source.items if item.author_id is None or _whose(item) in consents),
        person_id=person,
        consent_id=consents.get((person, purpose)),
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


def consents_under(source: Source) -> list[int]:
    """The agreements that `source`, with what stands on its board, rests on."""
    found = [getattr(source, "consent_id", None), getattr(getattr(source.record, "quote_consent", None), "pk", None)]
    found += [item.quote_consent_id for item in source.items if item.author_id]
    return sorted({pk for pk in found if pk})
