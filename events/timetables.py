"""A déroulé typed or pasted as text, one moment a line, and written back the same way (S0-18).

9 h – 9 h 05 : Accueil café
9 h 05 – 9 h 30 : Pitch de chaque projet | volonté, besoins, avancées, difficultés
10 h : Déconnexion
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol

from cms.dates import NBSP, time_text

_HOUR = r"(?P<{0}_hour>[01]?\d|2[0-3])\s*(?:h|:)\s*(?P<{0}_minute>[0-5]\d)?"
_DASH = r"[-\u2010-\u2015]"
_LINE = re.compile(
    rf"^{_HOUR.format('start')}(?:\s*(?:{_DASH}|à)\s*{_HOUR.format('end')})?\s*(?:{_DASH}|:)?\s*(?P<title>[^|\d\s][^|]*)"
    r"(?:\|(?P<text>.*))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Moment:
    """One line of a timetable. Without an end it lasts until the next one, or until the session ends."""

    starts_at: time
    ends_at: time | None
    title: str
    text: str = ""


class TimetableUnreadable(ValueError):
    """The message names the line, for the person who typed it."""


class Written(Protocol):
    """A line of a timetable, stored or about to be."""

    @property
    def starts_at(self) -> time: ...
    @property
    def ends_at(self) -> time | None: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


def read_timetable(text: str) -> list[Moment]:
    """The moments of `text`, in the order of the lines. Raises TimetableUnreadable."""
    lines = text.replace(NBSP, " ").replace("\u202f", " ").splitlines()
    moments: list[Moment] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            moment = _read_line(number, line.strip())
            if moments and moment.starts_at < moments[-1].starts_at:
                raise TimetableUnreadable(f"Ligne {number} : ce moment commence avant le précédent.")
            moments.append(moment)
    return moments


def write_timetable(moments: Iterable[Written]) -> str:
    """The text `read_timetable` reads back."""
    return "\n".join(_write_line(moment) for moment in moments)


def _read_line(number: int, line: str) -> Moment:
    found = _LINE.match(line)
    if found is None:
        raise TimetableUnreadable(
            f"Ligne {number} : « {line[:60]} » ne se lit pas. Écrivez par exemple « 9 h – 9 h 05 : Accueil café »."
        )
    start = _hour(found, "start")
    end = _hour(found, "end") if found["end_hour"] else None
    if end is not None and end < start:
        raise TimetableUnreadable(f"Ligne {number} : la fin précède le début.")
    title = found["title"].strip().rstrip(";").strip()
    if len(title) > 200:
        raise TimetableUnreadable(f"Ligne {number} : plus de 200 signes. Mettez les précisions après une barre « | ».")
    return Moment(starts_at=start, ends_at=end, title=title, text=(found["text"] or "").strip())


def _hour(found: re.Match[str], which: str) -> time:
    return time(int(found[f"{which}_hour"]), int(found[f"{which}_minute"] or 0))


def _write_line(moment: Written) -> str:
    hours = time_text(moment.starts_at)
    if moment.ends_at is not None:
        hours = f"{hours} – {time_text(moment.ends_at)}"
    text = f" | {moment.text}" if moment.text else ""
    return f"{hours} : {moment.title}{text}".replace(NBSP, " ")


# --- Does it add up? ------------------------------------------------------------------------------

_ANY_DAY = date(2000, 1, 1)


def span_of(moments: Sequence[Moment]) -> timedelta:
    """From the first moment to the end of the last; nothing for no moment."""
    return _since(moments[0].starts_at, _end(moments[-1])) if moments else timedelta()


def faults_between(moments: Sequence[Moment]) -> list[str]:
    """Gaps and overlaps from one moment to the next, in words (S0-18). Empty when there is none."""
    faults = []
    for before, after in pairwise(moments):
        if before.ends_at is None or before.ends_at == after.starts_at:
            continue
        named = f"« {before.title} » et « {after.title} »"
        if before.ends_at > after.starts_at:
            faults.append(f"{named} se chevauchent, de {time_text(after.starts_at)} à {time_text(before.ends_at)}.")
        else:
            faults.append(
                f"Il y a un trou entre {named}, de {time_text(before.ends_at)} à {time_text(after.starts_at)}."
            )
    return faults


def faults_of(moments: Sequence[Moment], start: time, end: time) -> list[str]:
    """What keeps `moments` from filling a session from `start` to `end` of one day exactly, in words."""
    if not moments:
        return []
    faults = faults_between(moments)
    first, last = moments[0], moments[-1]
    if first.starts_at != start:
        faults.append(f"Le déroulé commence à {time_text(first.starts_at)}, la séance à {time_text(start)}.")
    if _end(last) > end or (last.ends_at is not None and last.ends_at < end):
        faults.append(f"Le déroulé finit à {time_text(_end(last))}, la séance à {time_text(end)}.")
    return faults


def shifted(moments: Sequence[Moment], start: time) -> list[Moment]:
    """The same lengths, from another hour: a template given to a session."""
    if not moments:
        return []
    by = _since(moments[0].starts_at, start)
    return [
        replace(each, starts_at=_moved(each.starts_at, by), ends_at=_moved(each.ends_at, by) if each.ends_at else None)
        for each in moments
    ]


def _end(moment: Moment) -> time:
    return moment.ends_at or moment.starts_at


def _since(start: time, end: time) -> timedelta:
    return datetime.combine(_ANY_DAY, end) - datetime.combine(_ANY_DAY, start)


def _moved(hour: time, by: timedelta) -> time:
    return (datetime.combine(_ANY_DAY, hour) + by).time()
