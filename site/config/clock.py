"""What the clock wakes. Rows hold the truth: a tick that comes twice, late or never is harmless."""

import logging
from dataclasses import dataclass
from datetime import datetime

from cms.registries import DueWork, due_work
from config.chores import CHORES

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one item: how many things it did, or the error that stopped it."""

    name: str
    done: int = 0
    error: Exception | None = None


def tick(now: datetime) -> list[Outcome]:
    """Run everything that is due at `now`. One failing item never stops the others: it is logged and reported."""
    return [_run(work, now) for work in (*CHORES, *due_work)]


def _run(work: DueWork, now: datetime) -> Outcome:
    try:
        return Outcome(name=work.name, done=work.run(now))
    except Exception as error:
        logger.exception("Due work failed: %s", work.name)
        return Outcome(name=work.name, error=error)
