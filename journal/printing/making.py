"""One edition from its row to its files. Imports WeasyPrint: only the job does so."""

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.utils import timezone

from people.enums import Audience

from ..enums import EditionKind, EditionStep, Output, Padding
from ..epub.book import write_book
from ..errors import JournalError
from ..models import Edition, ShortAddress
from ..models.articles import ArticlePage
from ..selectors.copies import copies_of
from ..selectors.refusals import HEAD_PLACES
from ..services.addresses import address_of_article, address_of_issue, address_of_seed
from ..services.editions import NOTHING_TO_PRINT, UNKNOWN_FAILURE, Made, beat, claim, fail, finish
from .consents import consents_under
from .content import PrintedArticle, PrintedIssue, gather
from .layout import Options
from .outputs import make_papers
from .places import Paper

logger = logging.getLogger(__name__)


def make(pk: int) -> None:
    """Claim the edition and make it. Whatever happens, its row tells it."""
    edition = claim(pk, now=timezone.now())
    if edition is None:
        return
    try:
        printed = _gather(edition, Audience.PRINT)
        if not printed.articles:
            fail(edition, NOTHING_TO_PRINT)
            return
        with TemporaryDirectory() as folder:
            finish(edition, _made(edition, printed, Path(folder)))
    except JournalError as refusal:
        fail(edition, str(refusal))
    except Exception:
        logger.exception("journal: edition %s failed", pk)
        fail(edition, UNKNOWN_FAILURE)


def _gather(edition: Edition, audience: Audience) -> PrintedIssue:
    def address_of(page: Any) -> str:
        row = (
            address_of_article(issue=edition.issue, article=page)
            if isinstance(page, ArticlePage)
            else address_of_issue(issue=edition.issue)
        )
        return absolute(row)

    is_final = edition.kind == EditionKind.FINAL
    return gather(edition.issue, audience=audience, address_of=address_of, frozen=is_final)


def absolute(row: ShortAddress) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{row.get_absolute_url()}"


def _made(edition: Edition, printed: PrintedIssue, folder: Path) -> Made:
    def told(step: EditionStep) -> None:
        beat(edition, step)

    is_proof = edition.kind == EditionKind.PROOF
    options = Options(
        proof=f"épreuve n° {edition.number}" if is_proof else "",
        padding=Padding(edition.padding),
        copies=copies_of(edition.issue),
    )
    papers = make_papers(printed, Paper(_seed_addresses(printed)), folder, options=options, told=told)
    told(EditionStep.EPUB)
    on_screen = _gather(edition, Audience.WEB)
    book = _book(on_screen, folder / "book.epub")
    told(EditionStep.STORING)
    return Made(
        files=[*papers.files, (Output.EPUB, book)],
        page_count=papers.page_count,
        content_hash=papers.content_hash,
        consents=[*_snapshot(printed), *_snapshot(on_screen)],
        warnings=papers.warnings,
    )


def _book(printed: PrintedIssue, path: Path) -> Path:
    path.write_bytes(write_book(printed))
    return path


def _seed_addresses(printed: PrintedIssue) -> dict[int, str]:
    seeds = [block.source.record for _article, block in printed.sourced if block.source and block.kind == "seed_box"]
    return {seed.pk: absolute(address_of_seed(issue=printed.issue, seed=seed)) for seed in seeds if seed}


def _snapshot(printed: PrintedIssue) -> Iterator[dict[str, Any]]:
    """What each block that is sourced, or cites somebody, rested on: the proof kept with the files (law.md C-13).

    Without any name.
    """
    for article, block in printed.sourced:
        assert block.source
        yield {
            "audience": printed.audience.value,
            "article": article.page.pk,
            "reference": block.reference,
            "code": block.source.provenance.code,
            "shown": not block.is_removed,
            "consents": [] if block.is_removed else consents_under(block.source),
        }
    blocks = ((article, not block.is_withheld, block.agreements) for article, block in printed.cited)
    for article, is_shown, agreements in (*blocks, *_cited_heads(printed)):
        yield {
            "audience": printed.audience.value,
            "article": article.page.pk,
            "reference": "",
            "code": "",
            "shown": is_shown,
            "consents": list(agreements),
        }


def _cited_heads(printed: PrintedIssue) -> Iterator[tuple[PrintedArticle, bool, tuple[int, ...]]]:
    """The titles, and what goes with them, where somebody who was asked is cited: whether it is shown, and the consents
    it rests on.
    """
    for article in printed.articles:
        for place in sorted(HEAD_PLACES):
            agreements = article.sources.agreements.get(place, ())
            if agreements or place in article.sources.withheld:
                yield article, bool(agreements), agreements
