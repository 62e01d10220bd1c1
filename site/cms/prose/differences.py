"""What changed between a text and its cleaned form, word by word, for a person to check."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

_WORD = re.compile(r"\n[ \t]*\n|\n|[^\s]+")
MOST_WORDS = 40_000


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Stretch:
    """Words in a row that share a fate. A paragraph ends with « ¶ » where that end itself changed."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Stretch]:
    """`before` and `after` as stretches in reading order. Nothing for texts of more than MOST_WORDS words: comparing
    them would take minutes.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return []
    found: list[Stretch] = []
    for tag, start, end, other, last in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append(Stretch(Change.SAME, _spelled(old[start:end])))
            continue
        gone, made = _spelled(old[start:end], shows_ends=True), _spelled(new[other:last], shows_ends=True)
        found += [Stretch(Change.GONE, gone)] * bool(gone) + [Stretch(Change.NEW, made)] * bool(made)
    return found


def _spelled(words: list[str], *, shows_ends: bool = False) -> str:
    """The words with one space between; line ends as they were, with a sign where they changed."""
    signs = [_end(word, shows_ends) if word.startswith("\n") else word for word in words]
    spaced = "".join(
        f"{word} " if not (word.endswith("\n") or following.startswith("\n")) else word
        for word, following in pairwise([*signs, ""])
    )
    return spaced


def _end(sign: str, shows_ends: bool) -> str:
    lines = "\n\n" if sign.count("\n") > 1 else "\n"
    return f"¶{lines}" if shows_ends else lines
