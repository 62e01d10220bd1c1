"""What benches have in common: rounds that alternate, medians, ratios of one run, and the machine they ran on."""

import os
import platform
from collections import defaultdict
from collections.abc import Callable, Mapping
from statistics import median


class Rounds:
    """Measures of several competitors, taken turn by turn so that a noisy neighbour disturbs them all."""

    def __init__(self) -> None:
        self.rates: dict[str, list[float]] = defaultdict(list)

    def play(self, competitors: Mapping[str, Callable[[], float]], *, rounds: int) -> None:
        """Let each give its rate, `rounds` times, every other time in the opposite order."""
        for number in range(rounds):
            names = list(competitors) if number % 2 == 0 else list(competitors)[::-1]
            for name in names:
                self.rates[name].append(competitors[name]())

    def median(self, name: str) -> float:
        return median(self.rates[name])

    def ratio(self, name: str, other: str) -> float | None:
        """Median of the ratios of each round, the fairest on a machine whose speed changes; None when one is absent."""
        pairs = list(zip(self.rates[name], self.rates[other], strict=False))
        return median(one / two for one, two in pairs) if pairs else None


def machine() -> str:
    """Where this ran, for whoever compares two runs."""
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {load:.1f}, "
        f"Python {platform.python_version()}"
    )
