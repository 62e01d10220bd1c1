"""Whom a letter reached, by its first departure and by those that followed."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from outbox.enums import MAY_HAVE_ARRIVED
from outbox.models import Mailing, Message
from outbox.sender import current_sender
from outbox.services import Recipient

from .audience import readers, recipients
from .enums import SequelKind
from .models import Dispatch


def mailings_of(dispatch: Dispatch) -> QuerySet[Mailing]:
    """Those that carry the letter itself: errata are not among them."""
    later = Q(letter_sequel__dispatch=dispatch, letter_sequel__kind=SequelKind.LATER)
    return Mailing.objects.filter(Q(pk=dispatch.mailing_id) | later).order_by("pk")


def copies_read(dispatch: Dispatch) -> QuerySet[Message]:
    """The copies that somebody may have read: accepted, or uncertain."""
    return Message.objects.filter(mailing__in=mailings_of(dispatch), state__in=MAY_HAVE_ARRIVED).order_by("pk")


def readers_of(dispatch: Dispatch) -> Iterator[Recipient]:
    """Who may have read the letter; those whose address was erased since cannot be written to."""
    for message in copies_read(dispatch).exclude(address="").select_related("permit").iterator(chunk_size=1_000):
        yield Recipient(address=message.address, permit=message.permit, values=message.values)


def those_without(dispatch: Dispatch) -> Iterator[Recipient]:
    """Those a letter goes to today, and who never got this one."""
    if is_lost(dispatch):
        return iter(())
    reached = set(copies_read(dispatch).values_list("permit_id", flat=True))
    everyone = recipients(base_url=current_sender().base_url, selection=dispatch.selection)
    return (recipient for recipient in everyone if recipient.permit and recipient.permit.pk not in reached)


def count_without(dispatch: Dispatch) -> int:
    """How many `those_without` are, without making their links."""
    if is_lost(dispatch):
        return 0
    reached = copies_read(dispatch).order_by().values("permit")
    return readers(dispatch.selection).exclude(permit__in=reached).count()


def is_lost(dispatch: Dispatch) -> bool:
    """It was meant for a selection that was deleted, when one could be: nobody knows whom it should still reach."""
    return bool(dispatch.audience_name) and dispatch.selection_id is None


def is_still_leaving(dispatch: Dispatch) -> bool:
    """Some copy waits: nobody knows yet whom the letter reaches."""
    return Message.objects.waiting().filter(mailing__in=mailings_of(dispatch)).exists()
