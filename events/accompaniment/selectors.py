"""What a file shows: its phases in order, its parties with those who have no seat, its road map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..enums_accompaniment import AccompanimentPhase, StakeholderKind
from ..models import Accompaniment, OfferedService, PhaseSpan, RoadmapAction, Stakeholder, SupportTerm


@dataclass(frozen=True)
class Side:
    """One kind of stakeholder: its parties, and whether any of them has a seat."""

    kind: StakeholderKind
    parties: Sequence[Stakeholder]

    @property
    def has_seat(self) -> bool:
        return any(party.has_seat for party in self.parties)


@dataclass(frozen=True)
class File:
    """Everything a screen of one accompaniment needs. Six queries, whatever it holds."""

    accompaniment: Accompaniment
    phases: Sequence[tuple[AccompanimentPhase, PhaseSpan | None]]
    sides: Sequence[Side]
    actions: Sequence[RoadmapAction]
    team: Sequence[SupportTerm]
    late: Sequence[RoadmapAction]

    @property
    def without_a_seat(self) -> list[Side]:
        """Kinds that nobody speaks for in the project group (S2-04)."""
        return [side for side in self.sides if not side.has_seat]


def file_of(accompaniment: Accompaniment, today: date) -> File:
    spans = {span.phase: span for span in accompaniment.phases.all()}
    parties = list(accompaniment.stakeholders.all())
    actions = list(accompaniment.actions.all())
    return File(
        accompaniment=accompaniment,
        phases=[(phase, spans.get(phase)) for phase in AccompanimentPhase],
        sides=[Side(kind, [one for one in parties if one.kind == kind]) for kind in StakeholderKind],
        actions=actions,
        team=list(accompaniment.team.select_related("user")),
        late=[action for action in actions if action.is_late(today)],
    )


def catalogue() -> list[OfferedService]:
    return list(OfferedService.objects.filter(is_open=True))
