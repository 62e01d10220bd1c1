"""Taking a passage out of the archive of a letter that left: its words go, its place, its hash and the reason stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from cms.typography import typo_text
from journal.selectors.withheld import words_refused
from outbox.enums import MailingState
from outbox.services import pause_mailing
from people.models import User
from people.words import words_alone

from ..enums import RedactionReason
from ..models import Segment
from ..reach import mailings_of

REDACTED = "newsletter.redact"


@transaction.atomic
def redact_segment(*, segment: Segment, reason: RedactionReason, decided_by: User | None) -> Segment:
    """Remove the words of `segment` from the web and the feed, for good. Doing it twice keeps the first reason.

    Mails that left cannot be called back. A departure under way is paused: somebody decides whether the rest leaves.
    """
    row = Segment.objects.select_for_update(of=("self",)).select_related("dispatch__letter").get(pk=segment.pk)
    if row.redacted_at:
        return row
    row.html, row.redacted_at, row.reason = "", timezone.now(), reason
    row.save(update_fields=["html", "redacted_at", "reason"])
    for mailing in mailings_of(row.dispatch).filter(state=MailingState.RUNNING):
        pause_mailing(mailing=mailing, note="Un passage vient d’être retiré de l’archive.")
    log(row.dispatch.letter, REDACTED, user=decided_by, data={"position": row.position, "reason": str(reason.label)})
    return row


def redact_withdrawn(now: datetime) -> int:
    """Take out of the archives the passages whose people withdrew their agreement, or were forgotten with it (C-12).

    The clock calls it, well within the day that the law gives. Returns how many passages went. Idempotent.
    """
    over = Q(grounds__consent=None, grounds__isnull=False) | Q(grounds__consent__withdrawn_at__lte=now)
    segments = Segment.objects.standing().filter(over).distinct().order_by("pk")
    for segment in segments:
        redact_segment(segment=segment, reason=RedactionReason.CONSENT, decided_by=None)
    return len(segments)


def redact_refused(now: datetime) -> int:
    """Take out of the archives the announcements of an article that say, word for word, what somebody cited in it
    refuses: its title, its chapô. The clock calls it. Returns how many passages went. Idempotent.
    """
    refused = words_refused()
    announcing = Segment.objects.standing().filter(dispatch__announced_pages__page__in=refused).distinct()
    count = 0
    for segment in announcing.prefetch_related("dispatch__announced_pages").order_by("pk"):
        announced = {row.page_id for row in segment.dispatch.announced_pages.all()}
        if _says(segment, [said for key, words in refused.items() if key in announced for said in words]):
            redact_segment(segment=segment, reason=RedactionReason.CONSENT, decided_by=None)
            count += 1
    return count


def _says(segment: Segment, refused: list[str]) -> bool:
    said = words_alone(segment.html.replace(">", "> "))
    return any(words_alone(typo_text(words)) in said for words in refused)
