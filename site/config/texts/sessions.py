"""Dates that a text tells of, as sessions to propose (S0-17, S4-03)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.dates import MONTHS, DateUnreadable, Slot, read_slots, slots_text

LABEL_LENGTH = 80
MOST = 200
_LABEL = re.compile(r"[-*\s]*(?:\d{1,2}[.)]\s+)?([^:]{2,80}?)\s*:\s")
_AFTER = re.compile(r"\s[-–—]\s+(.{2,80})$")
# Worth reading at all: a day and the name of a month.
_MAYBE = re.compile(rf"\d(?:er)?\s+(?:{'|'.join(MONTHS)}|fevrier|aout|decembre)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Proposed:
    """One session to tick: its beginning and end, a title, and the words it was read in."""

    starts_at: datetime
    ends_at: datetime
    title: str
    words: str
    is_sure: bool = True

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at

    @property
    def key(self) -> str:
        """What a form sends back."""
        return f"{self.starts_at:%Y-%m-%dT%H:%M}/{self.ends_at:%Y-%m-%dT%H:%M}"

    @property
    def text(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return slots_text([Slot(start.date(), start.time(), end.time())])


@dataclass(frozen=True)
class Unread:
    """A line that names a date nobody can make a session of, and why."""

    words: str
    reason: str


@dataclass(frozen=True)
class Usual:
    """What the editor says once for dates that do not say it: the year, and the hours."""

    year: int | None = None
    start: time | None = None
    end: time | None = None


def read_sessions(text: str, usual: Usual) -> tuple[list[Proposed], list[Unread]]:
    """The sessions told of in `text`, each once, in order; and the lines that need a person."""
    found: dict[tuple[datetime, datetime], Proposed] = {}
    unread: list[Unread] = []
    for line in text.split("\n"):
        if not _MAYBE.search(line) or line.startswith("#"):
            continue
        try:
            for proposed in _of_line(line, usual):
                known = found.get(proposed.span)
                found[proposed.span] = replace(known, title=known.title or proposed.title) if known else proposed
        except DateUnreadable as error:
            unread.append(Unread(_short(line), str(error)))
    return sorted(found.values(), key=lambda one: one.starts_at)[:MOST], unread[:MOST]


def _of_line(line: str, usual: Usual) -> Iterator[Proposed]:
    slots = read_slots(line, year=usual.year)
    # A sentence may speak of a date without giving one; a line that is only dates and hours gives them.
    is_sure = all(slot.start for slot in slots) or bool(re.match(r"[-*•\s]*(?:le |les |du )?\d", line, re.IGNORECASE))
    for slot in slots:
        start, end = slot.start or usual.start, slot.end or usual.end
        if start is None:
            raise DateUnreadable("L’horaire manque.")
        if end is None or end <= start:
            raise DateUnreadable("L’heure de fin manque.")
        begins, ends = (timezone.make_aware(datetime.combine(slot.day, hour)) for hour in (start, end))
        yield Proposed(begins, ends, _title(line), _short(line), is_sure)


def _title(line: str) -> str:
    """« Module 2 » of « Module 2 : Les 02 et 09 avril… », « Forces du partenariat » of « 21 janvier - Forces… »."""
    if (label := _LABEL.match(line)) and not _MAYBE.search(label[1]):
        return label[1].strip()[:LABEL_LENGTH]
    after = _AFTER.search(line)
    return after[1].strip(" ;.")[:LABEL_LENGTH] if after and not _MAYBE.search(after[1]) else ""


def _short(line: str) -> str:
    return " ".join(line.strip("-*•| ").split())[:160]


def read_key(key: str) -> tuple[datetime, datetime] | None:
    """What `Proposed.key` wrote; None when a browser sends something else."""
    try:
        begins, ends = (timezone.make_aware(datetime.fromisoformat(half)) for half in key.split("/"))
    except ValueError:
        return None
    is_sane = timedelta() < ends - begins < timedelta(days=2)
    return (begins, ends) if is_sane else None
