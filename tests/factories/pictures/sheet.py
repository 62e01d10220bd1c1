"""A sheet printed ink by ink, as a risograph does: flat shapes, a little grain, colours that overlap."""

import math
import random
from collections.abc import Iterable, Sequence
from functools import cached_property
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

# The palette « Alpages » (look.md section 2).
PAPER = "#FBF7EF"
INK = "#1E2A26"
FIR = "#1F4D3F"
BRICK = "#B0391E"
HONEY = "#E8B23A"
SKY = "#DCE9EA"
MOSS = "#7FA08A"
MIST = "#B9D0CB"
ROSE = "#E9A58C"

Point = tuple[float, float]
# Shapes are drawn twice as large, then reduced: smooth edges without a drawing library.
SUPERSAMPLING = 2


class Sheet:
    """Paper of `width` × `height` pixels. Coordinates of shapes go from 0 to 1 on both sides, y downwards."""

    def __init__(self, width: int, height: int, *, seed: int, paper: str = PAPER) -> None:
        self.width, self.height = width, height
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (width, height), paper)

    @property
    def ratio(self) -> float:
        return self.width / self.height

    # --- shapes: masks in grey, white where ink goes ------------------------------------------------

    def polygon(self, points: Iterable[Point]) -> Image.Image:
        mask, pen = self._blank()
        pen.polygon([self._big(point) for point in points], fill=255)
        return self._reduce(mask)

    def polygons(self, shapes: Iterable[Sequence[Point]]) -> Image.Image:
        mask, pen = self._blank()
        for points in shapes:
            pen.polygon([self._big(point) for point in points], fill=255)
        return self._reduce(mask)

    def discs(self, discs: Iterable[tuple[Point, float]]) -> Image.Image:
        """Circles: centre, and radius as a part of the height."""
        mask, pen = self._blank()
        for centre, radius in discs:
            (x, y), r = self._big(centre), radius * self.height * SUPERSAMPLING
            pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
        return self._reduce(mask)

    def lines(self, lines: Iterable[Sequence[Point]], *, thickness: float) -> Image.Image:
        """Strokes; `thickness` as a part of the height."""
        mask, pen = self._blank()
        stroke = max(1, round(thickness * self.height * SUPERSAMPLING))
        for points in lines:
            pen.line([self._big(point) for point in points], fill=255, width=stroke, joint="curve")
        return self._reduce(mask)

    def everywhere(self) -> Image.Image:
        return Image.new("L", (self.width, self.height), 255)

    # --- ink ---------------------------------------------------------------------------------------

    def ink(self, mask: Image.Image, colour: str, *, grain: float = 0.12, multiply: bool = False) -> None:
        """Print `mask` in `colour`. `grain`: part of bare specks; `multiply`: what is under shows."""
        worn = ImageChops.multiply(mask, self._specks(grain)) if grain else mask
        flat = Image.new("RGB", self.image.size, colour)
        printed = ImageChops.multiply(self.image, flat) if multiply else flat
        self.image.paste(printed, mask=worn)

    def shade(
        self, mask: Image.Image, colour: str, *, start: Point, end: Point, strength: float = 1.0, multiply: bool = True
    ) -> None:
        """Print `mask` in stipple, dense at `start`, nothing left at `end`."""
        ramp = self._ramp(start, end, strength)
        stipple = ImageChops.subtract(ramp, self._moved(self._sharp_noise)).point([0] + [255] * 255)
        self.ink(ImageChops.multiply(mask, stipple), colour, grain=0, multiply=multiply)

    def bytes(self, *, quality: int = 84) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "JPEG", quality=quality)
        return buffer.getvalue()

    # --- inside ------------------------------------------------------------------------------------

    def _blank(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        mask = Image.new("L", (self.width * SUPERSAMPLING, self.height * SUPERSAMPLING), 0)
        return mask, ImageDraw.Draw(mask)

    def _reduce(self, mask: Image.Image) -> Image.Image:
        return mask.reduce(SUPERSAMPLING)

    def _big(self, point: Point) -> Point:
        return point[0] * self.width * SUPERSAMPLING, point[1] * self.height * SUPERSAMPLING

    @cached_property
    def _sharp_noise(self) -> Image.Image:
        return Image.frombytes("L", self.image.size, self.random.randbytes(self.width * self.height))

    @cached_property
    def _soft_noise(self) -> Image.Image:
        return self._sharp_noise.filter(ImageFilter.BoxBlur(1))

    def _moved(self, noise: Image.Image) -> Image.Image:
        """The same noise elsewhere: as good as a new one, and much quicker."""
        draw = self.random
        return ImageChops.offset(noise, draw.randrange(self.width), draw.randrange(self.height))

    def _specks(self, part: float) -> Image.Image:
        # Blurred noise gathers around its mean: the threshold of a part is found on its own histogram.
        histogram, missing, level = self._histogram, part * self.width * self.height * 0.4, 0
        while level < 255 and missing > histogram[level]:
            missing -= histogram[level]
            level += 1
        return self._moved(self._soft_noise).point([205] * level + [255] * (256 - level))

    @cached_property
    def _histogram(self) -> list[int]:
        return self._soft_noise.histogram()

    def _ramp(self, start: Point, end: Point, strength: float) -> Image.Image:
        """A linear gradient between two points, computed small and enlarged."""
        small = Image.new("L", (64, 64))
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = dx * dx + dy * dy or 1.0
        levels = []
        for row in range(64):
            for column in range(64):
                along = ((column / 63 - start[0]) * dx + (row / 63 - start[1]) * dy) / length
                levels.append(round(255 * strength * (1 - min(1.0, max(0.0, along)))))
        small.putdata(levels)
        return small.resize(self.image.size, Image.Resampling.BICUBIC)


def ridge(sheet: Sheet, *, base: float, height: float, peaks: int, roughness: float = 0.35) -> list[Point]:
    """A mountain line from left to right, closed at the foot of the sheet. Straight slopes, as cut with scissors."""
    draw = sheet.random
    points: list[Point] = [(-0.02, 1.02), (-0.02, base - height * draw.uniform(0.1, 0.5))]
    step = 1.0 / peaks
    for peak in range(peaks):
        left = peak * step
        top = base - height * draw.uniform(0.65, 1.0)
        summit = left + step * draw.uniform(0.35, 0.65)
        shoulder = top + (base - top) * draw.uniform(0.3, 0.55)
        points += [
            (
                left + (summit - left) * draw.uniform(0.45, 0.6),
                shoulder + roughness * height * draw.uniform(-0.1, 0.12),
            ),
            (summit, top),
            (summit + (left + step - summit) * draw.uniform(0.4, 0.6), shoulder),
            (left + step, base - height * draw.uniform(0.05, 0.3)),
        ]
    return [*points, (1.02, base), (1.02, 1.02)]


def curve(*, left: float, right: float, top: float, bottom: float, waves: float, steps: int = 60) -> list[Point]:
    """A hill: a sine line closed at the foot of the sheet."""
    line = [
        (x / steps, (top + bottom) / 2 - (top - bottom) / 2 * -math.sin(left + (right - left) * waves * x / steps))
        for x in range(-1, steps + 2)
    ]
    return [(-0.02, 1.02), *line, (1.02, 1.02)]
