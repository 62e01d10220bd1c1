"""From the content of an issue to its pages: two layouts at most, then what completes them to a multiple of four.

WeasyPrint is heavy: this module is imported by the job that prints, never by what answers visitors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from cms.pdf import Press

from ..enums import EditionStep, Padding
from .content import Paper, PrintedArticle, PrintedIssue, focus_of
from .fitting import Fit, Fits, Measures, first_fits, measure, plan, step_back
from .glyphs import writable
from .imprint import set_imprint
from .warnings import Warnings, layout_warnings

# Millimetres at the foot of the cover: the theme, then four titles.
FOOT_OF_COVER, THEME_OF_COVER = 64, 20
# What fills the pages added before the last one, in this order.
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
    """Lay `printed` out, fit its articles, lay it out again, and add pages before the last one (PR-01)."""
    told(EditionStep.LAYOUT)
    press, fits = Press(), first_fits(printed)
    planned: Fits | None = plan(printed, _measures(press, printed, paper, fits, options), fits)
    told(EditionStep.FITTING)
    document: Any = None
    while planned is not None:
        document = None  # what did not hold leaves the memory before its heir comes
        document, html, lost = _lay_out(press, printed, paper, planned, options)
        planned = step_back(measure(document, printed), planned)
    padding = -len(document.pages) % 4
    warnings = layout_warnings(document, printed, lost=lost)
    return Pages(_padded(press, document, padding, printed, options), html, padding, warnings)


def _measures(press: Press, printed: PrintedIssue, paper: Paper, fits: Fits, options: Options) -> Measures:
    """What articles take with `fits`. The pages themselves are of no further use."""
    document, _html, _lost = _lay_out(press, printed, paper, fits, options)
    return measure(document, printed)


def _lay_out(press: Press, printed: PrintedIssue, paper: Paper, fits: Fits, options: Options) -> tuple[Any, str, str]:
    html, lost = writable(set_html(printed, paper, fits, options))
    styles = [_style(printed, _fitted(printed, fits), options)]
    return press.lay_out(html, styles=styles, address=settings.WAGTAILADMIN_BASE_URL), html, lost


def set_html(printed: PrintedIssue, paper: Paper, fits: Fits, options: Options) -> str:
    """The words of the whole issue, ready for the style sheet."""
    context: dict[str, Any] = {"printed": printed, "place": paper, "proof": options.proof}
    context |= {"fitted": _fitted(printed, fits), "imprint": set_imprint(printed, copies=options.copies)}
    return render_to_string("print/journal/issue.html", context)


def _fitted(printed: PrintedIssue, fits: Fits) -> list[tuple[PrintedArticle, Fit]]:
    return [(article, fits[article.anchor]) for article in printed.articles]


def _style(printed: PrintedIssue, fitted: list[tuple[PrintedArticle, Fit]], options: Options) -> str:
    size = name_size(printed.journal)
    picture_top = round(16 + size * 0.86 * 25.4 / 72 + 7 + 2.2 + 8.6 + 6)
    foot = FOOT_OF_COVER if printed.issue.theme else FOOT_OF_COVER - THEME_OF_COVER
    context = {
        "colour": printed.issue.colour,
        "proof": f"{options.proof} – ne pas diffuser" if options.proof else "",
        "fitted": fitted,
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


def _padded(press: Press, document: Any, padding: int, printed: PrintedIssue, options: Options) -> Any:
    """`document` with `padding` pages before its last one, which stays the back of the paper (PR-01)."""
    if not padding:
        return document
    context = {"kinds": ADDED[:padding], "printed": printed, "padding": options.padding}
    html, _lost = writable(render_to_string("print/journal/added.html", context))
    added = press.lay_out(html, styles=[_style(printed, [], options)])
    return document.copy([*document.pages[:-1], *added.pages, document.pages[-1]])
