"""Landscapes: the valley at every hour."""

from PIL import Image

from .figures import FAR_TO_NEAR, balloon, house, larches, ranges, sky, snow, sun
from .sheet import BRICK, FIR, HONEY, INK, MIST, MOSS, PAPER, ROSE, SKY, Sheet, curve


def balloons_over_the_valley(sheet: Sheet) -> None:
    sky(sheet)
    sun(sheet, at=(0.79, 0.3), radius=0.12)
    ranges(sheet, FAR_TO_NEAR, top=0.5, foot=0.95)
    balloon(sheet, at=(0.33, 0.27), size=0.155)
    balloon(sheet, at=(0.62, 0.47), size=0.072, colours=(FIR, PAPER))
    balloon(sheet, at=(0.87, 0.56), size=0.042, colours=(HONEY, BRICK))


def dawn(sheet: Sheet) -> None:
    sky(sheet, colour="#F4DDCB", glow=BRICK)
    sun(sheet, at=(0.36, 0.47), radius=0.17)
    ranges(sheet, (ROSE, "#B97A6A", "#6E5A5C", INK), top=0.46, foot=0.98, peaks=2)


def night(sheet: Sheet) -> None:
    sheet.ink(sheet.everywhere(), "#24413A", grain=0.2)
    sheet.shade(sheet.everywhere(), INK, start=(0.5, 0), end=(0.5, 0.9), strength=0.8)
    stars = [
        ((sheet.random.random(), sheet.random.random() * 0.5), sheet.random.uniform(0.0015, 0.004)) for _ in range(90)
    ]
    sheet.ink(sheet.discs(stars), PAPER, grain=0)
    sun(sheet, at=(0.72, 0.22), radius=0.085, colour="#F6E3B0")
    ranges(sheet, ("#3D6357", "#2B4A41", INK), top=0.48, foot=0.86, peaks=2)
    for left, width in ((0.13, 0.07), (0.235, 0.09), (0.36, 0.075), (0.47, 0.1), (0.6, 0.08)):
        tall = sheet.random.uniform(0.15, 0.2)
        house(sheet, left=left, foot=0.93, width=width, height=tall, wall="#16211E", roof="#3A514A")
    sheet.ink(sheet.polygon(curve(left=0.5, right=2.6, top=0.9, bottom=0.95, waves=1)), "#101816", grain=0.1)


def village(sheet: Sheet) -> None:
    sky(sheet, glow=ROSE)
    snow(sheet, summit=(0.66, 0.1), width=0.42, height=0.72, colour=MOSS)
    ranges(sheet, ("#4E7A68",), top=0.5, foot=0.72, peaks=3)
    sheet.ink(sheet.polygon(curve(left=0, right=3.2, top=0.72, bottom=0.8, waves=1)), FIR, grain=0.15)
    walls = (PAPER, "#F0D9B0", SKY, PAPER, "#EBC4AE", PAPER)
    for rank, wall in enumerate(walls):
        tall = sheet.random.uniform(0.24, 0.33)
        left = 0.06 + rank * 0.15
        house(sheet, left=left, foot=0.92, width=0.125, height=tall, wall=wall, roof=(BRICK, INK)[rank % 2])
    sheet.ink(sheet.polygon(curve(left=1, right=4.5, top=0.9, bottom=0.93, waves=1)), HONEY, grain=0.2)


def road(sheet: Sheet) -> None:
    sky(sheet)
    ranges(sheet, (MIST, MOSS), top=0.36, foot=0.6)
    slope = sheet.polygon(curve(left=2.2, right=5.6, top=0.42, bottom=0.66, waves=1))
    sheet.ink(slope, "#4E7A68", grain=0.18)
    sheet.shade(slope, INK, start=(0.5, 1.1), end=(0.5, 0.5), strength=0.5)
    bends = [
        (0.95, 1.02),
        (0.7, 0.9),
        (0.22, 0.84),
        (0.3, 0.76),
        (0.72, 0.72),
        (0.66, 0.66),
        (0.38, 0.63),
        (0.43, 0.58),
    ]
    for (x1, y1), (x2, y2), wide in zip(bends, bends[1:], (0.075, 0.06, 0.05, 0.04, 0.03, 0.024, 0.018), strict=False):
        sheet.ink(sheet.lines([[(x1, y1), (x2, y2)]], thickness=wide), PAPER, grain=0.08)
        sheet.ink(sheet.discs([((x2, y2), wide / 2)]), PAPER, grain=0.08)
    _bus(sheet, left=0.4, foot=0.855)
    larches(sheet, [(0.07, 0.8), (0.13, 0.86), (0.86, 0.8), (0.93, 0.86), (0.8, 0.74)], height=0.26)


