"""The check of how printed pages look would fail: each accident, on each page of the reference, is seen."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from .likeness import REFERENCE, TOLERATED, changed, pages_of, sheet_of

# An A4 page at 24 dots an inch.
SIZE = (199, 281)
ACCIDENTS = {
    "everything a line of the grid lower": lambda page: ImageChops.offset(page, 0, 4),
    "a margin a millimetre wider": lambda page: ImageChops.offset(page, 1, 0),
    "a bolder face": lambda page: page.filter(ImageFilter.MinFilter(3)),
    "nothing printed": lambda page: Image.new("L", page.size, 255),
}


@pytest.mark.parametrize("accident", ACCIDENTS.values(), ids=ACCIDENTS)
def test_an_accident_is_seen_on_each_page(accident: Callable[[Image.Image], Image.Image]) -> None:
    pages = pages_of(REFERENCE, SIZE)
    assert len(pages) == 8
    assert [number for number, page in enumerate(pages, start=1) if changed(page, accident(page)) <= TOLERATED] == []


def test_two_pages_that_change_places_are_seen() -> None:
    pages = pages_of(REFERENCE, SIZE)
    assert [n for n, pair in enumerate(pairwise(pages), 1) if changed(*pair) <= TOLERATED] == []


def test_a_reference_is_read_as_it_was_drawn(tmp_path: Path) -> None:
    pages = [Image.new("L", SIZE, grey) for grey in (0, 50, 100, 150, 200)]
    sheet_of(pages).save(tmp_path / "sheet.png")
    kept = pages_of(tmp_path / "sheet.png", SIZE)
    assert [page.getpixel((3, 3)) for page in kept] == [0, 50, 100, 150, 200, 255, 255, 255]
    assert [changed(*pair) for pair in zip(pages, kept, strict=False)] == [0.0] * 5
