"""What a worker holds: a message in its hands, then the end of a try not yet written."""

from dataclasses import dataclass
from datetime import datetime

from .enums import MessageState
from .transports.outcomes import Outcome


@dataclass(frozen=True)
class Held:
    """A message in a worker's hands, and the token that proves it."""

    pk: int
    token: int
    mailing_id: int | None
    permit_id: int | None


@dataclass(frozen=True)
class Finished:
    """The end of a try, not yet written."""

    held: Held
    outcome: Outcome
    retry_after: datetime | None = None

    @property
    def tells_a_story(self) -> bool:
        """Whether the history keeps a line about it; ordinary ends are read on the message."""
        return self.outcome.state in (MessageState.RETRY, MessageState.UNCERTAIN)
