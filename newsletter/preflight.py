"""What must hold before a letter leaves. Each fault is said in words and blocks the departure."""

from .audience import audience
from .enums import FaultKind
from .errors import Fault
from .models import LetterPage
from .references import references_of


def faults_of(letter: LetterPage, *, revision_seen: int | None = None) -> list[Fault]:
    """Everything that stops `letter`, the published page; empty when it may leave.

    `revision_seen` is the published revision that the editor had on the screen.
    """
    return [*_faults_of_the_page(letter, revision_seen), *_faults_of_its_links(letter), *_faults_of_the_audience()]


def _faults_of_the_page(letter: LetterPage, revision_seen: int | None) -> list[Fault]:
    found = {
        FaultKind.NOT_PUBLISHED: not letter.live,
        FaultKind.UNPUBLISHED_CHANGES: letter.live and letter.has_unpublished_changes,
        FaultKind.REPUBLISHED: revision_seen is not None and revision_seen != (letter.live_revision_id or 0),
        FaultKind.PRIVATE_LETTER: letter.get_view_restrictions().exists(),
        FaultKind.EMPTY: len(letter.body) == 0,
    }
    return [Fault(kind) for kind, is_there in found.items() if is_there]


def _faults_of_its_links(letter: LetterPage) -> list[Fault]:
    references = references_of(letter)
    drafts = [Fault(FaultKind.DRAFT_PAGE, page.title, page.pk) for page in references.drafts]
    private = [Fault(FaultKind.PRIVATE_PAGE, page.title, page.pk) for page in references.private]
    return [*drafts, *private, *[Fault(FaultKind.MISSING_PAGE)] * bool(references.missing)]


def _faults_of_the_audience() -> list[Fault]:
    return [] if audience().recipients else [Fault(FaultKind.NOBODY)]
