"""Messages whose worker died, and messages nobody knows about (S3, S4)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..enums import HELD, MailingState, MessageState, Reason
from ..enums import EventKind as Kind
from ..errors import OutboxError
from ..liveness import is_dead
from ..models import DeliveryEvent, Mailing, Message
from ..tasks import nudge_on_commit

ABSENT = "le journal complet du serveur d’envoi ne le connaît pas"


def sweep(now: datetime) -> int:
    """Take back what dead workers held: `leased` becomes `ready`, `in_flight` becomes `uncertain`, never
    `ready`.

    Dead means: its lease is over, or its process is known to be gone from this machine. Returns the number of
    messages moved. Idempotent; a zombie that wakes finds its token stale (S6).
    """
    with transaction.atomic():
        workers = Message.objects.filter(state__in=HELD).values_list("worker", flat=True).distinct().order_by()
        dead = [worker for worker in workers if is_dead(worker)]
        held = Message.objects.filter(Q(lease_until__lte=now) | Q(worker__in=dead), state__in=HELD)
        lost = list(held.select_for_update(of=("self",), skip_locked=True))
        for message in lost:
            _take_back(message, now)
    return len(lost)


def _take_back(message: Message, now: datetime) -> None:
    message.token += 1
    if message.state == MessageState.LEASED:
        message.state = MessageState.READY
    else:
        message.state, message.reason = MessageState.UNCERTAIN, Reason.WORKER_LOST
        detail = f"Le programme {message.worker} s’est arrêté pendant le départ."
        DeliveryEvent.objects.create(message=message, kind=Kind.UNCERTAIN, at=now, detail=detail)
    message.worker, message.lease_until = "", None
    message.save(update_fields=["token", "state", "reason", "worker", "lease_until"])


def settle_as_received(*, message: Message, by: str) -> Message:
    """A person knows that this uncertain message arrived (S4). `by` is their name, kept in the history."""
    now = timezone.now()
    with transaction.atomic():
        locked = _uncertain(message)
        locked.state, locked.reason, locked.settled_at = MessageState.ACCEPTED, Reason.PERSON, now
        locked.save(update_fields=["state", "reason", "settled_at"])
        DeliveryEvent.objects.create(message=locked, kind=Kind.SETTLED_RECEIVED, at=now, detail=by)
    return locked


def settle_to_resend(*, message: Message, by: str) -> Message:
    """A person wants this uncertain message to leave again (S4), knowing that it may arrive twice.

    It passes the fence like any other. A mailing already finished opens again for it.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = _uncertain(message)
        if not locked.address:
            raise OutboxError("L’adresse de cette personne a été effacée : rien ne peut lui être renvoyé.")
        _make_ready(locked)
        DeliveryEvent.objects.create(message=locked, kind=Kind.SETTLED_RESEND, at=now, detail=by)
    return locked


def settle_as_absent(*, message: Message) -> bool:
    """The relay's complete log does not know this uncertain message: it never left, and leaves now (S4).

    What must not leave any more (mailing cancelled, address erased) is withheld instead. False when the doubt had
    been lifted meanwhile.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = Message.objects.uncertain().select_for_update(of=("self",)).filter(pk=message.pk).first()
        if locked is None:
            return False
        DeliveryEvent.objects.create(message=locked, kind=Kind.EVIDENCE, at=now, detail=ABSENT)
        if not locked.address:
            withhold([locked], reason=Reason.ERASED, now=now)
        elif locked.mailing and locked.mailing.state == MailingState.CANCELLED:
            withhold([locked], reason=Reason.CANCELLED, now=now)
        else:
            _make_ready(locked)
    return True


def _make_ready(locked: Message) -> None:
    if locked.mailing_id:
        _reopen(locked.mailing_id)
    locked.state, locked.reason, locked.token = MessageState.READY, "", locked.token + 1
    locked.retry_after = None
    locked.save(update_fields=["state", "reason", "token", "retry_after"])
    nudge_on_commit()


def _uncertain(message: Message) -> Message:
    locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not locked.is_uncertain:
        raise OutboxError("Ce message n’est plus incertain : quelqu’un d’autre vient sans doute de le régler.")
    return locked


def _reopen(mailing_id: int) -> None:
    mailing = Mailing.objects.select_for_update(of=("self",)).get(pk=mailing_id)
    if mailing.state == MailingState.CANCELLED:
        raise OutboxError("Cet envoi a été annulé : rien ne peut en être renvoyé.")
    if mailing.state == MailingState.DONE:
        mailing.state, mailing.finished_at = MailingState.RUNNING, None
        mailing.save(update_fields=["state", "finished_at"])


def withhold(messages: Iterable[Message], *, reason: Reason, now: datetime) -> int:
    """Exclude messages that have not left, whatever worker holds them. Returns how many."""
    count = 0
    for message in messages:
        message.state, message.reason, message.settled_at = MessageState.EXCLUDED, reason, now
        message.token, message.worker, message.lease_until, message.retry_after = (
            message.token + 1,
            "",
            None,
            None,
        )
        message.save(update_fields=["state", "reason", "settled_at", "token", "worker", "lease_until", "retry_after"])
        count += 1
    return count
