"""The files of an issue, all from one layout: for the screen, for the printer, and the booklet.

Imports WeasyPrint: only the job does so.
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.pdf import write_to

from ..enums import EditionStep, Output
from .content import PrintedIssue
from .layout import Options, compose
from .places import Paper
from .warnings import Warnings

Told = Callable[[EditionStep], None]
NO_BLEED = dict.fromkeys(("top", "right", "bottom", "left"), 0)


@dataclass(frozen=True)
class Papers:
    """The files of one layout, in a folder, and what is known of it. `content_hash` is the SHA-256 of what was set."""

    files: list[tuple[Output, Path]]
    page_count: int
    content_hash: str
    warnings: Warnings

    def path_of(self, output: Output) -> Path:
        return dict(self.files)[output]


def make_papers(
    printed: PrintedIssue, paper: Paper, folder: Path, *, options: Options, told: Told = lambda step: None
) -> Papers:
    """Lay `printed` out and write its three PDF in `folder`.

    Each is on the disk as soon as it is ready, and the booklet, made from the file of the printer, comes once the pages
    have left the memory: a layout of 24 pages takes some 30 MB, its files 14 MB each.
    """
    papers = _from_layout(printed, paper, folder, options, told)
    gc.collect()  # boxes hold each other
    told(EditionStep.BOOKLET)
    papers.files.append((Output.BOOKLET, _folded(papers.path_of(Output.PRINTER), folder / "booklet.pdf")))
    return papers


def _from_layout(printed: PrintedIssue, paper: Paper, folder: Path, options: Options, told: Told) -> Papers:
    pages = compose(printed, paper, options=options, told=told)
    told(EditionStep.SCREEN)
    with _without_bleed(pages.document):
        screen = _written(pages.document, folder / "screen.pdf", tagged=True)
    told(EditionStep.PRINTER)
    printer = _written(pages.document, folder / "printer.pdf", tagged=False)
    content_hash = hashlib.sha256(pages.html.encode()).hexdigest()
    files = [(Output.SCREEN, screen), (Output.PRINTER, printer)]
    return Papers(files, pages.count, content_hash, pages.warnings)


def _folded(printer: Path, booklet: Path) -> Path:
    from .imposition import impose  # pypdf, 12 MB, is wanted only now

    return impose(printer, booklet)


def _written(document: Any, path: Path, *, tagged: bool) -> Path:
    with path.open("wb") as target:
        write_to(target, document, tagged=tagged)
    return path


@contextmanager
def _without_bleed(document: Any) -> Iterator[None]:
    """The same pages, cut: what stands in the bleed and the marks fall outside the file."""
    bleeds = [page.bleed for page in document.pages]
    for page in document.pages:
        page.bleed = NO_BLEED
    yield
    for page, bleed in zip(document.pages, bleeds, strict=True):
        page.bleed = bleed
