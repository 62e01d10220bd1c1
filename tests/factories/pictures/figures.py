"""Things that come back from one picture to the next: mountains, balloons, houses, trees."""

import math
from collections.abc import Sequence

from .sheet import BRICK, FIR, HONEY, INK, MIST, MOSS, PAPER, SKY, Point, Sheet, ridge


def sky(sheet: Sheet, *, colour: str = SKY, glow: str = HONEY) -> None:
    """A pale sky, warmer towards the horizon."""
    sheet.ink(sheet.everywhere(), colour, grain=0.3)
    sheet.shade(sheet.everywhere(), glow, start=(0.5, 0.85), end=(0.5, 0.1), strength=0.45)


def sun(sheet: Sheet, *, at: Point, radius: float, colour: str = HONEY) -> None:
    sheet.ink(sheet.discs([(at, radius)]), colour, grain=0.2)


def ranges(sheet: Sheet, colours: Sequence[str], *, top: float = 0.42, foot: float = 0.86, peaks: int = 3) -> None:
    """Mountains one behind the other, from the far and pale to the near and dark, each fading at its foot."""
    count = len(colours)
    for rank, colour in enumerate(colours):
        base = top + (foot - top) * (rank + 1) / count
        points = ridge(sheet, base=base, height=0.3 - 0.05 * rank, peaks=peaks + rank)
        mask = sheet.polygon(points)
        sheet.ink(mask, colour, grain=0.2)
        sheet.shade(mask, PAPER, start=(0.5, base + 0.12), end=(0.5, base - 0.12), strength=0.55, multiply=False)


def snow(sheet: Sheet, *, summit: Point, width: float, height: float, colour: str = FIR) -> None:
    """One big mountain with a white cap and a shaded side."""
    x, y = summit
    body = [(x - width, y + height), (x - width * 0.35, y + height * 0.42), (x, y)]
    right = [(x, y), (x + width * 0.3, y + height * 0.36), (x + width, y + height)]
    sheet.ink(sheet.polygon([*body, *right[1:]]), colour, grain=0.15)
    cap = [
        (x - width * 0.245, y + height * 0.3),
        (x - width * 0.15, y + height * 0.25),
        (x - width * 0.08, y + height * 0.34),
        (x + width * 0.02, y + height * 0.24),
        (x + width * 0.12, y + height * 0.33),
        (x + width * 0.21, y + height * 0.26),
    ]
    sheet.ink(sheet.polygon([(x, y), *reversed(cap)]), PAPER, grain=0)
    shadow = sheet.polygon([(x, y), *right[1:], (x + width * 0.1, y + height), (x + width * 0.06, y + height * 0.4)])
    sheet.shade(shadow, INK, start=(x + width * 0.3, y + height), end=(x + width * 0.1, y), strength=0.6)


def balloon(sheet: Sheet, *, at: Point, size: float, colours: tuple[str, str] = (BRICK, HONEY)) -> None:
    """A hot-air balloon: `at` is the middle of the envelope, `size` its radius as a part of the height."""
    x, y = at
    rx = size / sheet.ratio

    def envelope(spread: float) -> list[Point]:
        sides = []
        for step in range(41):
            angle = math.pi * step / 40
            # A circle above, drawn to a point below.
            pinch = 1.0 if angle < math.pi / 2 else 1.0 - 0.62 * ((angle - math.pi / 2) / (math.pi / 2)) ** 2
            sides.append(
                (spread * rx * math.sin(angle) * pinch, -size * math.cos(angle) * (1.0 if pinch == 1 else 1.3))
            )
        left = [(x - dx, y + dy) for dx, dy in reversed(sides)]
        return [*((x + dx, y + dy) for dx, dy in sides), *left]

    whole = sheet.polygon(envelope(1.0))
    sheet.ink(whole, colours[0], grain=0.12)
    for spread, colour in ((0.66, colours[1]), (0.3, colours[0])):
        sheet.ink(sheet.polygon(envelope(spread)), colour, grain=0.12)
    sheet.shade(whole, INK, start=(x + rx * 1.3, y + size), end=(x - rx * 0.1, y - size * 0.2), strength=0.5)
    foot, basket = y + size * 1.3, y + size * 1.72
    ropes = [[(x - rx * 0.2, foot), (x - rx * 0.15, basket)], [(x + rx * 0.2, foot), (x + rx * 0.15, basket)]]
    sheet.ink(sheet.lines(ropes, thickness=0.0025), INK, grain=0)
    box = [(-0.19, 0.0), (0.19, 0.0), (0.15, 0.27), (-0.15, 0.27)]
    sheet.ink(sheet.polygon([(x + dx * rx, basket + dy * size) for dx, dy in box]), INK, grain=0.1)


