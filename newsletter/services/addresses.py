"""Moving a subscription to another address: both mailboxes say yes, in any order, and then it is done.

The old one, because a letter that was forwarded carries the link of its reader; the new one, because anybody can type
an address. Whoever lost the old mailbox subscribes again with the new one.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.services import grant_permit, lift_suppression, revoke_permit, suppress
from people.addresses import normalise_email

from ..enums import LeaveReason, MoveEnd
from ..errors import NewsletterError
from ..history import MOVED, note
from ..links import MOVE_WITHIN, read_move_token
from ..mails import ask_new_mailbox, ask_old_mailbox
from ..models import AddressMove, Follow, Subscriber, Told
from .locking import locked
from .preferences import subscriber_of
from .subscribing import PURPOSE

ONE_DEMAND_EVERY = timedelta(hours=1)


class MoveOver(NewsletterError):
    """The demand was done, replaced, or forgotten."""

    def __init__(self) -> None:
        super().__init__("Ce changement d’adresse a déjà été fait, ou a été remplacé par un autre.")


@transaction.atomic
def ask_to_move(*, token: str, email: str) -> None:
    """Write to both mailboxes. A newer demand replaces the older one. Raises LinkInvalid, NotSubscribed, ValueError.

    The answer is the same whatever is known of the new address (law.md C-08).
    """
    subscriber = subscriber_of(token)
    locked(subscriber.uuid)
    address, now = normalise_email(email), timezone.now()
    if address == subscriber.email:
        return
    recent = AddressMove.objects.filter(subscriber=subscriber, asked_at__gt=now - ONE_DEMAND_EVERY)
    if recent.exists():
        return
    AddressMove.objects.filter(subscriber=subscriber).delete()
    move = AddressMove.objects.create(subscriber=subscriber, email=address, asked_at=now)
    ask_old_mailbox(move)
    ask_new_mailbox(move)


@transaction.atomic
def confirm_move(*, token: str) -> AddressMove:
    """One of the two mailboxes says yes; with the second one, the address changes. Saying yes twice changes nothing.

    Raises LinkInvalid, LinkExpired, MoveOver.
    """
    key, end = read_move_token(token)
    move = AddressMove.objects.select_for_update(of=("self",)).select_related("subscriber").filter(uuid=key).first()
    if move is None:
        raise MoveOver
    now = timezone.now()
    if end == MoveEnd.OLD:
        move.old_said_yes_at = move.old_said_yes_at or now
    else:
        move.new_said_yes_at = move.new_said_yes_at or now
    move.save(update_fields=["old_said_yes_at", "new_said_yes_at"])
    if move.old_said_yes_at and move.new_said_yes_at and move.done_at is None:
        _move(move)
    return move


def _move(move: AddressMove) -> None:
    subscriber = locked(move.subscriber.uuid)
    if subscriber is None or subscriber.permit is None or not subscriber.permit.is_standing:
        raise MoveOver
    revoke_permit(permit=subscriber.permit, reason=str(LeaveReason.MOVED.label))
    # An old list still holds the former address: no import writes to them twice.
    suppress(address=subscriber.email, scope=PURPOSE, reason=str(LeaveReason.MOVED.label))
    lift_suppression(address=move.email, scope=PURPOSE)
    permit = grant_permit(address=move.email, purpose=PURPOSE)
    other = locked(move.email)
    if other:
        _join(subscriber, other)
    else:
        subscriber.email, subscriber.permit = move.email, permit
        subscriber.save(update_fields=["email", "permit"])
    note(subscriber, MOVED)
    now = timezone.now()
    move.done_at, move.email = now, ""
    move.save(update_fields=["done_at", "email"])


def _join(subscriber: Subscriber, other: Subscriber) -> None:
    """The new address has a row already: it takes over the choices, and the old row stays as one that left."""
    permit = grant_permit(address=other.email, purpose=PURPOSE)
    known = set(other.follows.values_list("topic", "territory", "page", "seed"))
    for row in Follow.objects.filter(subscriber=subscriber).order_by("pk"):
        if (row.topic_id, row.territory_id, row.page_id, row.seed_id) not in known:
            row.subscriber = other
            row.save(update_fields=["subscriber"])
    # What was told at the former address is not told again at the new one.
    told = Told.objects.filter(subscriber=subscriber).order_by("pk").values("novelty_id", "route", "at")
    Told.objects.bulk_create([Told(subscriber=other, **row) for row in told], ignore_conflicts=True)
    other.permit, other.confirmed_at = permit, other.confirmed_at or timezone.now()
    if other.consent is None or other.consent.withdrawn_at:
        other.consent = subscriber.consent
    other.whole_letter = other.whole_letter or subscriber.whole_letter
    other.save(update_fields=["permit", "confirmed_at", "consent", "whole_letter"])


def forget_moves(now: datetime) -> int:
    """Forget demands that are done, or that nobody answered in time. Returns how many."""
    return AddressMove.objects.filter(asked_at__lt=now - MOVE_WITHIN).delete()[0]
