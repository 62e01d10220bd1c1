"""The grid of a page: lines of thirteen points, and what stands on them.

Everything is counted in lines, so that the words of neighbouring columns share their baselines. Columns are balanced
here, from pieces that cannot be cut: WeasyPrint would set each column many times to find the same height.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

# Points. A4 less margins of 20 mm is 728.5 points high: 56 lines.
LINE = 13.0
PAGE_LINES = 56
# Lines of a paragraph that stay together at the foot and at the head of a column: `orphans` and `widows` of issue.css.
TOGETHER = 3
# What rounding may take: less than anything one sees.
TRIFLE = 0.05


@dataclass(frozen=True)
class Piece:
    """What a column cannot cut: `lines`, then `gap` lines that are lost at its foot."""

    lines: int
    gap: int = 0


def lines_of(points: float) -> int:
    """The whole lines that `points` take."""
    return ceil(max(0.0, points - TRIFLE) / LINE)


def paragraph(lines: int, *, gap: int = 0) -> list[Piece]:
    """A paragraph in pieces: its first and last three lines stay together."""
    if lines < 2 * TOGETHER:
        return [Piece(lines, gap)]
    return [Piece(TOGETHER), *[Piece(1)] * (lines - 2 * TOGETHER), Piece(TOGETHER, gap)]


def bound(before: Piece, after: Piece) -> Piece:
    """A title and what it announces, in one piece."""
    return Piece(before.lines + before.gap + after.lines, after.gap)


def balanced(pieces: Sequence[Piece], count: int) -> int:
    """The lines of `count` columns of one height that hold `pieces`: the smallest that does."""
    height = max([ceil(sum(piece.lines for piece in pieces) / count), *(piece.lines for piece in pieces)], default=0)
    while len(list(columns(pieces, height))) > count:
        height += 1
    return height


def columns(pieces: Sequence[Piece], height: int) -> Iterator[list[Piece]]:
    """`pieces` in columns of `height` lines. One that is taller stands alone in its own."""
    column: list[Piece] = []
    used = 0
    for piece in pieces:
        if column and used + piece.lines > height:
            yield column
            column, used = [], 0
        column.append(piece)
        used += piece.lines + piece.gap
    if column:
        yield column


def left_after(pieces: Sequence[Piece], count: int, height: int) -> list[Piece]:
    """What remains of `pieces` once `count` columns of `height` lines are full."""
    if not pieces or height < pieces[0].lines:
        return list(pieces)
    return [piece for column in list(columns(pieces, height))[count:] for piece in column]
