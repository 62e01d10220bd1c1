"""What the services of the newsletter refuse, in French words meant for the person who asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import FaultKind


class NewsletterError(Exception):
    """A rule says no; the message is shown as it stands."""


class ConfirmationUsed(NewsletterError):
    """The link was good once; since then the person left, or their demand was forgotten."""

    def __init__(self) -> None:
        super().__init__("Ce lien de confirmation a déjà servi, ou la demande a été effacée depuis.")


@dataclass(frozen=True)
class Fault:
    """One thing that stops a letter, and the page it concerns (title and editing address), if any."""

    kind: FaultKind
    title: str = ""
    page_id: int | None = None


class LetterNotReady(NewsletterError):
    """Something stops the departure; `faults` says what."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(fault.kind.label) for fault in faults))