def _bus(sheet: Sheet, *, left: float, foot: float) -> None:
    wide, tall = 0.17, 0.11
    sheet.ink(
        sheet.polygon([(left, foot), (left, foot - tall), (left + wide, foot - tall), (left + wide, foot)]), BRICK
    )
    panes = [
        [
            (x, foot - tall * 0.84),
            (x + 0.026, foot - tall * 0.84),
            (x + 0.026, foot - tall * 0.45),
            (x, foot - tall * 0.45),
        ]
        for x in (left + 0.012 + 0.037 * rank for rank in range(4))
    ]
    sheet.ink(sheet.polygons(panes), SKY, grain=0.05)
    sheet.ink(sheet.discs([((left + 0.035, foot), 0.022), ((left + wide - 0.035, foot), 0.022)]), INK, grain=0)
    sheet.ink(sheet.discs([((left + 0.035, foot), 0.009), ((left + wide - 0.035, foot), 0.009)]), PAPER, grain=0)


def refuge(sheet: Sheet) -> None:
    sky(sheet, colour="#E4ECEA", glow=MIST)
    snow(sheet, summit=(0.3, 0.08), width=0.38, height=0.8, colour="#3B6657")
    snow(sheet, summit=(0.78, 0.22), width=0.34, height=0.66, colour=MOSS)
    drift = sheet.polygon(curve(left=0.4, right=3.8, top=0.68, bottom=0.8, waves=1))
    sheet.ink(drift, PAPER, grain=0)
    sheet.shade(drift, "#9FC0BC", start=(0.5, 1.05), end=(0.5, 0.74), strength=0.6)
    larches(sheet, [(0.09, 0.83), (0.16, 0.86), (0.24, 0.82), (0.84, 0.84), (0.92, 0.88)], height=0.3)
    house(sheet, left=0.46, foot=0.87, width=0.2, height=0.33, wall="#7A4B33", roof=INK, lit=True)


def lake(sheet: Sheet) -> None:
    sky(sheet, glow=HONEY)
    ranges(sheet, (MIST, MOSS, FIR), top=0.36, foot=0.6, peaks=3)
    water = sheet.polygon([(-0.02, 0.63), (1.02, 0.63), (1.02, 1.02), (-0.02, 1.02)])
    upper = sheet.image.crop((0, int(sheet.height * 0.26), sheet.width, int(sheet.height * 0.63)))
    mirror = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
        (sheet.width, sheet.height - int(sheet.height * 0.63))
    )
    sheet.image.paste(mirror, (0, int(sheet.height * 0.63)))
    sheet.shade(water, SKY, start=(0.5, 1.0), end=(0.5, 0.55), strength=0.9, multiply=False)
    draw = sheet.random
    ripples = []
    for _ in range(46):
        x, y = draw.random(), draw.uniform(0.65, 0.99)
        ripples.append([(x, y), (x + draw.uniform(0.03, 0.16), y)])
    sheet.ink(sheet.lines(ripples, thickness=0.0035), PAPER, grain=0)
    _boat(sheet)
    larches(sheet, [(0.03, 0.9), (0.1, 0.98), (0.17, 0.94)], height=0.5)


def _boat(sheet: Sheet) -> None:
    sheet.ink(sheet.polygon([(0.55, 0.78), (0.75, 0.78), (0.72, 0.825), (0.58, 0.825)]), BRICK)
    sheet.ink(sheet.lines([[(0.64, 0.78), (0.64, 0.53)]], thickness=0.006), INK, grain=0)
    sheet.ink(sheet.polygon([(0.646, 0.54), (0.646, 0.755), (0.735, 0.755)]), PAPER, grain=0.05)
    sheet.ink(sheet.polygon([(0.634, 0.58), (0.634, 0.755), (0.58, 0.755)]), HONEY, grain=0.1)
