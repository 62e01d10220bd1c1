"""What an editor should know of a letter while writing it."""

from dataclasses import dataclass, field

from .changes import Change, changes_of
from .errors import Fault
from .models import Dispatch, LetterPage, Schedule
from .preflight import faults_in
from .references import block_ids
from .services.composing import last_proposal


@dataclass(frozen=True)
class Desk:
    """`faults` and `changes` are those of the draft at hand; `can_withdraw`: the last proposal can still be undone."""

    dispatch: Dispatch | None = None
    schedule: Schedule | None = None
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    can_withdraw: bool = False

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.stops]

    @property
    def warnings(self) -> list[Fault]:
        return [fault for fault in self.faults if not fault.stops]


def desk_of(letter: LetterPage) -> Desk:
    """The desk of `letter` as it stands in memory; empty for one never saved."""
    if letter.pk is None:
        return Desk()
    return Desk(
        dispatch=Dispatch.objects.filter(letter=letter.pk).first(),
        schedule=Schedule.objects.filter(letter=letter.pk).first(),
        faults=faults_in(letter),
        changes=changes_of(letter),
        can_withdraw=bool(last_proposal(letter) & block_ids(letter)),
    )
