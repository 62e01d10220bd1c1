"""Who asks for a place, and what came with the form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import uuid4

from django.core.files import File

from people.addresses import normalise_email
from people.services import fold

from ..enums import AnswerKept, NeedKind, QuestionTopic


@dataclass(frozen=True)
class Participant:
    """Somebody who comes. `email` is where we write, and may be shared; empty for someone added from paper.

    `profile_id` is the key of a Profile; `brings` is what they put on the shared table;
    `guardian_email` is that of whoever answers for a minor, empty for an adult.
    """

    given_name: str
    family_name: str
    email: str = ""
    organisation_name: str = ""
    message: str = ""
    profile_id: int | None = None
    shares_meal: bool = False
    brings: str = ""
    guardian_email: str = ""

    @property
    def address(self) -> str:
        return normalise_email(self.email) if self.email else ""

    @property
    def guardian_address(self) -> str:
        return normalise_email(self.guardian_email) if self.guardian_email else ""

    @property
    def identity_key(self) -> str:
        """The same person at the same address gives the same key, however the name is written."""
        if not self.email:
            return sha256(uuid4().bytes).hexdigest()
        name = fold(f"{self.given_name} {self.family_name}")
        return sha256(f"{self.address}\n{name}".encode()).hexdigest()


@dataclass(frozen=True)
class AnswerDraft:
    """The answer to one question, with its words as they were read. `file` is what was joined, if anything."""

    question_id: int
    label: str
    text: str = ""
    topic: QuestionTopic | str = QuestionTopic.ORDINARY
    kept_days: int = AnswerKept.YEAR
    position: int = 0
    file: File | None = None


@dataclass(frozen=True)
class Enclosed:
    """What a form says besides who comes and when: answers, particular needs (with their consent), wishes."""

    answers: Sequence[AnswerDraft] = ()
    needs: Mapping[NeedKind, str] = field(default_factory=dict)
    wishes: Collection[str] = ()
