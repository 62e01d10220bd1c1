"""The parts of a training, written with its sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from ..models import EventPage, Module


@dataclass(frozen=True)
class ModuleDraft:
    """What an editor wants a module to be. `pk=None` makes a new one; `position=None` puts it last."""

    title: str
    position: int | None = None
    description: str = ""
    planned_sessions: int | None = None
    planned_length: timedelta | None = None
    pk: int | None = None


def write_modules(training: EventPage, drafts: Iterable[ModuleDraft], delete: Iterable[int]) -> None:
    """Inside the caller's transaction. The sessions of a deleted module stay, without module."""
    mine = Module.objects.filter(training=training.pk)
    mine.filter(pk__in=list(delete)).delete()
    last = max(mine.values_list("position", flat=True), default=0)
    for draft in drafts:
        last += draft.position is None
        values = {
            "title": draft.title,
            "position": draft.position or last,
            "description": draft.description,
            "planned_sessions": draft.planned_sessions,
            "planned_length": draft.planned_length,
        }
        if draft.pk is None:
            Module.objects.create(training_id=training.pk, **values)
        else:
            mine.filter(pk=draft.pk).update(**values)