def house(
    sheet: Sheet,
    *,
    left: float,
    foot: float,
    width: float,
    height: float,
    wall: str,
    roof: str,
    lit: bool | None = None,
) -> None:
    """A mountain house: gable, roof with wide eaves, four windows, `lit` or left to chance."""
    peak = height * 0.42
    walls = [(0, 0), (1, 0), (1, -1), (0.5, -1 - peak / height), (0, -1)]
    points = [(left + dx * width, foot + dy * (height - peak * 0.6)) for dx, dy in walls]
    sheet.ink(sheet.polygon(points), wall, grain=0.12)
    top, eaves = points[3][1], points[2][1]
    over = width * 0.14
    sheet.ink(
        sheet.polygon(
            [
                (left - over, eaves + peak * 0.22),
                (left + width / 2, top - peak * 0.12),
                (left + width + over, eaves + peak * 0.22),
                (left + width + over * 0.5, eaves + peak * 0.45),
                (left + width / 2, top + peak * 0.3),
                (left - over * 0.5, eaves + peak * 0.45),
            ]
        ),
        roof,
        grain=0.12,
    )
    panes = []
    for row in (0.34, 0.66):
        for column in (0.2, 0.6):
            x, y = left + width * column, foot - height * 0.74 * (1 - row)
            panes.append([(x, y - height * 0.1), (x + width * 0.2, y - height * 0.1), (x + width * 0.2, y), (x, y)])
    sheet.ink(sheet.polygons(panes), HONEY if lit or (lit is None and sheet.random.random() < 0.6) else INK, grain=0.05)


def larches(sheet: Sheet, feet: Sequence[Point], *, height: float, colour: str = FIR) -> None:
    """Trees as cut triangles on short trunks."""
    crowns, trunks = [], []
    for x, y in feet:
        tall = height * sheet.random.uniform(0.75, 1.2)
        half = tall * 0.2 / sheet.ratio
        for level in range(3):
            top = y - tall + tall * 0.26 * level
            spread = half * (0.55 + 0.22 * level)
            crowns.append([(x - spread, top + tall * 0.36), (x, top), (x + spread, top + tall * 0.36)])
        trunks.append([(x, y - tall * 0.14), (x, y)])
    sheet.ink(sheet.lines(trunks, thickness=0.006), INK, grain=0.1)
    sheet.ink(sheet.polygons(crowns), colour, grain=0.16)


def person(sheet: Sheet, *, foot: Point, height: float, coat: str) -> None:
    """Someone seen from afar: a head and a coat."""
    x, y = foot
    half = height * 0.17 / sheet.ratio
    sheet.ink(
        sheet.polygon(
            [(x - half, y), (x - half * 0.55, y - height * 0.72), (x + half * 0.55, y - height * 0.72), (x + half, y)]
        ),
        coat,
        grain=0.1,
    )
    sheet.ink(sheet.discs([((x, y - height * 0.85), height * 0.13)]), INK, grain=0)


FAR_TO_NEAR = (MIST, MOSS, "#4E7A68", FIR)
