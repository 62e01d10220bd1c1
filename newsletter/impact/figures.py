"""What was done, counted. A constant number of queries, whatever the year holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from events.attendance import lines_of
from events.enums import HOLDING_A_PLACE
from events.half_days import HalfDay, half_days_of
from events.models import Registration, Seed, Session
from journal.models import ArticlePage

from .hiding import FEWEST, hidden_among

UNSAID = "Non précisé"


class By(StrEnum):
    """How the figures divide."""

    YEAR = "annee"
    PROGRAMME = "programme"
    TERRITORY = "territoire"
    PROFILE = "profil"


@dataclass
class Group:
    """One line. `hours` are hours spent by participants, all added; those of sessions where nobody noted who was
    there are the length of the session for each place held, and are in `estimated` too.
    """

    label: str
    sessions: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    minutes: int = 0
    estimated_minutes: int = 0
    places: int = 0
    seeds: int = 0
    articles: int = 0
    is_hidden: bool = False

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)

    @property
    def estimated(self) -> int:
        return round(self.estimated_minutes / 60)


@dataclass(frozen=True)
class Report:
    """`year` None: all of them. `groups` are in order; whatever of a hidden one counts people is not to be shown."""

    year: int | None
    by: By
    groups: list[Group]
    total: Group
    years: list[int]

    @property
    def has_hidden(self) -> bool:
        return self.total.is_hidden or any(group.is_hidden for group in self.groups)

    @property
    def has_outputs(self) -> bool:
        """Seeds, articles and places belong to events, not to profiles."""
        return self.by != By.PROFILE


@dataclass(frozen=True)
class _Came:
    """One participant of one session."""

    session: Session
    person: int
    minutes: int
    is_estimated: bool
    profile: str


def report_of(year: int | None, by: By, *, now: datetime | None = None) -> Report:
    """The figures of sessions already over, neither cancelled nor drafts. All the years together divide by year only:
    a programme over all the years, less each year of it, would say who came in the year that is not shown.
    """
    by = By.YEAR if year is None else By.PROGRAMME if by == By.YEAR else by
    sessions = _sessions(now or timezone.now())
    years = sorted({_year(session) for session in sessions}, reverse=True)
    kept = [session for session in sessions if year is None or _year(session) == year]
    came = list(_participations(kept))
    outputs = _Outputs(year)
    groups = _divide(by, kept, came, outputs)
    total = _total(kept, came, outputs)
    _hide(by, groups, total)
    return Report(year, by, groups, total, years)


def _hide(by: By, groups: list[Group], total: Group) -> None:
    """Years have a report of their own, which shows their whole: there it is the sum of all that must go."""
    if by == By.YEAR:
        hidden = [group for group in groups if 0 < len(group.people) < FEWEST]
    else:
        hidden = hidden_among(groups, people=lambda group: group.people)
    for group in hidden:
        group.is_hidden = True
    total.is_hidden = 0 < len(total.people) < FEWEST or (by == By.YEAR and bool(hidden))


def _sessions(now: datetime) -> list[Session]:
    rows = Session.objects.past(now).select_related("event__programme", "event__territory")
    return list(rows.prefetch_related("slots").order_by("starts_at", "pk"))


def _participations(sessions: Iterable[Session]) -> Iterable[_Came]:
    by_session: dict[int, list[Registration]] = defaultdict(list)
    own = {session.pk: session for session in sessions}
    rows = Registration.objects.filter(session__in=own, state__in=HOLDING_A_PLACE)
    for row in rows.select_related("profile").prefetch_related("attendances").order_by("pk"):
        by_session[row.session_id].append(row)
    for pk, registrations in by_session.items():
        halves = half_days_of(own[pk])
        was_noted = any(note for row in registrations for note in row.attendances.all())
        yield from _of_session(own[pk], registrations, halves, was_noted)


def _of_session(
    session: Session, registrations: list[Registration], halves: list[HalfDay], was_noted: bool
) -> Iterable[_Came]:
    whole = sum(half.minutes for half in halves)
    for line in lines_of(registrations, halves):
        if was_noted and not line.came:
            continue
        row = line.registration
        profile = row.profile.name if row.profile else UNSAID
        yield _Came(session, row.person_id, line.minutes if was_noted else whole, not was_noted, profile)


class _Outputs:
    """Seeds and articles of a year, each with the programme and territory of the workshop they come from."""

    def __init__(self, year: int | None) -> None:
        seeds = Seed.objects.select_related(
            "workshop__programme", "workshop__territory", "training__programme", "training__territory"
        )
        self.seeds = list(seeds.filter(sown_on__year=year) if year else seeds)
        articles = ArticlePage.objects.live().select_related(
            "territory", "source_workshop__programme", "source_workshop__territory"
        )
        # In the time of Paris: an article published on New Year's Eve belongs to the year that ends.
        self.articles = [
            article
            for article in articles
            if year is None or (article.first_published_on and article.first_published_on.year == year)
        ]


def _divide(by: By, sessions: list[Session], came: list[_Came], outputs: _Outputs) -> list[Group]:
    groups: dict[str, Group] = {}

    def group(label: str) -> Group:
        return groups.setdefault(label, Group(label))

    of_session, of_seed, of_article = _LABELS[by]
    if by == By.PROFILE:
        for one in came:
            _add_person(group(one.profile), one)
            group(one.profile).sessions.add(one.session.pk)
        return sorted(groups.values(), key=_by_label)
    for session in sessions:
        _add_session(group(of_session(session)), session)
    for one in came:
        _add_person(group(of_session(one.session)), one)
    for seed in outputs.seeds:
        group(of_seed(seed)).seeds += 1
    for article in outputs.articles:
        group(of_article(article)).articles += 1
    return sorted(groups.values(), key=_by_label)


def _total(sessions: list[Session], came: list[_Came], outputs: _Outputs) -> Group:
    total = Group("Ensemble", seeds=len(outputs.seeds), articles=len(outputs.articles))
    for session in sessions:
        _add_session(total, session)
    for one in came:
        _add_person(total, one)
    return total


def _add_session(group: Group, session: Session) -> None:
    group.sessions.add(session.pk)
    group.places += session.capacity


def _add_person(group: Group, one: _Came) -> None:
    group.people.add(one.person)
    group.minutes += one.minutes
    group.estimated_minutes += one.minutes if one.is_estimated else 0


def _by_label(group: Group) -> tuple[bool, str]:
    return group.label == UNSAID, group.label


def _year(session: Session) -> int:
    return session.local_date.year


def _named(one: Any, attribute: str) -> str:
    found = getattr(one, attribute, None) if one else None
    return str(getattr(found, "title", found)) if found else UNSAID


_Label = Callable[[Any], str]
# For each division: the label of a session, of a seed, of an article.
_LABELS: dict[By, tuple[_Label, _Label, _Label]] = {
    By.YEAR: (
        lambda session: str(_year(session)),
        lambda seed: str(seed.sown_on.year),
        lambda article: str(article.first_published_on.year) if article.first_published_on else UNSAID,
    ),
    By.PROGRAMME: (
        lambda session: _named(session.event, "programme"),
        lambda seed: _named(seed.event, "programme"),
        lambda article: _named(article.source_workshop, "programme"),
    ),
    By.TERRITORY: (
        lambda session: _named(session.event, "territory"),
        lambda seed: _named(seed.event, "territory"),
        lambda article: _named(article if article.territory else article.source_workshop, "territory"),
    ),
    By.PROFILE: (lambda session: "", lambda seed: "", lambda article: ""),
}
