"""Dates that running text mentions, with or without a year: « 31 mars 2027 », « le 1er avril », « 31/03/2027 »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .dates import MONTHS

_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)} | {"fevrier": 2, "aout": 8, "decembre": 12}
_IN_WORDS = re.compile(
    rf"(?<![\d/])(?P<day>1er|0?[1-9]|[12]\d|3[01])\s+(?P<month>{'|'.join(_NUMBERS)})\b(?:\s+(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
_IN_DIGITS = re.compile(r"(?<![\d/])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?![\d/])")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|[\n\r;•]+")


@dataclass(frozen=True)
class Mention:
    """A date as it is written; `year` is None when the text leaves it to the reader."""

    words: str
    day: int
    month: int
    year: int | None

    def may_be(self, day: date) -> bool:
        return (self.day, self.month) == (day.day, day.month) and self.year in (None, day.year)


def mentions_in(text: str) -> Iterator[Mention]:
    """The dates of `text`, those in words first. What is no date of the calendar is read as it stands."""
    for found in _IN_WORDS.finditer(text):
        day = int(found["day"].lower().removesuffix("er"))
        year = int(found["year"]) if found["year"] else None
        yield Mention(found[0], day, _NUMBERS[found["month"].lower()], year)
    for found in _IN_DIGITS.finditer(text):
        year = int(found["year"])
        yield Mention(found[0], int(found["day"]), int(found["month"]), year if year > 99 else 2000 + year)


def sentences_of(text: str) -> list[str]:
    """Short pieces of running text: one for each sentence, line, or part between semicolons."""
    pieces = (" ".join(piece.split()) for piece in _SENTENCE_END.split(text))
    return [piece for piece in pieces if piece]
