"""Which page of ours a Kirby template becomes, and which of its fields that page knows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cms.models import BasePage
from events.models import AgendaPage, TrainingPage
from home.enums import ProgrammeFamily
from home.models import (
    NewsIndexPage,
    NewsPage,
    OrganisationIndexPage,
    OrganisationPage,
    ProgrammeIndexPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
)

from .folders import SourcePage
from .values import BadValue, read_flag

DATE_FIELDS = ("date", "published", "datepublication")
START_FIELDS = ("start", "debut", "date")
END_FIELDS = ("end", "fin", "dateend", "enddate")
MOMENT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Kind:
    """A model, the list its pages stand in (None: under the home page), and how its own fields are filled.

    `fill` returns the names of the fields it used.
    """

    model: type[BasePage]
    index: type[BasePage] | None = None
    fill: Callable[[Any, SourcePage], set[str]] = field(default=lambda page, source: set())


def _fill_news(page: NewsPage, source: SourcePage) -> set[str]:
    for name in DATE_FIELDS:
        if source.fields.get(name):
            page.date = read_day(source.fields[name])
            return {name}
    return set()


def _fill_programme(page: ProgrammePage, source: SourcePage) -> set[str]:
    if source.template.startswith(("formation", "training")):
        page.family = ProgrammeFamily.TRAINING
    if "displayquotes" not in source.fields:
        return set()
    page.shows_quotations = read_flag(source.fields["displayquotes"])
    return {"displayquotes"}


def _fill_training(page: TrainingPage, source: SourcePage) -> set[str]:
    if training_dates(source) is None:
        return set()
    return {name for name in (*START_FIELDS, *END_FIELDS) if name in source.fields}


KINDS = {
    "texte": Kind(StandardPage),
    "actualite": Kind(NewsPage, NewsIndexPage, _fill_news),
    "programme": Kind(ProgrammePage, ProgrammeIndexPage, _fill_programme),
    "projet": Kind(ProjectPage, ProjectIndexPage),
    "structure": Kind(OrganisationPage, OrganisationIndexPage),
    "formation": Kind(TrainingPage, AgendaPage, _fill_training),
}
# The beginning of a template's name tells what it shows; the first that fits is taken.
GUESSES = {
    "default": "texte",
    "page": "texte",
    "site": "texte",
    "home": "texte",
    "about": "texte",
    "actu": "actualite",
    "article": "actualite",
    "blog-article": "actualite",
    "news": "actualite",
    "post": "actualite",
    "note": "actualite",
    "programme": "programme",
    "formation": "programme",
    "training": "programme",
    "project": "projet",
    "projet": "projet",
    "structure": "structure",
    "partenaire": "structure",
}


def kind_of(source: SourcePage, chosen: dict[str, str]) -> str | None:
    """The name in `KINDS`; None when nobody chose and nothing is recognised. A dated training is an event."""
    if source.template in chosen:
        return chosen[source.template]
    guessed = next((kind for start, kind in GUESSES.items() if source.template.startswith(start)), None)
    if guessed == "programme" and source.template.startswith(("formation", "training")) and training_dates(source):
        return "formation"
    return guessed


def training_dates(source: SourcePage) -> tuple[datetime, datetime] | None:
    """When a training begins and ends, if its fields say both, to the minute, and one after the other."""
    start, end = (next((source.fields[name] for name in names if source.fields.get(name)), "") for names in _SPAN)
    try:
        dates = read_moment(start), read_moment(end)
    except BadValue:
        return None
    return dates if dates[0] < dates[1] else None


_SPAN = (START_FIELDS, END_FIELDS)


def read_day(value: str) -> date:
    """« 2021-03-16 » or « 2021-03-16 14:00 ». Raises BadValue."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError as error:
        raise BadValue(f"date illisible : « {value[:40]} »") from error


def read_moment(value: str) -> datetime:
    """« 2021-03-16 14:00 », in the time of Paris. Raises BadValue."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", value.strip()):
        raise BadValue(f"date et heure illisibles : « {value[:40]} »")
    try:
        naive = datetime.strptime(value.strip()[:16], MOMENT)  # noqa: DTZ007 — made aware at once
    except ValueError as error:
        raise BadValue(f"date et heure illisibles : « {value[:40]} »") from error
    return timezone.make_aware(naive)
