"""Making the papers of an issue: asked by an editor, made by a job, and taken back when an agreement is.

Rows are the truth. A job claims a row, beats while it works, and stores everything in one transaction: a crash leaves
a row whose heart stopped, which the clock puts back in the queue.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from people.models import Consent, User

from ..enums import EditionKind, EditionState, EditionStep, Output, Padding
from ..errors import JournalError
from ..models import ArticlePage, CitedPassage, Edition, EditionFile, IssuePage, Production
from ..models.editions import UNDER_WAY
from ..selectors.confided import are_open
from ..selectors.imprint import require_imprint
from ..selectors.texts import GOOD_TO_PRINT, frozen_texts
from ..tasks import make_edition_on_commit

logger = logging.getLogger(__name__)

# A job beats at each step; the longest takes some ten seconds.
HEART_STOPPED = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 3
PROOFS_KEPT = dt.timedelta(days=60)
UNDER_WAY_ALREADY = "Un tirage de ce numéro est déjà en cours : attendez qu’il soit prêt."
NOTHING_TO_PRINT = "Ce numéro n’a encore aucun article à imprimer."
UNKNOWN_FAILURE = (
    "La mise en page s’est arrêtée sur une erreur inattendue. Réessayez ; si cela recommence, prévenez la personne qui "
    "tient le site."
)
CAME_TO_NOTHING = "La mise en page s’est interrompue trois fois de suite."


class EditionRefused(Exception):
    """The papers cannot be made; the message is for the person."""


@dataclass(frozen=True)
class Made:
    """What a job made: its files as (output, where it stands for now), and what is written on the row."""

    files: list[tuple[Output, Path]]
    page_count: int
    content_hash: str
    consents: list[dict[str, Any]]
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def order_edition(
    *, issue: IssuePage, kind: EditionKind, user: User | None, padding: Padding = Padding.NOTES
) -> Edition:
    """Ask for a proof or for the final files. Raises EditionRefused.

    The final files follow the « bon à tirer »: they print the words that were frozen with it, all of them, and an
    ours that is still complete.
    """
    if kind == EditionKind.FINAL:
        try:
            frozen_texts(issue)
            require_imprint(issue)
        except JournalError as error:
            raise EditionRefused(str(error)) from error
    return _queue(issue, kind, user, padding)


def _queue(issue: IssuePage, kind: EditionKind, user: User | None, padding: Padding) -> Edition:
    highest = Edition.objects.filter(issue=issue, kind=kind).aggregate(highest=Max("number"))["highest"] or 0
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                issue=issue, kind=kind, number=highest + 1, padding=padding, asked_by=user, asked_at=timezone.now()
            )
    except IntegrityError as error:
        raise EditionRefused(UNDER_WAY_ALREADY) from error
    make_edition_on_commit(edition.pk)
    return edition


def is_good_to_print(issue: IssuePage) -> bool:
    return Production.objects.filter(issue=issue, state__in=GOOD_TO_PRINT).exists()


@transaction.atomic
def try_again(*, edition: Edition) -> Edition:
    """Put an edition that failed back in the queue. Raises EditionRefused when it did not fail, or another runs."""
    try:
        with transaction.atomic():
            failed = Edition.objects.filter(pk=edition.pk, state=EditionState.FAILED)
            asked = failed.update(state=EditionState.WAITING, step=EditionStep.GATHERING, attempts=0, error="")
    except IntegrityError as error:
        raise EditionRefused(UNDER_WAY_ALREADY) from error
    if not asked:
        raise EditionRefused("Ce tirage n’est pas en échec : il n’y a rien à recommencer.")
    edition.refresh_from_db()
    make_edition_on_commit(edition.pk)
    return edition


def claim(pk: int, *, now: dt.datetime) -> Edition | None:
    """The edition to make, marked as running; None when another job has it, or it is made."""
    free = Q(state=EditionState.WAITING) | Q(state=EditionState.RUNNING, beat_at__lt=now - HEART_STOPPED)
    claimed = Edition.objects.filter(free, pk=pk, attempts__lt=MOST_ATTEMPTS).update(
        state=EditionState.RUNNING, beat_at=now, attempts=F("attempts") + 1, step=EditionStep.GATHERING
    )
    return Edition.objects.select_related("issue").get(pk=pk) if claimed else None


def beat(edition: Edition, step: EditionStep) -> None:
    """Say what the job does now. Alone in its transaction, so that everybody sees it."""
    running = Edition.objects.filter(pk=edition.pk, state=EditionState.RUNNING, attempts=edition.attempts)
    running.update(step=step, beat_at=timezone.now())


def finish(edition: Edition, made: Made) -> bool:
    """Store the files and close the row, all or nothing; False when another job took the row over meanwhile."""
    stored: list[EditionFile] = []
    try:
        with transaction.atomic():
            now = timezone.now()
            mine = Edition.objects.filter(pk=edition.pk, state=EditionState.RUNNING, attempts=edition.attempts)
            if not mine.update(
                state=EditionState.DONE,
                finished_at=now,
                beat_at=now,
                page_count=made.page_count,
                content_hash=made.content_hash,
                consents=made.consents,
                warnings=made.warnings,
                error="",
            ):
                return False
            for output, path in made.files:
                stored.append(_store(edition, output, path))
    except Exception:
        for row in stored:
            row.file.storage.delete(str(row.file.name))
        raise
    return True


def _store(edition: Edition, output: Output, path: Path) -> EditionFile:
    suffix = "epub" if output == Output.EPUB else "pdf"
    name = f"n{edition.issue.number}-{edition.kind}-{edition.number}-{output.value}.{suffix}"
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        row = EditionFile(edition=edition, output=output, size=path.stat().st_size, sha256=sha256)
        row.file.save(name, File(content), save=True)
    return row


def fail(edition: Edition, message: str) -> None:
    """Close the row with what to tell the editor."""
    mine = Edition.objects.filter(pk=edition.pk, state=EditionState.RUNNING, attempts=edition.attempts)
    mine.update(state=EditionState.FAILED, error=message, finished_at=timezone.now())


# --- what the clock does --------------------------------------------------------------------------


def wake_editions(now: dt.datetime) -> int:
    """Queue again the editions that no job holds: never started, or whose heart stopped."""
    lost = Q(state=EditionState.WAITING, asked_at__lt=now - dt.timedelta(minutes=1)) | Q(
        state=EditionState.RUNNING, beat_at__lt=now - HEART_STOPPED
    )
    spent = Edition.objects.filter(lost, attempts__gte=MOST_ATTEMPTS)
    count = spent.update(state=EditionState.FAILED, error=CAME_TO_NOTHING, finished_at=now)
    for pk in Edition.objects.filter(lost).order_by("pk").values_list("pk", flat=True):
        make_edition_on_commit(pk)
        count += 1
    return count


def withdraw_editions(now: dt.datetime) -> int:
    """Remove the files of the editions that rest on an agreement since taken back (M2, law.md C-12, C-13).

    An issue that was out is printed again without these words, so that its readers still find it.
    """
    count = 0
    for edition in Edition.objects.with_files().select_related("issue").order_by("pk"):
        if not agreements_stand(edition):
            _withdraw(edition)
            count += 1
    return count


def agreements_stand(edition: Edition) -> bool:
    """Whether every agreement that `edition` rests on is still given, what was confided still open, and nobody cited
    refused a passage since it was asked for.
    """
    shown = [entry for entry in edition.consents if entry["shown"]]
    needed = {pk for entry in shown for pk in entry["consents"]}
    codes = {entry.get("code", "") for entry in shown}
    return (
        Consent.objects.given().filter(pk__in=needed).count() == len(needed)
        and are_open(codes)
        and not _refused_since(edition, codes - {""})
    )


def _refused_since(edition: Edition, codes: set[str]) -> bool:
    """A refusal takes no consent back: it is about these words, the consent about being quoted at all."""
    of_the_issue = Q(article__in=ArticlePage.objects.child_of(edition.issue)) | Q(code__in=codes)
    return CitedPassage.objects.against().filter(of_the_issue, answered_at__gt=edition.asked_at).exists()


@transaction.atomic
def _withdraw(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.WITHDRAWN)
    forget_files([edition])
    stands_for_the_issue = edition.kind == EditionKind.FINAL and edition.pk == _latest_final(edition.issue_id)
    is_free = not Edition.objects.filter(issue=edition.issue, state__in=UNDER_WAY).exists()
    if stands_for_the_issue and is_free and is_good_to_print(edition.issue):
        # A frozen text may be gone: the job says so on the row, and the files are withdrawn all the same.
        _queue(edition.issue, EditionKind.FINAL, None, Padding(edition.padding))


def _latest_final(issue_id: int) -> int | None:
    return Edition.objects.filter(issue=issue_id).final().order_by("-number").values_list("pk", flat=True).first()


def forget_proofs(now: dt.datetime) -> int:
    """Remove the files of proofs older than sixty days: the row stays, with its hash."""
    old = Edition.objects.with_files().filter(kind=EditionKind.PROOF, finished_at__lt=now - PROOFS_KEPT)
    return forget_files(old)


def forget_files(editions: Iterable[Edition]) -> int:
    """Delete the files of `editions`, from the disk once the transaction is over. Gives how many."""
    rows = list(EditionFile.objects.filter(edition__in=editions))
    for row in rows:
        row.delete()
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
    return len(rows)
