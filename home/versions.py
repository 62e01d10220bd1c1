"""What the typed parts of a programme say in one version and not in another, word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4 import BeautifulSoup

from .models.programmes import SECTIONS

# Parts frozen in a version: those of the page, and two facts of its head.
PARTS = {**SECTIONS, "audience": "Publics", "duration": "Durée"}


@dataclass(frozen=True)
class Passage:
    """Some words: `kind` is "same", "added" or "removed"."""

    kind: str
    words: str


@dataclass(frozen=True)
class PartChange:
    title: str
    passages: list[Passage]


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[PartChange]:
    """The parts that changed, in the order they are read. Layout is not a change: only words are compared."""
    pairs = ((title, _words(before.get(name, "")), _words(after.get(name, ""))) for name, title in PARTS.items())
    return [PartChange(title, list(_passages(old, new))) for title, old, new in pairs if old != new]


def _words(html: str) -> list[str]:
    return BeautifulSoup(html, "html.parser").get_text(" ").split()


def _passages(old: list[str], new: list[str]) -> Iterator[Passage]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Passage("same", " ".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Passage("removed", " ".join(old[i1:i2]))
        if j2 > j1:
            yield Passage("added", " ".join(new[j1:j2]))
