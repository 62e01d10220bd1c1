"""Things people do together: a round table, screens, seeds, letters, the paper."""

import math

from .figures import FAR_TO_NEAR, balloon, larches, person, ranges, sky, sun
from .sheet import BRICK, FIR, HONEY, INK, MIST, MOSS, PAPER, ROSE, SKY, Point, Sheet, curve

COATS = (BRICK, HONEY, FIR, ROSE, MOSS, INK)


def round_table(sheet: Sheet) -> None:
    """Seen from above: a table, papers, and who sits around."""
    sheet.ink(sheet.everywhere(), MIST, grain=0.25)
    planks = [[(-0.05, y / 9), (1.05, y / 9)] for y in range(10)]
    sheet.ink(sheet.lines(planks, thickness=0.004), MOSS, grain=0.3)
    centre, around = (0.5, 0.5), 11
    shoulders, heads = [], []
    for seat in range(around):
        angle = math.tau * seat / around + 0.2
        heads.append((_around(sheet, centre, angle, 0.435), COATS[seat % len(COATS)]))
        shoulders.append((_around(sheet, centre, angle, 0.45), 0.068))
    sheet.shade(sheet.discs([((0.515, 0.53), 0.37)]), INK, start=(0.5, 0.5), end=(0.9, 1.2), strength=0.5)
    for (place, _), (_, coat) in zip(shoulders, heads, strict=True):
        sheet.ink(sheet.discs([(place, 0.075)]), coat)
    sheet.ink(sheet.discs([(centre, 0.36)]), PAPER, grain=0.06)
    sheet.ink(sheet.discs([(place, 0.04) for place, _ in heads]), INK, grain=0.05)
    for rank in range(19):
        angle, far = rank * 2.39996, 0.055 + 0.013 * rank
        _slip(sheet, _around(sheet, centre, angle, far), turn=angle * 0.7, colour=COATS[rank % 5])


def _around(sheet: Sheet, centre: Point, angle: float, radius: float) -> Point:
    return centre[0] + radius * math.cos(angle) / sheet.ratio, centre[1] + radius * math.sin(angle)


def _slip(sheet: Sheet, at: Point, *, turn: float, colour: str, wide: float = 0.042, tall: float = 0.028) -> None:
    corners = []
    for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = dx * wide, dy * tall
        turned = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        corners.append((at[0] + turned[0] / sheet.ratio, at[1] + turned[1]))
    sheet.ink(sheet.polygon(corners), colour, grain=0.08)


def screens(sheet: Sheet) -> None:
    """Twenty windows, as many as there are places at a video workshop."""
    sheet.ink(sheet.everywhere(), FIR, grain=0.15)
    grounds = (SKY, HONEY, ROSE, MOSS, PAPER, MIST, BRICK)
    for rank in range(20):
        column, row = rank % 5, rank // 5
        left, top = 0.045 + column * 0.184, 0.06 + row * 0.225
        wide, tall = 0.172, 0.2
        ground = grounds[(rank * 3 + row) % len(grounds)]
        frame = [(left, top), (left + wide, top), (left + wide, top + tall), (left, top + tall)]
        sheet.ink(sheet.polygon(frame), ground, grain=0.1)
        coat = [colour for colour in COATS if colour != ground][rank % 5]
        if rank in (7, 18):  # someone went to fetch coffee
            sheet.ink(
                sheet.lines([[(left + 0.06, top + tall * 0.8), (left + 0.11, top + tall * 0.8)]], thickness=0.05), INK
            )
            continue
        x = left + wide / 2
        half = 0.055
        bust = [(x - half, top + tall), (x - half * 0.8, top + tall * 0.72), (x + half * 0.8, top + tall * 0.72)]
        sheet.ink(sheet.polygon([*bust, (x + half, top + tall)]), coat, grain=0.1)
        sheet.ink(sheet.discs([((x, top + tall * 0.46), 0.043)]), INK if coat != INK else BRICK, grain=0.05)


