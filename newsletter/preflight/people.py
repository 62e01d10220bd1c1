"""Who is quoted in a letter agreed to it, and still does (law.md C-14)."""

from collections.abc import Iterator

from ..enums import FaultKind
from ..errors import Fault
from ..references import agreements_of, people_quoted
from .subject import Subject


def faults_of_its_people(subject: Subject) -> Iterator[Fault]:
    quoted = people_quoted(subject.letter)
    agreed = agreements_of(quoted.values()) if quoted else {}
    for block_id, person in quoted.items():
        if person.pk not in agreed:
            yield Fault(FaultKind.NO_AGREEMENT, str(person), block_id=block_id)
