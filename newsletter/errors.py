"""What the services of the newsletter refuse, in French words meant for the person who asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .enums import FaultKind


class NewsletterError(Exception):
    """A rule says no; the message is shown as it stands."""


class ConfirmationUsed(NewsletterError):
    """The link was good once; since then the person left, or their demand was forgotten."""

    def __init__(self) -> None:
        super().__init__("Ce lien de confirmation a déjà servi, ou la demande a été effacée depuis.")


class NotSubscribed(NewsletterError):
    """The link was good; since then the person left, or was forgotten."""

    def __init__(self) -> None:
        super().__init__("Cette adresse ne reçoit plus rien de nous.")


@dataclass(frozen=True)
class Fault:
    """One thing the preflight found: what, the words or address at fault, the page and the block concerned, if any."""

    kind: FaultKind
    title: str = ""
    page_id: int | None = None
    block_id: str = ""

    @property
    def stops(self) -> bool:
        return not self.kind.is_warning

    def as_dict(self) -> dict[str, str | int | None]:
        """Plain values, for a row that remembers what stopped a departure."""
        return {"kind": self.kind.value, "title": self.title, "page_id": self.page_id, "block_id": self.block_id}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Fault":
        return cls(
            kind=FaultKind(stored["kind"]),
            title=stored.get("title", ""),
            page_id=stored.get("page_id"),
            block_id=stored.get("block_id", ""),
        )


class LetterNotReady(NewsletterError):
    """Something stops the departure; `faults` says what, warnings included."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(fault.kind.label) for fault in faults if fault.stops))
