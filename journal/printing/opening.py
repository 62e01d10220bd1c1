"""The page of the sommaire: all that it holds of the chapôs and of a few pictures, whatever the number of articles.

What may stand there is read in the galleys, as the articles are, and what the page does not hold is taken away. All
heights are points.
"""

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox

from .galley import PT_PER_PX, lines_of_notes, notes_of
from .grid import LINE, PAGE_LINES

PAGE = PAGE_LINES * LINE
# Pictures with their captions: at their smallest, and at their tallest.
SHORTEST_STRIP, TALLEST_STRIP = 84, 345
# From these heights on, two pictures stand better side by side than three, then one better than two.
TWO_PICTURES, ONE_PICTURE = 175, 260
# The two sides, by their classes.
SOMMAIRE, EDITO = "sommaire", "edito"
# Set tight, by `.tight` of issue.css: a line, what stands under a title, a rubric with what stands above it, and the
# part of their lines that the words of an édito still take.
TIGHT_LINE, UNDER_TIGHT_TITLE, TIGHT_RUBRIC, TIGHT_SHARE = 13.0, 2.3, 18.2, 0.86
# What rounding may take from the page.
EASE = 1.0


@dataclass(frozen=True)
class Opening:
    """What the page has to hold. `plain` and `tight` are the heights of its two sides, by class; `frame` is the rule
    above them; `above_strip` and `caption` are of the pictures.
    """

    element: Any
    frame: float
    plain: dict[str, float]
    tight: dict[str, float]
    leads: float
    summary: float
    journal: float
    notes: float
    above_strip: float
    caption: float


@dataclass(frozen=True)
class Look:
    """What is kept of the page. `tight`: the sides whose words are small; `strip`: the height of the pictures;
    `is_apart`: the édito has a page of its own.
    """

    has_leads: bool = False
    has_strip: bool = False
    has_journal: bool = True
    has_summary: bool = True
    is_apart: bool = False
    tight: frozenset[str] = frozenset()
    strip: int = 0


# From the richest to the barest.
LOOKS = (
    Look(has_leads=True, has_strip=True),
    Look(has_strip=True),
    Look(has_leads=True),
    Look(),
    Look(has_journal=False),
    Look(has_journal=False, has_summary=False),
)


def look_of(opening: Opening) -> Look:
    """The richest look that holds on one page. An édito too long for all of them is set on a page of its own."""
    looks = [replace(look, is_apart=is_apart) for is_apart in (False, True) for look in LOOKS]
    held = (_held(opening, look) for look in looks)
    return next((look for look in held if look), replace(looks[-1], tight=frozenset({SOMMAIRE})))


def _held(opening: Opening, look: Look) -> Look | None:
    """`look` with what it leaves to pictures; None when it does not hold. What is rich is never set tight."""
    taken = opening.summary * look.has_summary + opening.journal * look.has_journal + opening.notes
    room = PAGE - EASE - opening.frame - taken
    sides = {**opening.plain, SOMMAIRE: opening.plain[SOMMAIRE] + opening.leads * look.has_leads}
    if look.is_apart:
        sides.pop(EDITO)
    tight = frozenset(name for name, height in sides.items() if height > room)
    is_rich = look.has_leads or look.has_strip
    if (tight and is_rich) or any(opening.tight[name] > room for name in tight):
        return None
    if not look.has_strip:
        return replace(look, tight=tight)
    spare = floor(room - max(sides.values()))
    return replace(look, strip=min(spare, TALLEST_STRIP)) if spare >= SHORTEST_STRIP else None


def read_opening(document: Any) -> Opening:
    """Measure the page of the sommaire in the galleys of `document`."""
    boxes = (box for page in document.pages for box in page._page_box.descendants())
    box = next(box for box in boxes if box.element is not None and box.element.get("id") == "sommaire")
    parts = {_class(child): child for child in box.children}
    sides, strip = parts["opening-sides"], parts["glimpses"]
    leads = sum(_outer(line) for line in sides.children[0].children if _class(line) == "sommaire-lead")
    plain = {_class(side): _extent(side) for side in sides.children}
    return Opening(
        element=box.element,
        frame=_outer(sides) - sides.height * PT_PER_PX,
        plain={**plain, SOMMAIRE: plain[SOMMAIRE] - leads},
        tight={_class(side): sum(map(_tight, side.children)) for side in sides.children},
        leads=leads,
        summary=_outer(parts.get("opening-summary")),
        journal=_outer(parts.get("opening-journal")),
        notes=lines_of_notes(box.element, notes_of(document)) * LINE,
        above_strip=strip.margin_top * PT_PER_PX,
        caption=max((_outer(cell.children[-1]) for cell in strip.children if cell.children), default=0.0),
    )


def _extent(box: Any) -> float:
    """From the top of what `box` holds to its end: a side is as tall as its neighbour."""
    return max((each.position_y + each.margin_height() - box.content_box_y()) * PT_PER_PX for each in box.children)


def _tight(box: Any) -> float:
    """What `box` takes, at most, in a side that is set tight."""
    match _class(box):
        case "sommaire-lead":
            return 0.0
        case "sommaire-rubric":
            return TIGHT_RUBRIC
        case "sommaire-line":
            return _lines(box) * TIGHT_LINE + UNDER_TIGHT_TITLE
        case "prose":
            return sum(ceil(_lines(paragraph) * TIGHT_SHARE) for paragraph in box.children) * TIGHT_LINE
    return _outer(box)


def _lines(box: Any) -> int:
    return sum(isinstance(each, LineBox) for each in box.descendants())


def _outer(box: Any) -> float:
    return float(box.margin_height() * PT_PER_PX) if box is not None else 0.0


def _class(box: Any) -> str:
    """The first class of the element of `box`."""
    names = (box.element.get("class") or "").split() if box.element is not None else []
    return names[0] if names else ""


# --- writing it on the elements -------------------------------------------------------------------


def dress_opening(opening: Opening, look: Look) -> None:
    """Take from the page what `look` does not keep, and give its pictures their height."""
    page = opening.element
    kept = {
        "sommaire-lead": look.has_leads,
        "glimpses": look.has_strip,
        "opening-journal": look.has_journal,
        "opening-summary": look.has_summary,
    }
    for parent in list(page.iter()):
        parent[:] = [child for child in parent if kept.get(child.get("class"), True)]
    for side in page.iter():
        if side.get("class") in look.tight:
            side.set("class", f"{side.get('class')} tight")
    if look.has_strip:
        _dress_strip(opening, look.strip)
    if look.is_apart:
        _set_apart(page)


def _dress_strip(opening: Opening, height: int) -> None:
    strip = next(each for each in opening.element if each.get("class") == "glimpses")
    del strip[1 if height >= ONE_PICTURE else 2 if height >= TWO_PICTURES else 3 :]
    strip.set("class", f"glimpses glimpses-{len(strip)}")
    tall = height - opening.above_strip - opening.caption
    for picture, *_caption in strip:
        picture.set("style", f"{picture.get('style', '')}; height: {tall:.2f}pt")


def _set_apart(page: Any) -> None:
    """Move the édito after everything else, on its own page."""
    sides = next(each for each in page if each.get("class") == "opening-sides")
    edito = sides[-1]
    sides.remove(edito)
    edito.set("class", "edito edito-apart")
    page.append(edito)
    page.set("class", "opening opening-apart")
