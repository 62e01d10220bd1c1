"""Fitting articles to pages without a designer: from what each takes in its galley, share pages and grow pictures.

All heights are lines of the grid, but those that style sheets are told, in points.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from .galley import PT_PER_PX, Galley, Galleys, Setting
from .grid import LINE, PAGE_LINES, TRIFLE, balanced, left_after

# The picture of an article with its caption and the line under it: at its smallest; squeezed, so that a few lines do
# not take a page of their own; at its tallest (150 mm).
SMALLEST_PICTURE, SQUEEZED_PICTURE, TALLEST_PICTURE = 12, 8, 35
# Between two articles of a page, and the rubric above the second.
BETWEEN = 3
MOST_ON_A_PAGE = 3
# Taken back from the picture of an article that did not hold.
STEP_BACK = 3
# Points by which columns are taller than their lines: what rounding may take.
EASE = 0.02


@dataclass(frozen=True)
class Fit:
    """How an article stands: the lines of its picture, the pages it should take, the lines of its runs of columns.

    Columns of 0 lines are balanced by WeasyPrint, which sets them many times to do so. `is_free`: the article did not
    hold as planned, and takes what it takes.
    """

    picture: int = SMALLEST_PICTURE
    pages: int = 1
    opens_page: bool = True
    heights: tuple[int, ...] = ()
    is_free: bool = False


@dataclass(frozen=True)
class Standing:
    """On how many pages articles stand, and those that have more columns side by side than they should."""

    pages: Counter[str]
    crowded: set[str] = field(default_factory=set)


Fits = dict[str, Fit]


@dataclass
class Reading:
    """Goes down the pages of an article as it is laid out: `used` lines of the `room` of a page."""

    used: int
    room: int
    page: int = 1
    heights: list[int] = field(default_factory=list)

    def put(self, lines: int, gap: int = 0) -> None:
        if self.used and self.used + lines > self.room:
            self._turn()
        self.used += lines + gap

    def put_across(self, setting: Setting) -> None:
        for piece in setting.pieces:
            self.put(piece.lines, piece.gap)
        self.heights.append(0)

    def put_columns(self, setting: Setting) -> None:
        pieces, page = list(setting.pieces), self.page
        height = balanced(pieces, setting.columns)
        while self.used + height > self.room:
            left = left_after(pieces, setting.columns, self.room - self.used)
            if not self.used and len(left) == len(pieces):
                break  # taller than a page: it is cut where it can be
            self._turn()
            pieces, height = left, balanced(left, setting.columns)
        # What WeasyPrint balances ends between two lines: one more brings what follows back on the grid.
        is_whole = page == self.page
        self.used += height + (1 if is_whole else 2)
        self.heights.append(height if is_whole else 0)

    def _turn(self) -> None:
        self.page, self.used, self.room = self.page + 1, 0, PAGE_LINES


def read_through(galley: Galley, picture: int) -> Reading:
    """Where `galley` ends when it opens a page, with `picture` lines for its picture if it has one."""
    top = galley.head + (picture if galley.has_picture else 0)
    reading = Reading(used=top, room=PAGE_LINES - galley.notes)
    for setting in galley.settings:
        if setting.goes_across:
            reading.put_across(setting)
        else:
            reading.put_columns(setting)
    reading.put(galley.foot)
    return reading


def whole_height(galley: Galley, picture: int) -> int:
    """The lines of `galley` when nothing cuts it, its notes counted."""
    runs = sum(height + 1 if height else _across(each) for each, height in _runs(galley))
    return galley.head + (picture if galley.has_picture else 0) + runs + galley.foot + galley.notes


def spaces(galleys: Galleys, fits: Fits) -> dict[str, int]:
    """The lines left empty after each article that ends a page."""
    found: dict[str, int] = {}
    last = ""
    for name, fit in fits.items():
        whole = whole_height(galleys[name], fit.picture)
        if fit.opens_page:
            used = whole if fit.pages == 1 else read_through(galleys[name], fit.picture).used
        else:
            used += BETWEEN + whole
            del found[last]
        found[name], last = PAGE_LINES - used, name
    return found


def _runs(galley: Galley) -> Iterator[tuple[Setting, int]]:
    """The runs of `galley`, with the height of those that are columns, 0 for the others."""
    for each in galley.settings:
        yield each, 0 if each.goes_across else balanced(each.pieces, each.columns)


def _across(setting: Setting) -> int:
    return sum(piece.lines + piece.gap for piece in setting.pieces)


def plan(galleys: Galleys, kept: dict[str, int] | None = None) -> Fits:
    """Where each article stands, and the height of its picture.

    `kept` are lines that pictures leave at the foot of the page that an article ends.
    """
    fits: Fits = {}
    for group in _groups(galleys):
        fits |= _shared(group, (kept or {}).get(list(group)[-1], 0))
    return fits


def tightest(galleys: Galleys) -> Fits:
    """The plan with the smallest pictures: what its pages leave empty may be had."""
    return {
        name: replace(fit, picture=min(fit.picture, SMALLEST_PICTURE))
        for name, fit in plan(galleys, dict.fromkeys(galleys, PAGE_LINES)).items()
    }


def _groups(galleys: Galleys) -> list[Galleys]:
    """Neighbours that hold on one page; what is longer may lend the foot of its last page."""
    groups: list[Galleys] = []
    used = PAGE_LINES
    for name, galley in galleys.items():
        height = whole_height(galley, SMALLEST_PICTURE)
        if groups and used + BETWEEN + height <= PAGE_LINES and len(groups[-1]) < MOST_ON_A_PAGE:
            groups[-1][name] = galley
            used += BETWEEN + height
        else:
            groups.append({name: galley})
            used = height if _holds(galley) else read_through(galley, long_picture(galley)).used
    return groups


def _holds(galley: Galley) -> bool:
    return whole_height(galley, SQUEEZED_PICTURE) <= PAGE_LINES


def long_picture(galley: Galley, kept: int = 0) -> int:
    """The picture of an article that is longer than a page: as tall as may be without one page more.

    `kept` lines stay at the foot of its last page.
    """
    fewest = read_through(galley, SQUEEZED_PICTURE).page
    for lines in range(TALLEST_PICTURE, SQUEEZED_PICTURE, -1):
        reading = read_through(galley, lines)
        if reading.page == fewest and reading.used + kept <= PAGE_LINES:
            return lines
    return SQUEEZED_PICTURE


def _shared(group: Galleys, kept: int) -> Fits:
    """Give the lines that remain on the page of `group`, but `kept`, to its pictures."""
    fits: Fits = {}
    name, first = next(iter(group.items()))
    room, rest = PAGE_LINES - kept, dict(group)
    if not _holds(first):
        lines = long_picture(first, kept if len(group) == 1 else 0)
        reading = read_through(first, lines)
        fits[name] = Fit(lines, reading.page, heights=tuple(reading.heights))
        room -= reading.used
        rest.pop(name)
    spare = room - sum(whole_height(galley, 0) for galley in rest.values()) - BETWEEN * (len(group) - 1)
    pictures = sum(galley.has_picture for galley in rest.values())
    each, more = divmod(spare, pictures or 1)
    for other, galley in rest.items():
        lines = each + (1 if galley.has_picture and more > 0 else 0)
        more -= galley.has_picture
        picture = max(SQUEEZED_PICTURE, min(lines, TALLEST_PICTURE))
        heights = tuple(height for _setting, height in _runs(galley))
        fits[other] = Fit(picture, opens_page=not fits, heights=heights)
    return fits


def dress(galleys: Galleys, fits: Fits) -> None:
    """Write `fits` on the elements of the articles."""
    for name, fit in fits.items():
        galley = galleys[name]
        kinds = ["article", "opens-page" * fit.opens_page, "keeps-together" * (fit.pages == 1 and not fit.is_free)]
        galley.element.set("class", " ".join(filter(None, kinds)))
        if galley.has_picture:
            height = (fit.picture - 1) * LINE - galley.caption
            galley.picture.set("style", f"height: {height:.2f}pt; object-position: {galley.focus}")
        for setting, lines in zip(galley.settings, fit.heights, strict=True):
            setting.element.set("style", _columns_style(lines) if lines else "")
            if not lines:
                _unwrap(setting.element)


def _unwrap(element: Any) -> None:
    """Give the blocks of `element` to it directly: WeasyPrint balances children."""
    if len(element) and element[0].get("class") == "flow":
        element[:] = list(element[0])


def _columns_style(lines: int) -> str:
    return f"column-fill: auto; height: {lines * LINE + EASE:.2f}pt; "


def step_back(standing: Standing, fits: Fits) -> Fits | None:
    """`fits` with smaller pictures and free columns where they did not hold; None when all did."""
    spilled = {
        name: fit
        for name, fit in fits.items()
        if not fit.is_free and (standing.pages[name] > fit.pages or name in standing.crowded)
    }
    if not spilled:
        return None
    return {**fits, **{name: _stepped_back(fit) for name, fit in spilled.items()}}


def _stepped_back(fit: Fit) -> Fit:
    picture = max(SQUEEZED_PICTURE, fit.picture - STEP_BACK)
    return replace(fit, picture=picture, heights=(0,) * len(fit.heights), is_free=True)


def stand(document: Any) -> Standing:
    """How the articles of `document` stand."""
    boxes = [box for page in document.pages for box in page._page_box.descendants() if box.element_tag == "article"]
    crowded = {
        box.element.get("id")
        for box in boxes
        if any(_columns_in(run) > run.style["column_count"] for run in box.children if _is_columns(run))
    }
    return Standing(Counter(box.element.get("id") for box in boxes), crowded)


def _is_columns(box: Any) -> bool:
    """Whether `box` is a run of columns; each column in it has the same element."""
    return (
        not getattr(box, "is_column", False)
        and box.element is not None
        and "columns" in (box.element.get("class") or "").split()
    )


def _columns_in(box: Any) -> int:
    return len({round(child.position_x) for child in box.children if child.is_column})


def realign(document: Any) -> bool:
    """Bring back on the grid the columns that stand below others that WeasyPrint balanced; whether any moved."""
    moved = False
    for page in document.pages:
        top = page._page_box.content_box_y()
        runs = [box for box in page._page_box.descendants() if _is_columns(box)]
        pushed = 0.0
        for before, after in pairwise(runs):
            off = ((after.position_y - top) * PT_PER_PX + pushed) % LINE
            if before.style["height"] == "auto" and TRIFLE < off < LINE - TRIFLE:
                style = after.element.get("style") or ""
                after.element.set("style", f"{style}padding-top: {LINE - off:.2f}pt; ")
                pushed += LINE - off
                moved = True
    return moved
