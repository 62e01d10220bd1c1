"""Whether printed pages look as they did: small pictures in greys, compared as an eye would from across the room."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops

REFERENCE = Path(__file__).parent / "golden_issue.png"
DOTS = 24
# In a row of the sheet.
ACROSS = 4
# Greys, of 256, under which nobody sees a difference: the random codes of margins, the rounding of another machine.
UNSEEN = 40
# The part of a page that may differ (print-and-typography.md §3.3).
TOLERATED = 0.01


def sheet_of(pages: Sequence[Image.Image]) -> Image.Image:
    """All the pages on one picture, which is small enough to be kept with the tests."""
    width, height = pages[0].size
    sheet = Image.new("L", (width * ACROSS, height * -(-len(pages) // ACROSS)), 255)
    for rank, page in enumerate(pages):
        sheet.paste(page, (rank % ACROSS * width, rank // ACROSS * height))
    return sheet


def pages_of(path: Path, size: tuple[int, int]) -> list[Image.Image]:
    """The pages of a sheet, in their order; what completes its last row included."""
    width, height = size
    with Image.open(path) as sheet:
        whole = sheet.convert("L")
    tops, lefts = range(0, whole.height, height), range(0, whole.width, width)
    return [whole.crop((left, top, left + width, top + height)) for top in tops for left in lefts]


def changed(before: Image.Image, after: Image.Image) -> float:
    """The part of a page that one sees changed."""
    histogram = ImageChops.difference(before, after).histogram()
    return sum(histogram[UNSEEN:]) / (before.width * before.height)
