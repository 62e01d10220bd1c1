"""The only place where a message starts to leave (sending.md sections 3 and 4).

Every statement names the row, its state and its token, so that it does nothing for a worker whose lease was
taken (S6). Raw SQL, because the ORM writes neither SKIP LOCKED inside an UPDATE nor RETURNING.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .enums import EventKind, MailingState, MessageState, Reason
from .models import DeliveryEvent, Message, Suppression
from .transports.outcomes import Outcome

LEASE = timedelta(seconds=120)
# Longer than the longest conversation: a worker that waits ten minutes for the final reply is not dead.
FLIGHT = timedelta(minutes=20)


@dataclass(frozen=True)
class Held:
    """A message in a worker's hands, and the token that proves it."""

    pk: int
    token: int
    mailing_id: int | None
    permit_id: int | None


@dataclass(frozen=True)
class Finished:
    """The end of a try, not yet written."""

    held: Held
    outcome: Outcome
    retry_after: datetime | None = None

    @property
    def tells_a_story(self) -> bool:
        """Whether the history keeps a line about it; ordinary ends are read on the message."""
        return self.outcome.state in (MessageState.RETRY, MessageState.UNCERTAIN)


def lease(*, worker: str, mailing_id: int | None, size: int) -> list[Held]:
    """Take up to `size` messages of one mailing, or of none (None: the mail somebody waits for), oldest
    first.
    """
    now = timezone.now()
    lane = "mailing_id IS NULL" if mailing_id is None else "mailing_id = %(mailing)s"
    page = f"""
        SELECT id FROM outbox_message
         WHERE {lane} AND state IN ('ready', 'retry') AND (retry_after IS NULL OR retry_after <= %(now)s)
         ORDER BY priority, id LIMIT %(size)s
    """
    change = """
        UPDATE outbox_message
           SET state = 'leased', worker = %(worker)s, token = token + 1, lease_until = %(until)s,
               retry_after = NULL
    """
    returning = "RETURNING outbox_message.id, outbox_message.token, outbox_message.permit_id"
    if connection.vendor == "postgresql":
        # MATERIALIZED: a plan that runs the sub-select twice would lock, and lease, more than one page.
        statement = f"""
            WITH page AS MATERIALIZED ({page} FOR UPDATE SKIP LOCKED)
            {change} FROM page WHERE outbox_message.id = page.id {returning}
        """
    else:
        statement = f"{change} WHERE id IN ({page}) {returning}"
    values = {
        "mailing": mailing_id,
        "now": _moment(now),
        "until": _moment(now + LEASE),
        "size": size,
        "worker": worker,
    }
    rows = _rows(statement, values)
    # RETURNING keeps no order.
    return sorted((Held(pk, token, mailing_id, permit) for pk, token, permit in rows), key=lambda held: held.pk)


# The right to write, read in the statement that makes the message leave (S5). `EXISTS` on the permit goes
# through the row that PostgreSQL locks; SQLite has one writer, so nothing can change under the statement.
_TESTS = f"""
       id = %(pk)s AND state = 'leased' AND token = %(token)s
   AND (permit_id IS NULL OR EXISTS (SELECT 1 FROM {{permit}} p WHERE p.id = permit_id))
   AND (mailing_id IS NULL
        OR EXISTS (SELECT 1 FROM outbox_mailing g WHERE g.id = mailing_id AND g.state = '{MailingState.RUNNING}'))
   AND NOT EXISTS (
        SELECT 1 FROM outbox_suppression x
         WHERE x.address_hash = outbox_message.address_hash
           AND (x.scope IN ('*', outbox_message.scope)
                OR substr(outbox_message.scope, 1, length(x.scope) + 1) = x.scope || ':'))
"""
_DEPARTURE = """
    UPDATE outbox_message
       SET state = 'in_flight', departed_at = {clock}, lease_until = %(until)s, attempts = attempts + 1,
           phase = '', reason = '', response = ''
     WHERE {tests}
    RETURNING id
"""
_RESULT = """
    UPDATE outbox_message
       SET state = %(end_state)s, reason = %(end_reason)s, phase = %(end_phase)s, response = %(end_response)s,
           remote_id = %(end_remote)s, settled_at = %(end_settled)s, retry_after = %(end_retry)s,
           attempts = attempts - %(end_uncounted)s, worker = '', lease_until = NULL
     WHERE id = %(end_pk)s AND token = %(end_token)s AND state = 'in_flight'
"""
_PERMIT_LOCK = (
    "permit AS MATERIALIZED (SELECT id FROM outbox_permit WHERE id = %(permit)s AND revoked_at IS NULL FOR SHARE)"
)
_STANDING_PERMIT = "(SELECT id FROM outbox_permit WHERE revoked_at IS NULL)"


