"""Figures that editors see beside an event: who registered, and what a workshop produced."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from .enums import RegistrationState
from .enums_workshop import ItemState
from .models import (
    ActionGroup,
    Contact,
    DiagnosisItem,
    EventPage,
    Registration,
    Seed,
    Session,
    ToolReview,
    TrainingPage,
)


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
    """How many outputs of one kind an event has; `name` is the address of their screens, `listed` and `added` what
    those addresses ask for: no `added`, nobody adds any from here."""

    name: str
    label: str
    number: int
    listed: str = ""
    added: str = ""


def output_counts(event: EventPage) -> list[OutputCount]:
    """What a workshop produced, or the seeds and groups of a training. Four queries, whatever there is."""
    if isinstance(event, TrainingPage):
        waiting = ToolReview.objects.filter(tool__training=event.pk, state=ItemState.NEW)
        listed = f"?tool__training={event.pk}&state={ItemState.NEW}"
        return [
            *_grown("training", event),
            OutputCount("toolreview", "avis sur les outils à relire", waiting.count(), listed),
        ]
    items, cards = DiagnosisItem.objects.filter(workshop=event.pk), Contact.objects.filter(workshop=event.pk)
    here = f"?workshop={event.pk}"
    return [
        OutputCount("diagnosisitem", "éléments d’état des lieux", items.count(), here, here),
        OutputCount("contact", "fiches du carnet d’adresses", cards.count(), here, here),
        *_grown("workshop", event),
    ]


def _grown(born: str, event: EventPage) -> list[OutputCount]:
    seeds, here = Seed.objects.filter(**{born: event.pk}), f"?{born}={event.pk}"
    groups = ActionGroup.objects.filter(seed__in=seeds).count()
    return [
        OutputCount("seed", "graines de projet", seeds.count(), here, here),
        OutputCount("actiongroup", "groupes-action", groups, added="?"),
    ]