def seeds(sheet: Sheet) -> None:
    """Three seeds at three ages, under a hill."""
    sky(sheet)
    sun(sheet, at=(0.2, 0.22), radius=0.1)
    ranges(sheet, (MIST, MOSS), top=0.34, foot=0.56)
    soil = sheet.polygon(curve(left=0.2, right=3.4, top=0.56, bottom=0.62, waves=1))
    sheet.ink(soil, "#5B3B2A", grain=0.2)
    sheet.shade(soil, INK, start=(0.5, 1.1), end=(0.5, 0.6), strength=0.7)
    draw = sheet.random
    stones = [((draw.random(), draw.uniform(0.68, 0.98)), draw.uniform(0.004, 0.011)) for _ in range(60)]
    sheet.ink(sheet.discs(stones), "#8A6650", grain=0.2)
    for x, height in ((0.22, 0.0), (0.5, 0.16), (0.78, 0.34)):
        _sprout(sheet, x=x, ground=0.585, height=height)


def _sprout(sheet: Sheet, *, x: float, ground: float, height: float) -> None:
    seed = ground + 0.17
    roots = [[(x, seed), (x + dx, seed + 0.05), (x + dx * 2.2, seed + 0.13)] for dx in (-0.016, 0.006, 0.02)]
    if height:
        sheet.ink(sheet.lines([*roots, [(x, seed), (x, ground - height)]], thickness=0.008), MOSS, grain=0.05)
    sheet.ink(sheet.discs([((x, seed), 0.033)]), HONEY, grain=0.1)
    leaves = max(0, round(height / 0.09))
    for rank in range(leaves):
        side, y = (-1, 1)[rank % 2], ground - height * (rank + 1) / leaves
        tip = x + side * 0.055
        leaf = [(x, y + 0.02), (x + side * 0.02, y - 0.03), (tip, y - 0.05), (x + side * 0.038, y + 0.005)]
        sheet.ink(sheet.polygon(leaf), MOSS if rank % 2 else FIR, grain=0.08)
    if height > 0.3:
        centre = (x, ground - height - 0.03)
        petals = [(_around(sheet, centre, math.tau * p / 7, 0.042), 0.026) for p in range(7)]
        sheet.ink(sheet.discs(petals), BRICK, grain=0.1)
        sheet.ink(sheet.discs([(centre, 0.026)]), HONEY, grain=0.05)


def letter(sheet: Sheet) -> None:
    """An envelope carried by a balloon."""
    sky(sheet)
    ranges(sheet, FAR_TO_NEAR[:3], top=0.6, foot=1.0)
    balloon(sheet, at=(0.5, 0.25), size=0.17, colours=(HONEY, PAPER))
    left, right, top, bottom = 0.4, 0.6, 0.545, 0.735
    sheet.ink(sheet.lines([[(0.485, 0.47), (left, top)], [(0.515, 0.47), (right, top)]], thickness=0.004), INK, grain=0)
    sheet.ink(sheet.polygon([(left, top), (right, top), (right, bottom), (left, bottom)]), PAPER, grain=0.04)
    flap = sheet.polygon([(left, top), (0.5, top + 0.115), (right, top)])
    sheet.ink(flap, BRICK)
    folds = [[(left, bottom), (0.475, top + 0.09)], [(right, bottom), (0.525, top + 0.09)]]
    sheet.ink(sheet.lines(folds, thickness=0.004), INK, grain=0)
    birds = [
        [(x - 0.016, y - 0.012), (x, y), (x + 0.016, y - 0.012)] for x, y in ((0.17, 0.3), (0.23, 0.24), (0.8, 0.4))
    ]
    sheet.ink(sheet.lines(birds, thickness=0.005), INK, grain=0)


