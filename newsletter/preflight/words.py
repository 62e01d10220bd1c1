"""The words: a date that falls on another day, a passage that nobody completed."""

import re
from collections.abc import Iterator
from datetime import date

from cms.dates import MONTHS, WEEKDAYS

from ..enums import FaultKind
from ..errors import Fault
from .subject import Subject

_DATED = re.compile(
    rf"\b({'|'.join(WEEKDAYS)})\s+(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?\b", re.IGNORECASE
)
# What stands for something to come: merge fields of other programs, brackets, drafts of paragraphs.
_UNFINISHED = re.compile(
    r"%%\w+%%|\{\{.*?\}\}|\{%.*?%\}|\*\|\w+\|\*"
    r"|\[(?:à\s|le\s|la\s|les\s|un\s|une\s|votre\s)?(?:compléter|préciser|vérifier|titre|date|heure|lieu|nom|prénom|lien|texte|adresse)\b[^\]]*\]"
    r"|\b(?:à compléter|lorem ipsum|todo|tbd)\b|\bX{3,}\b|_{4,}",
    re.IGNORECASE,
)


def faults_of_its_words(subject: Subject) -> Iterator[Fault]:
    for block_id, text in _texts(subject):
        for found in _UNFINISHED.finditer(text):
            yield Fault(FaultKind.PLACEHOLDER, found[0], block_id=block_id)
        for found in _DATED.finditer(text):
            if not _falls_on(found, subject.letter.date):
                yield Fault(FaultKind.WRONG_WEEKDAY, " ".join(found[0].split()), block_id=block_id)


def _texts(subject: Subject) -> Iterator[tuple[str, str]]:
    letter = subject.letter
    yield "", f"{letter.title}\n{letter.subject}\n{letter.summary}"
    for segment in subject.composition.segments:
        yield segment.block_id, segment.text


def _falls_on(found: re.Match[str], around: date) -> bool:
    """Whether the date written is that weekday; without a year, the nearest one before or after the letter will do."""
    weekday, month = WEEKDAYS.index(found[1].lower()), MONTHS.index(found[3].lower()) + 1
    years = [int(found[4])] if found[4] else [around.year - 1, around.year, around.year + 1]
    days = [day for day in (_date(year, month, int(found[2])) for year in years) if day]
    if not found[4]:
        before, after = [day for day in days if day < around], [day for day in days if day >= around]
        days = [*before[-1:], *after[:1]]
    return any(day.weekday() == weekday for day in days)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
