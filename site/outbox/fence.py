"""The only place where a message starts to leave (sending.md sections 3 and 4).

Every statement names the row, its state and its token, so that it does nothing for a worker whose lease was
taken (S6). Raw SQL, because the ORM writes neither SKIP LOCKED inside an UPDATE nor RETURNING.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from .ends import record, write_ends
from .enums import MailingState, MessageState, Priority, Reason
from .holds import Finished, Held
from .models import Message, Suppression
from .statements import STATE_OF_ROW, adapted, prepared_rows, recordset, rows

LEASE = timedelta(seconds=120)
# Longer than the longest conversation: a worker that waits ten minutes for the final reply is not dead.
FLIGHT = timedelta(minutes=20)


def lease(*, worker: str, mailing_id: int | None, size: int, family: str = "", scouts: bool = False) -> list[Held]:
    """Take up to `size` messages of one mailing, or of none (None: the mail somebody waits for), oldest
    first.

    `family` is one that the worker holds a lane of (`outbox.lanes`), or "" for receivers without limit; with `scouts`,
    only those that leave before the others (`outbox.scouts`).
    """
    now = timezone.now()
    lane = "mailing_id IS NULL" if mailing_id is None else "mailing_id = %(mailing)s"
    page = f"""
        SELECT id FROM outbox_message
         WHERE {lane} AND family = %(family)s AND priority <= %(priority)s AND state IN ('ready', 'retry')
           AND (retry_after IS NULL OR retry_after <= %(now)s)
         ORDER BY priority, id LIMIT %(size)s
    """
    change = "state = 'leased', worker = %(worker)s, token = token + 1, lease_until = %(until)s, retry_after = NULL"
    values = {
        "mailing": mailing_id,
        "family": family,
        "priority": Priority.SCOUT.value if scouts else Priority.MAILING.value,
        "now": now,
        "until": now + LEASE,
        "size": size,
        "worker": worker,
    }
    # RETURNING keeps no order.
    return sorted(_taken(page, change, values), key=lambda held: held.pk)


def _taken(page: str, change: str, values: dict[str, Any]) -> list[Held]:
    """Change the messages of `page`, a SELECT of their id, and return them; those that another worker is changing are
    left to it.
    """
    update = f"UPDATE outbox_message SET {change}"
    returning = "RETURNING outbox_message.id, token, mailing_id, permit_id"
    if connection.vendor == "postgresql":
        # MATERIALIZED: a plan that runs the sub-select twice would lock, and take, more than one page.
        page = f"WITH page AS MATERIALIZED ({page} FOR UPDATE SKIP LOCKED)"
        statement = f"{page} {update} FROM page WHERE outbox_message.id = page.id {returning}"
    else:
        statement = f"{update} WHERE id IN ({page}) {returning}"
    return [Held(*row) for row in rows(statement, adapted(values))]


# The right to write, read in the statement that makes the message leave (S5). SQLite has one writer, so nothing can
# change under the statement; on PostgreSQL a page reads its permits through the rows that it locks. Scalar sub-selects,
# because `EXISTS` lets a planner that has no figures yet read the whole table at each message.
_TESTS = """
       address <> ''
   AND (permit_id IS NULL OR {standing})
   AND (mailing_id IS NULL
        OR (SELECT g.state IN ({going}) FROM outbox_mailing g WHERE g.id = mailing_id))
   AND NOT EXISTS (
        SELECT 1 FROM outbox_suppression x
         WHERE x.address_hash = outbox_message.address_hash
           AND (x.scope IN ('*', outbox_message.scope)
                OR substr(outbox_message.scope, 1, length(x.scope) + 1) = x.scope || ':'))
"""
_STANDING = "(SELECT p.revoked_at IS NULL FROM outbox_permit p WHERE p.id = permit_id)"
_LOCKED = "EXISTS (SELECT 1 FROM permit p WHERE p.id = permit_id)"


def _may_leave(standing: str, *, going: Sequence[MailingState] = (MailingState.RUNNING,)) -> str:
    return _TESTS.format(standing=standing, going=", ".join(f"'{state}'" for state in going))


_DEPARTURE = """
    UPDATE outbox_message
       SET state = 'in_flight', departed_at = {clock}, lease_until = %(until)s, attempts = attempts + 1,
           phase = '', reason = '', response = ''
