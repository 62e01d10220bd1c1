"""What the services of the journal refuse, in French words meant for the person who asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import PressFault


class JournalError(Exception):
    """A rule says no; the message is shown as it stands."""


class DraftMoved(JournalError):
    """The draft is no longer the version that the person had before them: nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "Le texte a changé pendant que vous écriviez. Rien n’est perdu : vos phrases sont gardées ci-dessous, "
            "à côté de la nouvelle version."
        )


class FrozenTextGone(JournalError):
    """Texts of « bon à tirer », known by their titles, no longer exist: no final file can stand for it."""

    def __init__(self, titles: Sequence[str]) -> None:
        named = ", ".join(f"« {title} »" for title in titles)
        what = "un texte qui n’existe plus" if len(titles) == 1 else "des textes qui n’existent plus"
        super().__init__(
            f"Le bon à tirer compte {what} : {named}. Rouvrez le numéro et donnez un nouveau bon à tirer ; "
            "d’ici là, seule une épreuve peut être tirée."
        )


class ImprintIncomplete(JournalError):
    """The ours lost some of its lines since « bon à tirer »; `missing` are their French names."""

    def __init__(self, missing: Sequence[str]) -> None:
        named = ", ".join(f"« {label} »" for label in missing)
        super().__init__(f"L’ours n’est plus complet : il manque {named}. Complétez-le, puis recommencez.")


@dataclass(frozen=True)
class Fault:
    """One thing that stops « Bon à tirer ».

    `subject` is what it concerns (a person, a picture, a line of the imprint), `title` and `page_id` the page to edit,
    `count` and `limit` signs when there are too many.
    """

    kind: PressFault
    subject: str = ""
    title: str = ""
    page_id: int | None = None
    count: int = 0
    limit: int = 0


class NotReadyForPress(JournalError):
    """Something stops « Bon à tirer »; `faults` says what."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        number = len(self.faults)
        things = "un point reste à régler" if number == 1 else f"{number} points restent à régler"
        super().__init__(f"Le bon à tirer attend : {things}.")
