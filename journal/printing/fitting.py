"""Fitting articles to pages without a designer: measure a first layout, then share pages and grow pictures.

The first layout opens a page for each article, its picture at its smallest. From the height each one takes, `plan`
puts neighbours that hold together on one page and gives the height that remains to their pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .content import PrintedArticle, PrintedIssue

# Millimetres. The body of a page: A4 less its margins.
PAGE_HEIGHT = 257.0
SMALLEST_PICTURE, TALLEST_PICTURE = 44.0, 150.0
# Between two articles of a page; what a page may leave empty at its foot; what rounding may take.
GAP = 11.0
SLACK = 5.0
NOTE_AREA, NOTE = 5.0, 4.0
# Added to the height of balanced columns: the margin under their last block, that balancing does not count.
EASE = 4.8
# What the picture of an article may give back so that a few lines do not take a page of their own.
SQUEEZE = 18.0
# Taken back from the pictures of a page that did not hold.
STEP_BACK = 12.0
MM_PER_PX = 25.4 / 96
# Signs of running text above which two justified columns read better than three.
LONG_TEXT = 2200
MOST_ON_A_PAGE = 3


@dataclass(frozen=True)
class Fit:
    """How an article stands on its page: `picture_height` in millimetres."""

    picture_height: float = SMALLEST_PICTURE
    opens_page: bool = True
    keeps_together: bool = False
    columns: int = 3
    # Balanced once, columns are given their height: balancing is half of the time of a layout.
    run_heights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Measure:
    """What an article took in a layout: how many pages, and the height it fills on the last one, in millimetres.

    `run_heights` are those of its sets of columns; `overflows` tells that one of them did not hold. `gap` is what an
    article of several pages leaves empty at the foot of the first.
    """

    pages: int
    height: float
    run_heights: tuple[tuple[str, float], ...] = ()
    overflows: bool = False
    gap: float = 0.0

    @property
    def eased_height(self) -> float:
        return self.height + EASE * len(self.run_heights)


Fits = dict[str, Fit]
Measures = dict[str, Measure]


def first_fits(printed: PrintedIssue) -> Fits:
    return {article.anchor: Fit(columns=_columns(article)) for article in printed.articles}


def _columns(article: PrintedArticle) -> int:
    signs = sum(len(str(block.value)) for block in article.blocks if block.kind == "text")
    return 2 if signs > LONG_TEXT else 3


def measure(document: Any, printed: PrintedIssue) -> Measures:
    """From the two anchors of each article in `document`, whose positions are in CSS pixels."""
    where = _anchors(document)
    runs = _runs(document)
    found = {}
    for article in printed.articles:
        first, top = where[article.anchor]
        last, bottom = where[f"{article.anchor}-fin"]
        start = top if first == last else document.pages[last]._page_box.content_box_y()
        sets = [(run.anchor, runs[run.anchor]) for run in article.runs if not run.goes_across and run.anchor in runs]
        found[article.anchor] = Measure(
            pages=last - first + 1,
            height=(bottom - start) * MM_PER_PX,
            run_heights=tuple((anchor, round(boxes[0].height * MM_PER_PX + EASE, 1)) for anchor, boxes in sets),
            overflows=any(_columns_in(box) > _columns(article) for _anchor, boxes in sets for box in boxes),
            gap=_gap(document.pages[first], article) if first < last else 0.0,
        )
    return found


def _anchors(document: Any) -> dict[str, tuple[int, float]]:
    """Where each anchor first stands: an article of several pages has its own on each of them."""
    found: dict[str, tuple[int, float]] = {}
    for rank, page in enumerate(document.pages):
        for name, (_x, y, *_) in page.anchors.items():
            found.setdefault(name, (rank, y))
    return found


def _gap(page: Any, article: PrintedArticle) -> float:
    """Millimetres between what `article` holds on `page` and the foot of the page, its notes apart."""
    boxes = (box for box in page._page_box.descendants() if box.element_tag == "article")
    found = next(box for box in boxes if box.element.get("id") == article.anchor)
    bottom = max(map(_bottom, found.children))
    foot = page._page_box.content_box_y() + page._page_box.height
    return max(0.0, float(foot - bottom) * MM_PER_PX - _notes(article))


def _bottom(box: Any) -> float:
    """Where what `box` holds ends: cut by the foot of a page, a run across it reaches that foot by itself."""
    is_run = box.element is not None and box.element.get("class") == "across"
    inside = box.children if is_run and box.children else [box]
    return max(float(each.position_y + each.margin_height()) for each in inside)


def _runs(document: Any) -> dict[str, list[Any]]:
    """The boxes of each set of columns, one for each page it stands on."""
    found: dict[str, list[Any]] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            name = box.element.get("id", "") if box.element is not None and box.element_tag == "div" else ""
            if name.startswith("run-"):
                found.setdefault(name, []).append(box)
    return found


def _columns_in(box: Any) -> int:
    return len({round(child.position_x) for child in box.children if child.is_column})


def plan(printed: PrintedIssue, measures: Measures, fits: Fits) -> Fits:
    """Where each article stands, and the height of its picture, from what it took at its smallest."""
    planned: Fits = {}
    tightened = {article.anchor: _tightened(article, measures[article.anchor]) for article in printed.articles}
    for group in _groups(printed.articles, tightened):
        planned |= _share(group, tightened, fits)
    return planned


def _tightened(article: PrintedArticle, measure: Measure) -> Measure:
    """`measure` on one page, when a smaller picture is enough for that."""
    whole = PAGE_HEIGHT - measure.gap + measure.height
    holds = measure.pages == 2 and article.picture and whole + SLACK <= PAGE_HEIGHT + SQUEEZE
    return Measure(1, whole) if holds else measure


def step_back(measures: Measures, planned: Fits) -> Fits | None:
    """`planned` with smaller pictures, and columns that balance again, where it did not hold; None when all did."""
    spilled = [
        name
        for name, fit in planned.items()
        if (fit.keeps_together and measures[name].pages > 1) or (fit.run_heights and measures[name].overflows)
    ]
    if not spilled:
        return None
    return {**planned, **{name: _stepped_back(planned[name]) for name in spilled}}


def _stepped_back(fit: Fit) -> Fit:
    height = max(min(SMALLEST_PICTURE, fit.picture_height), fit.picture_height - STEP_BACK)
    return replace(fit, picture_height=height, keeps_together=False, run_heights=())


def _notes(article: PrintedArticle) -> float:
    """What the notes of an article take at the foot of its page."""
    count = len(article.workshops)
    return NOTE_AREA + NOTE * count if count else 0.0


def _groups(articles: Sequence[PrintedArticle], measures: Measures) -> list[list[PrintedArticle]]:
    """Neighbours that hold on one page; what is longer stands alone, and may lend the foot of its last page."""
    groups: list[list[PrintedArticle]] = []
    used = PAGE_HEIGHT
    for article in articles:
        taken = measures[article.anchor]
        height = taken.height + _notes(article)
        joins = taken.pages == 1 and used + GAP + height <= PAGE_HEIGHT and len(groups[-1]) < MOST_ON_A_PAGE
        if joins:
            groups[-1].append(article)
            used += GAP + height
        else:
            groups.append([article])
            used = height
    return groups


def _share(group: list[PrintedArticle], measures: Measures, fits: Fits) -> Fits:
    """Give the height that remains on the page of `group` to its pictures.

    The picture of an article that began on an earlier page takes what remains there.
    """
    taken = sum(measures[article.anchor].eased_height + _notes(article) for article in group) + GAP * (len(group) - 1)
    pictures = sum(bool(article.picture) for article in group if measures[article.anchor].pages == 1)
    spare = (PAGE_HEIGHT - SLACK - taken) / max(pictures, 1)

    def height(measure: Measure) -> float:
        room = spare if measure.pages == 1 else max(0.0, measure.gap - SLACK)
        return round(min(SMALLEST_PICTURE + max(room, -SQUEEZE), TALLEST_PICTURE), 1)

    return {
        article.anchor: replace(
            fits[article.anchor],
            picture_height=height(measures[article.anchor]),
            opens_page=rank == 0,
            keeps_together=measures[article.anchor].pages == 1,
            run_heights=measures[article.anchor].run_heights if measures[article.anchor].pages == 1 else (),
        )
        for rank, article in enumerate(group)
    }