"""
# The clock of the statement, read after the locks: never before a withdrawal that it had to wait for. Permits are
# locked in one order, so that two pages never wait for each other.
_DEPARTURE_OF_A_PAGE = f"""
    WITH permit AS MATERIALIZED (
        SELECT id FROM outbox_permit WHERE id = ANY(%(permits)s::bigint[]) AND revoked_at IS NULL
         ORDER BY id FOR SHARE)
    {_DEPARTURE.format(clock="clock_timestamp()")}
      FROM json_to_recordset(%(page)s::json) AS page (pk bigint, page_token integer)
     WHERE id = ANY(%(pks)s::bigint[]) AND id = pk AND token = page_token AND {STATE_OF_ROW} = 'leased'
       AND {_may_leave(_LOCKED)}
    RETURNING id
"""
_DEPARTURE_OF_ONE = f"""
    {_DEPARTURE.format(clock="%(now)s")}
     WHERE id = %(pk)s AND token = %(token)s AND {STATE_OF_ROW} = 'leased' AND {_may_leave(_STANDING)}
    RETURNING id
"""
_STILL_LEAVING = f"""
    SELECT 1 FROM outbox_message
     WHERE id = %s AND token = %s AND {STATE_OF_ROW} = 'in_flight' AND {_may_leave(_STANDING)}
"""

# A mailing may be over but for its doubts.
_ONE_IN_DOUBT = f"""
    SELECT id FROM outbox_message
     WHERE state = 'uncertain' AND departed_at > %(since)s AND (retry_after IS NULL OR retry_after <= %(now)s)
       AND {_may_leave(_STANDING, going=(MailingState.RUNNING, MailingState.DONE))}
     ORDER BY id LIMIT 1
"""


def depart(page: Sequence[Held], *, previous: Sequence[Finished] = ()) -> set[int]:
    """Commit that these messages are leaving, and how the previous ones ended, together (S3, S5, S6).

    Returns the primary keys of those that may leave; ask `explain` about the others. Only an outcome, evidence or a
    person moves them then, or `take_back` by the worker that has sent nothing of them. Call it outside any
    transaction: when it returns, the fact is durable.
    """
    now = timezone.now()
    with transaction.atomic():
        if previous:
            write_ends(previous, now)
        if connection.vendor == "postgresql":
            return {pk for (pk,) in prepared_rows(_DEPARTURE_OF_A_PAGE, _page_values(page, now))}
        ones = [{"pk": held.pk, "token": held.token, "now": now, "until": now + FLIGHT} for held in page]
        return {pk for one in ones for (pk,) in rows(_DEPARTURE_OF_ONE, adapted(one))}


def depart_again(*, worker: str, since: datetime) -> Held | None:
    """One message in doubt that departed after `since`, whose provider still knows its key: it is leaving again, by the
    same departure. None when there is none that may still leave. Only for a transport that has such keys (S4).
    """
    now = timezone.now()
    change = "state = 'in_flight', worker = %(worker)s, token = token + 1, lease_until = %(until)s"
    values = {"worker": worker, "since": since, "now": now, "until": now + FLIGHT}
    return next(iter(_taken(_ONE_IN_DOUBT, change, values)), None)


def still_leaving(held: Held) -> bool:
    """Whether a message that departed with its page may still leave, asked before its first byte: what was withdrawn
    since, a pause, or a token that became stale in a worker that slept, stops it here.
    """
    return bool(prepared_rows(_STILL_LEAVING, (held.pk, held.token)))


def explain(held: Held) -> Reason | None:
    """Why a leased message may not leave, once the fence said so: withhold it with its reason, or give it back.

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
    if not message.address:
        return Reason.ERASED, ""  # while it was leaving, and its server then asked to come back
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


def take_back(page: Sequence[Held]) -> None:
    """Undo departures, whether their commit was confirmed or not: leased again by the worker that knows it sent
    nothing of them.
    """
    with transaction.atomic():
        for held in page:
            Message.objects.filter(pk=held.pk, token=held.token, state=MessageState.IN_FLIGHT).update(
                state=MessageState.LEASED, departed_at=None, attempts=F("attempts") - 1
            )


def _page_values(page: Sequence[Held], now: datetime) -> dict[str, Any]:
    return {
        "pks": [held.pk for held in page],
        "page": recordset([{"pk": held.pk, "page_token": held.token} for held in page]),
        "permits": [held.permit_id for held in page if held.permit_id],
        "until": now + FLIGHT,
    }


__all__ = [
    "FLIGHT",
    "LEASE",
    "depart",
    "depart_again",
    "explain",
    "give_back",
    "give_back_all",
    "lease",
    "record",
    "still_leaving",
    "take_back",
]
