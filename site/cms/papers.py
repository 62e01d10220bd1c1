"""What is printed: a template, dressed by one of our style sheets, as a PDF.

WeasyPrint is heavy: it is imported when a paper is asked for, not when the site starts.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

STYLES = Path(settings.PROJECT_DIR) / "site" / "static" / "css"


def paper(template: str, context: Mapping[str, Any], *, style: str) -> bytes:
    """The pages of `template`; `style` is the name of a style sheet, « print-events »."""
    from .pdf import lay_out, write

    return write(lay_out(render_to_string(template, context), styles=[_sheet(style)]))


def largest_paper(
    template: str, context: Mapping[str, Any], *, style: str, sizes: Sequence[float], sheets: int
) -> bytes:
    """In letters of the largest of `sizes`, in points, that takes no more than `sheets`; of the last when none does."""
    from .pdf import Press, write

    html, press = render_to_string(template, context), Press()
    for size in sizes:
        document = press.lay_out(html, styles=[_sheet(style), f"html {{ font-size: {size}pt }}"])
        if len(document.pages) <= sheets:
            break
    return write(document)


def _sheet(name: str) -> str:
    return (STYLES / f"{name}.css").read_text()
