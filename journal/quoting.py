"""What a block takes from what a workshop left: the words, and the provenance that remembers them."""

from dataclasses import dataclass

from cms.enums import Licence
from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from people.models import Passage
from people.words import text_hash

from .enums import SourceKind
from .provenance import Provenance

# What a workshop leaves is shared by those who made it together (LI-01, LI-04).
OUTPUTS_LICENCE = Licence.BY_SA
Output = WorkshopPage | DiagnosisItem | Contact | Seed | Passage


@dataclass(frozen=True)
class Reading:
    """How to read one kind of source: the field of its words, and that of the person they belong to.

    `is_confided`: it never had words without somebody's agreement.
    """

    kind: SourceKind
    words: str
    person: str = ""
    is_confided: bool = False


READINGS: dict[type, Reading] = {
    WorkshopPage: Reading(SourceKind.WORKSHOP, "stake"),
    DiagnosisItem: Reading(SourceKind.DIAGNOSIS_ITEM, "text", person="author_id"),
    Contact: Reading(SourceKind.CONTACT, "what", person="person_id"),
    Seed: Reading(SourceKind.SEED, "description"),
    Passage: Reading(SourceKind.PASSAGE, "words", is_confided=True),
}


def words_of(record: Output) -> str:
    """The words that a block takes from `record`."""
    return str(getattr(record, READINGS[type(record)].words)).strip()


def provenance_of(record: Output, *, origin_block_id: str = "") -> Provenance:
    """The provenance of a block made now from `record`. A workshop is known by the `translation_key` of its page."""
    reading = READINGS[type(record)]
    identifier = record.translation_key if isinstance(record, WorkshopPage) else record.uuid
    words = words_of(record)
    return Provenance(
        kind=reading.kind.value,
        uuid=str(identifier),
        text_hash=text_hash(words) if words else "",
        origin_block_id=origin_block_id,
        needs_consent=reading.is_confided or bool(reading.person and getattr(record, reading.person)),
        licence=OUTPUTS_LICENCE.value,
    )
