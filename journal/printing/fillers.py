"""What the journal has to say where an article leaves the foot of its last page empty.

Adverts first, then the next dates, then an invitation to answer: each at most once, and only where it holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .fitting import Fits, plan, spaces, tightest
from .galley import PT_PER_PX, Galleys
from .grid import lines_of

Choice = Callable[[list[tuple[int, str]]], tuple[int, str]]

# Lines between an article and what follows it.
ABOVE = 2


@dataclass(frozen=True)
class Filler:
    """`element` may stand after any article. What is `paid` for, and found no foot of a page, keeps its own place."""

    element: Any
    lines: int
    is_paid: bool


def read_fillers(document: Any) -> list[Filler]:
    """What is set apart in the galleys of `document`, in its order there."""
    boxes = (box for page in document.pages for box in page._page_box.descendants() if box.element_tag == "aside")
    return [
        Filler(box.element, lines_of(box.border_height() * PT_PER_PX), is_paid="partner" in _classes(box))
        for box in boxes
        if _classes(box) & {"filler", "partner-banner", "partner-half"}
    ]


def _classes(box: Any) -> set[str]:
    return set((box.element.get("class") or "").split())


def arrange(galleys: Galleys, fillers: list[Filler]) -> tuple[Fits, dict[str, Filler]]:
    """The plan of the pages, and the article after which each filler stands.

    Pictures leave room for adverts, on the pages that have most; the other fillers take what pictures leave.
    """
    adverts = share_out([each for each in fillers if each.is_paid], spaces(galleys, tightest(galleys)), choose=max)
    fits = plan(galleys, {name: advert.lines + ABOVE for name, advert in adverts.items()})
    left = {name: lines for name, lines in spaces(galleys, fits).items() if name not in adverts}
    return fits, adverts | share_out([each for each in fillers if not each.is_paid], left, choose=min)


def share_out(fillers: list[Filler], left: dict[str, int], *, choose: Choice) -> dict[str, Filler]:
    """`fillers`, in their order, at the foot of the pages of articles; `choose` is of the feet that hold one."""
    placed: dict[str, Filler] = {}
    for filler in fillers:
        feet = [(lines, name) for name, lines in left.items() if name not in placed and lines >= filler.lines + ABOVE]
        if feet:
            placed[choose(feet)[1]] = filler
    return placed


def set_out(fillers: list[Filler], placed: dict[str, Filler], galleys: Galleys, body: Any) -> None:
    """Move the fillers of `placed` after their articles in `body`, and drop those that nobody pays for elsewhere."""
    kept = {id(filler.element) for filler in placed.values()}
    for filler in fillers:
        if id(filler.element) in kept or not filler.is_paid:
            body.remove(filler.element)
    for name, filler in placed.items():
        body.insert(list(body).index(galleys[name].element) + 1, filler.element)


def send_back(document: Any, placed: dict[str, Filler], body: Any) -> bool:
    """Take away the fillers that did not hold on the last page of their article; adverts go before the back.

    Tells whether any did.
    """
    pages = [_elements(page) for page in document.pages]
    lone = [
        filler
        for name, filler in placed.items()
        if not any(filler.element in page and name in _names(page) for page in pages)
    ]
    for filler in lone:
        body.remove(filler.element)
        if filler.is_paid:
            body.insert(_first_partner_or_back(body), filler.element)
    return bool(lone)


def _first_partner_or_back(body: Any) -> int:
    kinds = ((element.get("class") or "").split() for element in body)
    return next(rank for rank, names in enumerate(kinds) if {"partner", "back"} & set(names))


def _elements(page: Any) -> list[Any]:
    return [box.element for box in page._page_box.descendants() if box.element_tag in {"article", "aside"}]


def _names(elements: list[Any]) -> set[str]:
    return {element.get("id", "") for element in elements}
