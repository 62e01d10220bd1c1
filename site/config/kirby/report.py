"""What an import did, and all that a person should look at: nothing is lost in silence (kirby.md 1.5)."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True)
class Line:
    """Something to know about one page or file of the source. A warning is a doubt: `--strict` refuses it."""

    place: str
    message: str
    is_warning: bool

    def __str__(self) -> str:
        return f"{'!' if self.is_warning else '·'} {self.place or '(site)'}\u00a0: {self.message}"


class Done(Enum):
    """What can happen to a page or file: how one is said, and several."""

    FILE_KEPT = ("fichier inchangé", "fichiers inchangés")
    FILE_WRITTEN = ("fichier repris", "fichiers repris")
    PAGE_KEPT = ("page inchangée", "pages inchangées")
    PAGE_UPDATED = ("page mise à jour", "pages mises à jour")
    PAGE_MADE = ("page créée", "pages créées")

    def counted(self, number: int) -> str:
        return f"{number}\u00a0{self.value[number > 1]}"


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    done: "Counter[Done]" = field(default_factory=Counter)

    def warn(self, place: str, message: str) -> None:
        self.lines.append(Line(place, message, is_warning=True))

    def tell(self, place: str, message: str) -> None:
        self.lines.append(Line(place, message, is_warning=False))

    @property
    def warnings(self) -> list[Line]:
        return [line for line in self.lines if line.is_warning]

    def summary(self) -> str:
        """« 3 pages créées, 1 page inchangée »; in the order of the work."""
        return ", ".join(what.counted(number) for what, number in self.done.items()) or "rien à importer"
