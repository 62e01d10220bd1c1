"""Lifting doubts by the relay's log (S4, sending.md section 8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from ..enums import EventKind, MessageState, Reason
from ..fence import FLIGHT
from ..inbound.reports import severity
from ..models import Message
from ..relay_log import Delivery, RelayLog
from .events import record_event, settle_by_evidence
from .settling import settle_as_absent

BATCH = 1_000
_STATUSES = {"sent": EventKind.DELIVERED, "deferred": EventKind.DEFERRED}


@dataclass(frozen=True)
class Reconciled:
    """What a log settled: found in it, proven absent from it, and still in doubt. `gaps` counts the messages that our
    relay answered 250 to and that this log ignores: with one of them, absence proves nothing.
    """

    received: int
    to_resend: int
    in_doubt: int
    news: int
    gaps: int


def reconcile_with_log(*, log: RelayLog, whole: bool, grace: timedelta = FLIGHT) -> Reconciled:
    """Settle uncertain messages by what the relay wrote. Idempotent.

    Found in the queue: accepted. Absent: ready again, but only from a complete log. That takes somebody who says that
    these files are `whole`, a log that goes from before the departure to `grace` after it, and the proof that it is
    the log of the relay we used: it knows every message of that time that was answered 250, and one at least.
    """
    queued = {local_part(identifier): at for identifier, at in log.queued.items()}
    received, absent = 0, []
    for message in Message.objects.uncertain().order_by("pk").iterator(BATCH):
        at = queued.get(message.local_part)
        if at is not None:
            received += settle_by_evidence(message=message, accepted=True, by=Reason.LOG, at=at)
        elif message.departed_at and log.covers(message.departed_at, grace=grace):
            absent.append(message)
    known, gaps = _recognised(log, queued, grace) if absent and whole else (0, 0)
    resent = sum(settle_as_absent(message=message) for message in absent) if known and not gaps else 0
    news = sum(_tell(batch) for batch in _batches(log.deliveries))
    return Reconciled(received, resent, Message.objects.uncertain().count(), news, gaps)


def local_part(message_id: str) -> str:
    """What stands before the @ of a Message-ID: the domain follows the sender's, which may change."""
    return message_id.strip("<>").partition("@")[0]


def _recognised(log: RelayLog, queued: dict[str, datetime], grace: timedelta) -> tuple[int, int]:
    """How many of the messages answered 250 in the time of `log` it knows, and how many it ignores."""
    assert log.first is not None
    assert log.last is not None
    answered = Message.objects.filter(
        state=MessageState.ACCEPTED, reason="", departed_at__range=(log.first + timedelta(seconds=1), log.last - grace)
    )
    known = ignored = 0
    for message in answered.only("pk", "created_at").order_by("pk").iterator(BATCH):
        if message.local_part in queued:
            known += 1
        else:
            ignored += 1
    return known, ignored


def _tell(deliveries: list[Delivery]) -> int:
    """Record what the relay says of mail of ours; lines about anybody else's are passed over."""
    numbers = {local_part(delivery.message_id).partition(".")[0] for delivery in deliveries}
    candidates = Message.objects.filter(pk__in=[int(number) for number in numbers if _is_key(number)])
    ours = {message.local_part: message for message in candidates}
    told = 0
    for delivery in deliveries:
        message = ours.get(local_part(delivery.message_id))
        if message is not None and (kind := _kind(delivery)):
            told += (
                record_event(
                    kind=kind,
                    event_key=f"log:{delivery.queue_id}:{message.pk}:{delivery.status}:{delivery.at.isoformat()}",
                    at=delivery.at,
                    message=message,
                    detail=f"{delivery.dsn} {delivery.reply}",
                    by=Reason.LOG,
                )
                is not None
            )
    return told


def _is_key(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) < 19


def _kind(delivery: Delivery) -> EventKind | None:
    if delivery.status in ("bounced", "expired"):
        return severity(delivery.dsn, delivery.reply)
    return _STATUSES.get(delivery.status)


def _batches(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    rest = iter(deliveries)
    while batch := list(islice(rest, BATCH)):
        yield batch
