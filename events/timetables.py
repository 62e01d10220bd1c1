"""A déroulé typed or pasted as text, one moment a line, and written back the same way (S0-18).

9 h – 9 h 05 : Accueil café
9 h 05 – 9 h 30 : Pitch de chaque projet | volonté, besoins, avancées, difficultés
10 h : Déconnexion
"""

import re
from collections.abc import Iterable
from datetime import time
from typing import Protocol

from cms.dates import NBSP, time_text

from .services import Moment

_HOUR = r"(?P<{0}_hour>[01]?\d|2[0-3])\s*(?:h|:)\s*(?P<{0}_minute>[0-5]\d)?"
_DASH = r"[-\u2010-\u2015]"
_LINE = re.compile(
    rf"^{_HOUR.format('start')}(?:\s*(?:{_DASH}|à)\s*{_HOUR.format('end')})?\s*(?:{_DASH}|:)?\s*(?P<title>[^|\d\s][^|]*)"
    r"(?:\|(?P<text>.*))?$",
    re.IGNORECASE,
)


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
                raise TimetableUnreadable(f"Ligne {number} : ce moment commence avant le précédent.")
            moments.append(moment)
    return moments


def write_timetable(moments: Iterable[Written]) -> str:
    """The text `read_timetable` reads back."""
    return "\n".join(_write_line(moment) for moment in moments)


def _read_line(number: int, line: str) -> Moment:
    found = _LINE.match(line)
    if found is None:
        raise TimetableUnreadable(
            f"Ligne {number} : « {line[:60]} » ne se lit pas. Écrivez par exemple « 9 h – 9 h 05 : Accueil café »."
        )
    start = _hour(found, "start")
    end = _hour(found, "end") if found["end_hour"] else None
    if end is not None and end < start:
        raise TimetableUnreadable(f"Ligne {number} : la fin précède le début.")
    title = found["title"].strip().rstrip(";").strip()
    if len(title) > 200:
        raise TimetableUnreadable(f"Ligne {number} : plus de 200 signes. Mettez les précisions après une barre « | ».")
    return Moment(starts_at=start, ends_at=end, title=title, text=(found["text"] or "").strip())


def _hour(found: re.Match[str], which: str) -> time:
    return time(int(found[f"{which}_hour"]), int(found[f"{which}_minute"] or 0))


def _write_line(moment: Written) -> str:
    hours = time_text(moment.starts_at)
    if moment.ends_at is not None:
        hours = f"{hours} – {time_text(moment.ends_at)}"
    text = f" | {moment.text}" if moment.text else ""
    return f"{hours} : {moment.title}{text}".replace(NBSP, " ")
