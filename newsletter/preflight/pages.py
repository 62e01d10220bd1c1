"""The pages and seeds a letter names: each must be there, for everyone, and say what it said."""

from collections.abc import Iterator

from ..changes import changes_of
from ..enums import FaultKind
from ..errors import Fault
from ..models import AnnouncedPage
from ..references import seeds_named, seeds_of
from .subject import Subject


def faults_of_its_pages(subject: Subject) -> Iterator[Fault]:
    references = subject.references
    for page in references.drafts:
        yield Fault(FaultKind.EXPIRED_PAGE if page.expired else FaultKind.DRAFT_PAGE, page.title, page.pk)
    for page in references.private:
        yield Fault(FaultKind.PRIVATE_PAGE, page.title, page.pk)
    if references.missing:
        yield Fault(FaultKind.MISSING_PAGE)
    shown = seeds_of(subject.letter)
    for seed in seeds_named(subject.letter):
        if seed.pk not in shown:
            yield Fault(FaultKind.HIDDEN_SEED, seed.title)
    for change in changes_of(subject.letter):
        yield Fault(FaultKind.CHANGED_PAGE, f"{change.page.title} ({change.in_words})", change.page.pk, change.block_id)
    yield from _sent_before(subject)


def _sent_before(subject: Subject) -> Iterator[Fault]:
    """Teasers only: a text may well come back to what an earlier letter said."""
    teased = {mention.page_id: mention.block_id for mention in subject.mentions if mention.is_teaser}
    earlier = AnnouncedPage.objects.filter(page__in=teased).exclude(dispatch__letter=subject.letter.pk)
    rows = earlier.select_related("dispatch__letter").order_by("-dispatch__decided_at", "pk")
    said: set[int] = set()
    for row in rows:
        if row.page_id and row.page_id not in said:
            said.add(row.page_id)
            yield Fault(
                FaultKind.ALREADY_SENT,
                f"{row.title} (« {row.dispatch.letter.title} »)",
                row.page_id,
                teased[row.page_id],
            )
