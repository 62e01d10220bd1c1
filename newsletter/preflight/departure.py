"""What concerns the departure itself: the page, its approval, and whether anybody would receive it."""

from collections.abc import Iterator

from wagtail.models import TaskState, WorkflowPage

from ..audience import readers
from ..enums import FaultKind
from ..errors import Fault
from ..fingerprints import fingerprint_of
from ..models import LetterIndexPage, LetterPage, Selection


def faults_of_the_departure(letter: LetterPage, *, seen: str | None, selection: Selection | None = None) -> list[Fault]:
    found = {
        FaultKind.NOT_PUBLISHED: not letter.live,
        FaultKind.UNPUBLISHED_CHANGES: letter.live and letter.has_unpublished_changes,
        FaultKind.REPUBLISHED: seen is not None and seen != fingerprint_of(letter),
        FaultKind.PRIVATE_LETTER: letter.get_view_restrictions().exists(),
        FaultKind.EMPTY: len(letter.body) == 0,
        FaultKind.NOBODY: not readers(selection).exists(),
    }
    return [*(Fault(kind) for kind, is_there in found.items() if is_there), *_faults_of_the_approval(letter)]


def _faults_of_the_approval(letter: LetterPage) -> Iterator[Fault]:
    """Two pairs of eyes, where the association gave the letters a workflow of their own; nothing is asked otherwise.

    The workflow that Wagtail puts on the whole site does not count: nobody chose it for the letters.
    """
    places = [letter.pk, *letter.get_ancestors().type(LetterIndexPage).values_list("pk", flat=True)]
    if not WorkflowPage.objects.filter(page__in=places, workflow__active=True).exists():
        return
    states = TaskState.objects.filter(
        workflow_state__object_id=str(letter.pk),
        workflow_state__base_content_type__model="page",
        status=TaskState.STATUS_APPROVED,
        revision=letter.live_revision_id,
    )
    approved = states.select_related("revision").order_by("-finished_at").first()
    if approved is None:
        yield Fault(FaultKind.NOT_APPROVED)
    elif approved.finished_by_id and approved.finished_by_id == approved.revision.user_id:
        yield Fault(FaultKind.APPROVED_ALONE, str(approved.finished_by))