def newspapers(sheet: Sheet) -> None:
    """A stack of papers, and one that flies off."""
    sheet.ink(sheet.everywhere(), HONEY, grain=0.2)
    sheet.shade(sheet.everywhere(), BRICK, start=(0.5, 1.1), end=(0.5, 0.2), strength=0.4)
    for rank in range(8):
        y, shift = 0.9 - rank * 0.045, sheet.random.uniform(-0.012, 0.012)
        edge = [(0.2 + shift, y), (0.8 + shift, y), (0.8 + shift, y + 0.04), (0.2 + shift, y + 0.04)]
        sheet.ink(sheet.polygon(edge), PAPER if rank % 2 else SKY, grain=0.06)
        sheet.ink(sheet.lines([[edge[3], edge[2]]], thickness=0.004), INK, grain=0.1)
    top = [(0.28, 0.42), (0.72, 0.42), (0.8, 0.6), (0.2, 0.6)]
    sheet.ink(sheet.polygon(top), PAPER, grain=0.04)
    columns = [[(x, 0.5 + row * 0.022), (x + 0.13, 0.5 + row * 0.022)] for x in (0.27, 0.435, 0.6) for row in range(4)]
    sheet.ink(sheet.lines(columns, thickness=0.006), INK, grain=0.2)
    sheet.ink(sheet.lines([[(0.31, 0.455), (0.69, 0.455)]], thickness=0.026), FIR, grain=0.1)
    wing = [(0.5, 0.22), (0.86, 0.06), (0.7, 0.33), (0.64, 0.24)]
    sheet.ink(sheet.polygon(wing), PAPER, grain=0.04)
    sheet.ink(sheet.polygon([(0.64, 0.24), (0.86, 0.06), (0.655, 0.335)]), SKY, grain=0.06)
    sheet.ink(sheet.lines([[(0.47, 0.3), (0.38, 0.345), (0.3, 0.345)]], thickness=0.005), INK, grain=0.2)


def walkers(sheet: Sheet) -> None:
    """People on a ridge, in line, each with a coat."""
    sky(sheet, colour="#F7E6CF", glow=ROSE)
    sun(sheet, at=(0.73, 0.33), radius=0.2)
    ranges(sheet, (MIST, MOSS), top=0.5, foot=0.74)
    crest = curve(left=3.6, right=5.5, top=0.58, bottom=0.86, waves=1)
    sheet.ink(sheet.polygon(crest), FIR, grain=0.15)
    line = crest[1:-1]
    for rank, index in enumerate(range(9, 52, 5)):
        x, y = line[index]
        person(
            sheet,
            foot=(x, y + 0.012),
            height=sheet.random.uniform(0.15, 0.2),
            coat=(BRICK, HONEY, PAPER, ROSE)[rank % 4],
        )
    larches(sheet, [(0.05, 0.9), (0.92, 0.98), (0.85, 0.96)], height=0.3, colour=INK)


def market(sheet: Sheet) -> None:
    """Stalls on a square: what each brings."""
    sky(sheet, glow=ROSE)
    ranges(sheet, (MIST, MOSS, "#4E7A68"), top=0.3, foot=0.6)
    sheet.ink(sheet.polygon([(-0.02, 0.66), (1.02, 0.66), (1.02, 1.02), (-0.02, 1.02)]), "#E9D3A8", grain=0.25)
    for rank, (left, cloth) in enumerate(((0.06, BRICK), (0.37, FIR), (0.68, HONEY))):
        _stall(sheet, left=left, cloth=cloth, goods=(HONEY, ROSE, BRICK)[rank])
    for rank, (x, y) in enumerate(((0.33, 0.93), (0.4, 0.95), (0.62, 0.92), (0.94, 0.94))):
        person(sheet, foot=(x, y), height=0.27, coat=COATS[(rank * 2 + 1) % len(COATS)])


def _stall(sheet: Sheet, *, left: float, cloth: str, goods: str) -> None:
    wide, top, table = 0.25, 0.42, 0.7
    posts = [[(left + 0.01, top), (left + 0.01, 0.88)], [(left + wide - 0.01, top), (left + wide - 0.01, 0.88)]]
    sheet.ink(sheet.lines(posts, thickness=0.012), INK, grain=0.05)
    stripe = wide / 6
    for rank in range(6):
        x = left + rank * stripe
        colour = cloth if rank % 2 == 0 else PAPER
        sheet.ink(
            sheet.polygon([(x, top), (x + stripe, top), (x + stripe, top + 0.1), (x, top + 0.1)]), colour, grain=0.08
        )
        sheet.ink(sheet.discs([((x + stripe / 2, top + 0.1), stripe * sheet.ratio / 2)]), colour, grain=0.08)
    sheet.ink(
        sheet.polygon([(left, table), (left + wide, table), (left + wide, 0.86), (left, 0.86)]), "#7A4B33", grain=0.12
    )
    fruit = [((left + 0.03 + 0.032 * n, table - 0.012 - 0.02 * (n % 2)), 0.022) for n in range(7)]
    sheet.ink(sheet.discs(fruit), goods, grain=0.1)
