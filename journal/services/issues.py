"""Opening an issue of the journal."""

from django.db import transaction
from django.db.models import Max

from people.models import User

from ..enums import COLOURS_IN_TURN
from ..models import IssuePage, JournalPage


@transaction.atomic
def open_next_issue(*, journal: JournalPage, user: User | None = None) -> IssuePage:
    """A draft of the issue after the last one, of the next colour. The journal is locked while its number is chosen."""
    lock_parent(journal)
    number = next_number(journal)
    issue = IssuePage(
        title=f"Numéro {number}",
        number=number,
        colour=COLOURS_IN_TURN[(number - 1) % len(COLOURS_IN_TURN)],
        live=False,
        owner=user,
    )
    journal.add_child(instance=issue)
    issue.save_revision(user=user)
    return issue


def lock_parent(page: JournalPage | IssuePage) -> None:
    """Let nobody else add children to `page` before the end of the transaction, and know those it has now."""
    type(page).objects.select_for_update(of=("self",)).get(pk=page.pk)
    page.refresh_from_db(fields=["path", "depth", "numchild"])


def next_number(journal: JournalPage) -> int:
    """One more than the highest number, drafts included."""
    highest = IssuePage.objects.child_of(journal).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