def depart(held: Held, *, previous: Finished | None = None) -> bool:
    """Commit that this message is leaving, and how the previous one ended, together (S3, S5, S6).

    False when it must not leave: ask `explain`. Once True, only an outcome, evidence or a person moves the
    row. Call it outside any transaction: when it returns, the fact is durable.
    """
    now = timezone.now()
    values = {
        "pk": held.pk,
        "token": held.token,
        "permit": held.permit_id,
        "now": _moment(now),
        "until": _moment(now + FLIGHT),
    }
    if previous:
        values |= _result_values(previous, now)
    if connection.vendor == "postgresql":
        tables = ([f"done AS ({_RESULT})"] if previous else []) + [_PERMIT_LOCK]
        # The clock of the statement, read after the lock: never before a withdrawal that it had to wait for.
        departure = _DEPARTURE.format(clock="clock_timestamp()", tests=_TESTS.format(permit="permit"))
        return bool(_rows(f"WITH {', '.join(tables)} {departure}", values))
    with transaction.atomic():
        if previous:
            _execute(_RESULT, values)
        departure = _DEPARTURE.format(clock="%(now)s", tests=_TESTS.format(permit=_STANDING_PERMIT))
        return bool(_rows(departure, values))


def record(finished: Finished) -> bool:
    """Write the end of a try by itself. False when the token is stale: then nothing is written (S6)."""
    now = timezone.now()
    outcome = finished.outcome
    with transaction.atomic():
        written = _execute(_RESULT, _result_values(finished, now)) == 1
        if written and finished.tells_a_story:
            retried = outcome.state == MessageState.RETRY
            DeliveryEvent.objects.create(
                message_id=finished.held.pk,
                kind=EventKind.RETRIED if retried else EventKind.UNCERTAIN,
                at=now,
                detail=outcome.response,
            )
    return written


def explain(held: Held) -> Reason | None:
    """Why `depart` refused, once it did: withhold the message with its reason, or give it back.

    Returns the reason of the exclusion, or None when the message was given back or belongs to another worker.
    """
    now = timezone.now()
    with transaction.atomic():
        mine = Message.objects.filter(pk=held.pk, token=held.token, state=MessageState.LEASED)
        message = mine.select_for_update(of=("self",)).select_related(None).first()
        if message is None:
            return None
        reason, detail = _obstacle(message)
        message.worker, message.lease_until = "", None
        if reason is None:
            message.state = MessageState.READY
        else:
            message.state, message.reason, message.response = MessageState.EXCLUDED, reason, detail
            message.settled_at = now
        message.save(update_fields=["state", "reason", "response", "settled_at", "worker", "lease_until"])
    return reason


def _obstacle(message: Message) -> tuple[Reason | None, str]:
    permit = message.permit
    if permit and not permit.is_standing:
        return Reason.LEFT, permit.revoke_reason
    blocking = Suppression.objects.blocking(address=message.address, scope=message.scope).order_by("pk").first()
    if blocking:
        return Reason.SUPPRESSED, blocking.reason
    mailing = message.mailing
    if mailing and mailing.state == MailingState.CANCELLED:
        return Reason.CANCELLED, ""
    return None, ""


def give_back(page: Sequence[Held], *, retry_after: datetime | None = None, response: str = "") -> None:
    """Put leased messages back as ready: nothing of them has left. `response` says what stands in the way."""
    reason = Reason.TRANSPORT if response else ""
    with transaction.atomic():
        for held in page:
            Message.objects.filter(pk=held.pk, token=held.token, state=MessageState.LEASED).update(
                state=MessageState.READY,
                worker="",
                lease_until=None,
                retry_after=retry_after,
                reason=reason,
                response=response,
            )


def give_back_all(*, worker: str) -> None:
    """Put back as ready whatever `worker` still leases, asked by itself when it has lost its page."""
    Message.objects.filter(worker=worker, state=MessageState.LEASED).update(
        state=MessageState.READY, worker="", lease_until=None
    )


def take_back_departure(held: Held) -> None:
    """Undo a departure whose commit was never confirmed, by the worker that knows it sent nothing."""
    Message.objects.filter(
        pk=held.pk, token=held.token, state__in=[MessageState.LEASED, MessageState.IN_FLIGHT]
    ).update(state=MessageState.READY, worker="", lease_until=None)


def _result_values(finished: Finished, now: datetime) -> dict[str, Any]:
    outcome = finished.outcome
    settled = outcome.state in (MessageState.ACCEPTED, MessageState.REFUSED)
    return {
        "end_pk": finished.held.pk,
        "end_token": finished.held.token,
        "end_state": outcome.state.value,
        "end_reason": outcome.reason.value if outcome.reason else "",
        "end_phase": outcome.phase.value,
        "end_response": outcome.response[:2_000].replace("\x00", ""),
        "end_remote": outcome.remote_id,
        "end_settled": _moment(now) if settled else None,
        "end_retry": _moment(finished.retry_after) if finished.retry_after else None,
        # A closed road is nobody's failure (sending.md section 5): the try does not count.
        "end_uncounted": 1 if outcome.blocking else 0,
    }


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Every row is fetched before any commit, or SQLite refuses to commit."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _execute(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
