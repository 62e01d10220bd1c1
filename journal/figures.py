"""The état des lieux as a drawing: a bar for each kind of thing said, with its count in words.

The same on the site, on paper and in the e-book.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from events.enums import DiagnosisKind, diagnosis_heading
from events.models import DiagnosisItem

# In units of the drawing, which is 320 wide: its letters are read on the narrowest screen.
WIDTH = 320
ROW = 18
# Bars begin where the longest name ends, « Travaux précédents », and leave room for their count.
BAR_X = 118
BAR_LENGTH = 168
SHORTEST = 6
# What slows down is hatched and what helps is full, so that a black and white print still tells them apart.
SLOWING = {DiagnosisKind.BRAKE, DiagnosisKind.NEED, DiagnosisKind.WEAKNESS}


@dataclass(frozen=True)
class Bar:
    """One kind: its name, its count, and where its bar stands (`y` is the top of its row)."""

    label: str
    count: int
    y: int
    length: float
    is_slowing: bool

    @property
    def text_y(self) -> int:
        return self.y + 13

    @property
    def bar_x(self) -> int:
        return BAR_X

    @property
    def bar_y(self) -> int:
        return self.y + 2

    @property
    def count_x(self) -> float:
        return BAR_X + self.length + 8


@dataclass(frozen=True)
class Figure:
    """The drawing; `height` in its own units."""

    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def words(self) -> str:
        """What the drawing shows, for whoever does not see it."""
        counts = "\u202f; ".join(f"{bar.label.lower()}, {bar.count}" for bar in self.bars)
        return f"Ce qui s’est dit, en nombres\u00a0: {counts}"


def figure_of(items: Iterable[DiagnosisItem]) -> Figure:
    """Kinds in the order of `DiagnosisKind`, those that nobody spoke of left out."""
    kinds = [item.kind for item in items]
    counts = {kind: kinds.count(kind.value) for kind in DiagnosisKind if kind.value in kinds}
    most = max(counts.values(), default=1)
    return Figure(
        tuple(
            Bar(
                label=diagnosis_heading(kind, count),
                count=count,
                y=ROW * rank,
                length=max(SHORTEST, round(BAR_LENGTH * count / most, 1)),
                is_slowing=kind in SLOWING,
            )
            for rank, (kind, count) in enumerate(counts.items())
        )
    )
