"""What the clock writes to those who asked: a mail that had to wait, and one reminder (law.md C-07)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from outbox.models import Suppression

from ..mails import ask_to_confirm, remind_to_confirm
from ..models import Follow, Subscriber
from .leaving import PURPOSE
from .locking import locked
from .subscribing import ONE_MAIL_EVERY, ask_what_is_new

REMIND_AFTER = timedelta(days=3)
# Later the demand is too old to come back to, and soon forgotten.
REMIND_BEFORE = timedelta(days=14)


def remind(now: datetime) -> int:
    """Write once again, three days later, to those who asked and did not confirm. Returns how many. Idempotent."""
    asked = Q(asked_at__lt=now - REMIND_AFTER, asked_at__gt=now - REMIND_BEFORE)
    forgot = Q(reminded_at=None) | Q(reminded_at__lt=F("asked_at"))
    return sum(_remind(row, now) for row in _keys(_waiting().filter(asked, forgot)))


def write_late_mails(now: datetime) -> int:
    """Ask for what was wished while the mailbox had just been written to. Returns how many mails. Idempotent."""
    unsaid = Follow.objects.wished().filter(subscriber=OuterRef("pk"), asked_at__gt=OuterRef("mailed_at"))
    came_back = Q(permit__revoked_at__lt=F("asked_at"), asked_at__gt=F("mailed_at"))
    wants_letter = Q(letter_wished_at__isnull=False, permit__revoked_at=None)
    late = Subscriber.objects.filter(Exists(unsaid) | came_back | wants_letter, mailed_at__lt=now - ONE_MAIL_EVERY)
    return sum(_write_late(row, now) for row in _keys(late))


def _waiting() -> QuerySet[Subscriber]:
    """Never confirmed, or asking to come back after a departure."""
    return Subscriber.objects.filter(Q(permit=None) | Q(permit__revoked_at__lt=F("asked_at")))


def _keys(rows: QuerySet[Subscriber]) -> list[str]:
    return list(rows.order_by("pk").values_list("email", flat=True))


@transaction.atomic
def _remind(email: str, now: datetime) -> int:
    subscriber = locked(email)
    if subscriber is None or (subscriber.reminded_at and subscriber.reminded_at >= subscriber.asked_at):
        return 0
    if _said_no(subscriber):
        return 0
    subscriber.reminded_at = subscriber.mailed_at = now
    subscriber.save(update_fields=["reminded_at", "mailed_at"])
    remind_to_confirm(subscriber)
    return 1


@transaction.atomic
def _write_late(email: str, now: datetime) -> int:
    subscriber = locked(email)
    if subscriber is None or subscriber.mailed_at is None or subscriber.mailed_at > now - ONE_MAIL_EVERY:
        return 0
    if _said_no(subscriber):
        return 0
    if subscriber.permit and subscriber.permit.is_standing:
        return int(ask_what_is_new(subscriber, now))
    subscriber.mailed_at = now
    subscriber.save(update_fields=["mailed_at"])
    ask_to_confirm(subscriber)
    return 1


def _said_no(subscriber: Subscriber) -> bool:
    """They asked, and left before confirming: by answering « désabonnez-moi », or by the hand of the team."""
    if subscriber.consent and subscriber.consent.withdrawn_at:
        return True
    opposed = Suppression.objects.of_address(subscriber.email)
    return opposed.filter(scope=PURPOSE, at__gte=subscriber.asked_at).exists()
