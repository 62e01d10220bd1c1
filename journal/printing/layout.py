"""From the content of an issue to its pages: its galleys, its pages, then what completes them to a multiple of four.

WeasyPrint is heavy: this module is imported by the job that prints, never by what answers visitors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from cms.pdf import Press, Sheet, Tree

from ..enums import EditionStep, Padding
from .content import PrintedIssue
from .fillers import Filler, arrange, read_fillers, send_back, set_out
from .fitting import Fits, dress, realign, stand, step_back
from .galley import Galleys, read_galleys
from .glyphs import writable
from .imprint import set_imprint
from .opening import dress_opening, look_of, read_opening
from .pictures import focus_of
from .places import Paper
from .warnings import Warnings, layout_warnings

# Millimetres at the foot of the cover: the theme, then four titles.
FOOT_OF_COVER, THEME_OF_COVER = 64, 20
BACK = "ours"
# What fills the pages added before the back, in this order.
ADDED = ("write", "notes", "draw")
Told = Callable[[EditionStep], None]


@dataclass(frozen=True)
class Pages:
    """A laid-out issue. `document` has the bleed and marks of the printer; `html` is what was laid out."""

    document: Any
    html: str
    padding: int
    warnings: Warnings

    @property
    def count(self) -> int:
        return len(self.document.pages)


@dataclass(frozen=True)
class Options:
    """How to print: `proof` is written on each page, empty for a final printing; `copies` stands in the ours."""

    proof: str = ""
    padding: Padding = Padding.NOTES
    copies: int | None = None


def compose(printed: PrintedIssue, paper: Paper, *, options: Options, told: Told = lambda step: None) -> Pages:
    """Set `printed` in galleys, fit its articles, lay its pages out, and add some before the last ones (PR-01)."""
    told(EditionStep.LAYOUT)
    html, lost = writable(set_html(printed, paper, options))
    press = Press()
    tree = press.read(html, address=settings.WAGTAILADMIN_BASE_URL)
    style = press.sheet(_style(printed, options))
    proofs = press.lay_out(tree, styles=[style, render_to_string("print/journal/galley.css")])
    galleys, fillers, opening = read_galleys(proofs, printed), read_fillers(proofs), read_opening(proofs)
    del proofs
    dress_opening(opening, look_of(opening))
    told(EditionStep.FITTING)
    document = _pages(press, tree, style, galleys, fillers)
    padding = missing_pages(len(document.pages))
    warnings = layout_warnings(document, printed, lost=lost)
    return Pages(_padded(press, document, padding, printed, options, style), html, padding, warnings)


def missing_pages(count: int) -> int:
    """What completes `count` pages to whole sheets of four."""
    return -count % 4


def _pages(press: Press, tree: Tree, style: Sheet, galleys: Galleys, fillers: list[Filler]) -> Any:
    """The pages of `tree`, laid out once when everything holds as planned, two or three times when it does not."""
    body = tree.etree_element.find("body")
    planned, placed = arrange(galleys, fillers)
    set_out(fillers, placed, galleys, body)
    fits: Fits | None = planned
    document: Any = None
    while fits is not None:
        document = None  # what did not hold leaves the memory before its heir comes
        dress(galleys, fits)
        document = press.lay_out(tree, styles=[style])
        fits = step_back(stand(document), fits)
    has_changed = [realign(document), send_back(document, placed, body)]
    if any(has_changed):
        document = None
        document = press.lay_out(tree, styles=[style])
    return document


def set_html(printed: PrintedIssue, paper: Paper, options: Options) -> str:
    """The words of the whole issue, ready for the style sheet."""
    context: dict[str, Any] = {"printed": printed, "place": paper, "proof": options.proof}
    return render_to_string(
        "print/journal/issue.html", context | {"imprint": set_imprint(printed, copies=options.copies)}
    )


def _style(printed: PrintedIssue, options: Options) -> str:
    size = name_size(printed.journal)
    picture_top = round(16 + size * 0.86 * 25.4 / 72 + 7 + 2.2 + 8.6 + 6)
    foot = FOOT_OF_COVER if printed.issue.theme else FOOT_OF_COVER - THEME_OF_COVER
    context = {
        "colour": printed.issue.colour,
        "proof": f"{options.proof} – ne pas diffuser" if options.proof else "",
        "name_size": size,
        "picture_top": picture_top,
        "picture_height": 297 - foot - picture_top,
        "foot_top": 297 - foot + 9,
        "cover_focus": focus_of(printed.issue.cover),
    }
    return render_to_string("print/journal/issue.css", context)


def name_size(name: str) -> int:
    """Points at which the name of the journal fills the 180 mm of the cover, on one line."""
    return max(30, min(120, round(1080 / max(len(name), 1))))


def _padded(press: Press, document: Any, padding: int, printed: PrintedIssue, options: Options, style: Sheet) -> Any:
    """`document` with `padding` pages before the back of the paper (PR-01)."""
    if not padding:
        return document
    context = {"kinds": ADDED[:padding], "printed": printed, "padding": options.padding}
    html, _lost = writable(render_to_string("print/journal/added.html", context))
    added = press.lay_out(press.read(html), styles=[style])
    back = next(rank for rank, page in enumerate(document.pages) if BACK in page.anchors)
    return document.copy([*document.pages[:back], *added.pages, *document.pages[back:]])
