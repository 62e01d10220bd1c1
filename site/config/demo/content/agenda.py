"""Everything that has a date: real editions as their documents give them, and the valley's, in the same formats."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from events.enums import Modality, SessionState
from events.services import Moment

from .calendar import Calendar
from .entries import Entry


@dataclass(frozen=True)
class Dated:
    """One session: its day, its hours, and how many of its places are taken."""

    day: dt.date
    hours: tuple[int, int]
    title: str = ""
    state: SessionState = SessionState.CLOSED
    capacity: int = 20
    taken: int = 0
    waiting: int = 0
    module: str = ""
    moments: Sequence[Moment] = ()
    join_url: str = ""
    has_meal: bool = False


@dataclass(frozen=True)
class Event:
    """An event page and its sessions. `modules` are those of a training: title, content."""

    entry: Entry
    sessions: Sequence[Dated]
    modules: Sequence[tuple[str, str]] = ()
    kind: Literal["workshop", "training", "meeting"] = "workshop"


@dataclass(frozen=True)
class Series:
    """A series, and its video workshops."""

    entry: Entry
    events: Sequence[Event]


def moment(start: str, end: str, title: str, text: str = "") -> Moment:
    """`moment("9:05", "9:30", …)`; an empty end leaves it open."""
    return Moment(clock(start), clock(end) if end else None, title, text)


def clock(words: str) -> dt.time:
    hour, minute = words.split(":")
    return dt.time(int(hour), int(minute))


# The five lines of S0-18.
ONE_HOUR = (
    moment("9:00", "9:05", "Connexion, café virtuel et programme de l’heure"),
    moment("9:05", "9:30", "Chaque personne raconte son projet", "Envies, besoins, avancées, difficultés."),
    moment("9:30", "9:50", "Point de sensibilisation"),
    moment("9:50", "10:00", "Échanges"),
    moment("10:00", "", "Déconnexion"),
)
# The topics of S0-20, in the order of the dates.
POINTS = (
    "Forces du partenariat",
    "Budget et recherche de financements",
    "Outils de collecte, retours d’expérience",
    "Valorisation et outils d’évaluation",
    "Projet d’établissement et projet culturel",
)
MODULES = (
    (
        "Échanger des pratiques",
        "Un groupe de trois heures, à partir de situations vécues ou à venir que le groupe choisit, avec une personne qui "
        "connaît le secteur de la culture, et des expériences d’ici à observer.",
    ),
    (
        "Essayer des outils numériques",
        "Quatre séances de deux heures : se donner des critères, essayer les outils repérés au premier module, en dire les "
        "avantages et les limites, et raconter d’une séance à l’autre ce que l’on a tenté. Sans oublier ce que cela change à "
        "l’organisation, à la circulation des informations et à la relation avec les publics.",
    ),
    (
        "Engager un travail en réseau",
        "Deux heures pour décider comment continuer à se former ensemble, une fois la formation finie.",
    ),
)
# Sessions and hours of each: 3 h, then 4 × 2 h, then 2 h make the 13 hours of S4-01.
MODULE_PLANS = ((1, 3), (4, 2), (1, 2))
TRAINING_HOURS = ((14, 17), (10, 12), (10, 12), (10, 12), (10, 12), (14, 16))
TRAINING_MODULES = (0, 1, 1, 1, 1, 2)
SPRING_2021 = tuple(dt.date(2021, *day) for day in ((3, 16), (4, 2), (4, 9), (5, 7), (5, 21), (5, 25)))
THURSDAYS_2021 = tuple(dt.date(2021, *day) for day in ((1, 21), (2, 4), (2, 18), (3, 4), (3, 18)))


def training_sessions(
    days: Sequence[dt.date], *, state: SessionState, taken: int = 0, join_url: str = ""
) -> list[Dated]:
    """Six sessions, 13 hours, in three modules (S4-01, S4-03); `join_url` of each ends with its number."""
    return [
        Dated(
            day=day,
            hours=hours,
            module=MODULES[module][0],
            state=state,
            capacity=14,
            taken=taken,
            title=MODULES[module][0],
            join_url=join_url and f"{join_url}-{number}",
        )
        for number, (day, hours, module) in enumerate(zip(days, TRAINING_HOURS, TRAINING_MODULES, strict=True), start=1)
    ]


__all__ = [
    "MODULES",
    "MODULE_PLANS",
    "ONE_HOUR",
    "POINTS",
    "SPRING_2021",
    "THURSDAYS_2021",
    "Calendar",
    "Dated",
    "Event",
    "Modality",
    "Series",
    "moment",
    "training_sessions",
]
