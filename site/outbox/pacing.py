"""How many messages one fence may cover: as many as leave in a quarter of a second, so that what a kill leaves
uncertain, and what a person who leaves meets already on its way, stays small on a slow road.
"""

import time
from collections import Counter
from dataclasses import dataclass, field

# One commit for this many messages at most. Measured: with half of it, a tenth of the rate is lost.
LARGEST = 40
SPAN = 0.25  # seconds
FIRST = 5


@dataclass
class Pace:
    """`seconds` is what one message takes, measured on the last pages."""

    seconds: float = SPAN / FIRST

    @property
    def page(self) -> int:
        """Messages of the next fence, 1 to LARGEST."""
        return max(1, min(LARGEST, int(SPAN / self.seconds)))

    def learn(self, messages: int, elapsed: float) -> None:
        """Half of what was known, half of what was just seen; a page in which nothing left teaches nothing."""
        if messages:
            self.seconds = (self.seconds + max(elapsed / messages, SPAN / 1_000)) / 2


@dataclass
class Borne:
    """How many messages each receiver took lately from this process: counted from the first on, begun again now and
    then.
    """

    taken: Counter[str] = field(default_factory=Counter)
    since: float = field(default_factory=time.monotonic)
    WINDOW = 30.0  # seconds

    def count(self, family: str) -> None:
        if time.monotonic() - self.since > self.WINDOW:
            self.taken.clear()
            self.since = time.monotonic()
        self.taken[family] += 1

    def per_minute(self, family: str) -> float:
        return 60 * self.taken[family] / max(time.monotonic() - self.since, 1.0)
