"""The files of an issue, all from one layout: for the screen, for the printer, and the booklet.

Imports WeasyPrint: only the job does so.
"""

from collections.abc import Callable, Iterator
from typing import Any

from cms.pdf import write

from ..enums import EditionStep, Output
from .imposition import impose
from .layout import Pages

Told = Callable[[EditionStep], None]
NO_BLEED = dict.fromkeys(("top", "right", "bottom", "left"), 0)


def paper_files(pages: Pages, *, told: Told = lambda step: None) -> Iterator[tuple[Output, bytes]]:
    """Each output as it is ready, so that one only is in memory."""
    told(EditionStep.PRINTER)
    printer = write(pages.document, tagged=False)
    yield Output.PRINTER, printer
    told(EditionStep.BOOKLET)
    yield Output.BOOKLET, impose(printer)
    del printer
    told(EditionStep.SCREEN)
    yield Output.SCREEN, write(_without_bleed(pages.document))


def _without_bleed(document: Any) -> Any:
    """The same pages, cut: what stands in the bleed and the marks fall outside the file."""
    for page in document.pages:
        page.bleed = NO_BLEED
    return document
