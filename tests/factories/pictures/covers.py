"""The cover of an issue, and the mark of the association."""

from itertools import pairwise

from .figures import balloon, larches, ranges, sky, sun
from .sheet import BRICK, FIR, HONEY, INK, MIST, MOSS, PAPER, Point, Sheet


def cover(sheet: Sheet) -> None:
    """Three balloons tied by one rope, as the letter, the workshop and the journal are."""
    sky(sheet)
    sun(sheet, at=(0.5, 0.36), radius=0.17)
    ranges(sheet, (MIST, MOSS, "#4E7A68", FIR), top=0.6, foot=0.98, peaks=2)
    places: tuple[Point, Point, Point] = ((0.22, 0.34), (0.52, 0.2), (0.8, 0.4))
    baskets = [(0.22, 0.53), (0.52, 0.415), (0.8, 0.58)]
    ropes = [_hanging(start, end) for start, end in pairwise(baskets)]
    sheet.ink(sheet.lines(ropes, thickness=0.004), INK, grain=0)
    for at, size, colours in zip(
        places, (0.1, 0.115, 0.095), ((HONEY, PAPER), (BRICK, HONEY), (FIR, PAPER)), strict=True
    ):
        balloon(sheet, at=at, size=size, colours=colours)
    larches(sheet, [(0.08, 0.98), (0.16, 1.0), (0.88, 0.99), (0.95, 0.97)], height=0.16, colour=INK)


def mark(sheet: Sheet) -> None:
    """A balloon over two summits, flat, on a square."""
    sheet.ink(sheet.everywhere(), FIR, grain=0)
    sheet.ink(sheet.polygon([(-0.02, 1.02), (0.28, 0.6), (0.46, 0.84), (0.68, 0.52), (1.02, 1.02)]), MOSS, grain=0)
    balloon(sheet, at=(0.5, 0.34), size=0.24, colours=(HONEY, BRICK))


def _hanging(start: Point, end: Point, *, slack: float = 0.09, steps: int = 24) -> list[Point]:
    """A rope between two points, sagging in the middle."""
    return [
        (
            start[0] + (end[0] - start[0]) * step / steps,
            start[1] + (end[1] - start[1]) * step / steps + slack * 4 * (step / steps) * (1 - step / steps),
        )
        for step in range(steps + 1)
    ]
