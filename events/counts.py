"""Figures that editors see beside an event: who registered, and what a workshop produced."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from .enums import RegistrationState
from .models import ActionGroup, Contact, DiagnosisItem, EventPage, Registration, Seed, Session, TrainingPage


@dataclass(frozen=True)
class HeadCount:
    """How many people of each sort a session has."""

    confirmed: int = 0
    held: int = 0
    waiting: int = 0

    @property
    def any(self) -> bool:
        return bool(self.confirmed or self.held or self.waiting)


def head_counts(sessions: Iterable[Session]) -> dict[int, HeadCount]:
    """The active registrations of each session, in one query; a session without any is absent."""
    rows = (
        Registration.objects.active()
        .filter(session__in=list(sessions))
        .order_by()
        .values("session", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["session"], {})[row["state"]] = row["number"]
    return {
        pk: HeadCount(
            confirmed=states.get(RegistrationState.CONFIRMED, 0),
            held=states.get(RegistrationState.HELD, 0) + states.get(RegistrationState.OFFERED, 0),
            waiting=states.get(RegistrationState.WAITING, 0),
        )
        for pk, states in found.items()
    }


@dataclass(frozen=True)
class OutputCount:
    """How many outputs of one kind an event has; `name` is the address of their screens."""

    name: str
    label: str
    number: int


def output_counts(event: EventPage) -> list[OutputCount]:
    """What a workshop produced, or the seeds and groups of a training. Four queries, whatever there is."""
    if isinstance(event, TrainingPage):
        return _grown("training", event)
    items, cards = DiagnosisItem.objects.filter(workshop=event.pk), Contact.objects.filter(workshop=event.pk)
    return [
        OutputCount("diagnosisitem", "éléments d’état des lieux", items.count()),
        OutputCount("contact", "fiches du carnet d’adresses", cards.count()),
        *_grown("workshop", event),
    ]


def _grown(born: str, event: EventPage) -> list[OutputCount]:
    seeds = Seed.objects.filter(**{born: event.pk})
    return [
        OutputCount("seed", "graines de projet", seeds.count()),
        OutputCount("actiongroup", "groupes-action", ActionGroup.objects.filter(seed__in=seeds).count()),
    ]
