"""How tries ended, a page at a time (sending.md sections 4 and 5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .enums import EventKind, MessageState
from .holds import Finished
from .models import DeliveryEvent
from .statements import STATE_OF_ROW, adapted, prepared_rows, recordset, rows

_ENDS = {
    "pk": "bigint",
    "token": "integer",
    "state": "text",
    "reason": "text",
    "phase": "text",
    "response": "text",
    "remote": "text",
    "settled": "timestamptz",
    "retry": "timestamptz",
    "uncounted": "integer",
}
_END = """
    UPDATE outbox_message
       SET state = {state}, reason = {reason}, phase = {phase}, response = {response}, remote_id = {remote},
           settled_at = {settled}, retry_after = {retry}, attempts = attempts - {uncounted}, worker = '',
           lease_until = NULL
"""
_END_OF_ONE = (
    _END.format(**{name: f"%({name})s" for name in _ENDS})
    + f" WHERE id = %(pk)s AND token = %(token)s AND {STATE_OF_ROW} = 'in_flight' RETURNING id"
)
_END_OF_A_PAGE = f"""
    {_END.format(**{name: f"page_end.{name}" for name in _ENDS})}
      FROM json_to_recordset(%(ends)s::json) AS page_end ({", ".join(f"{name} {kind}" for name, kind in _ENDS.items())})
     WHERE outbox_message.id = ANY(%(pks)s::bigint[])
       AND outbox_message.id = page_end.pk AND outbox_message.token = page_end.token
       AND {STATE_OF_ROW} = 'in_flight'
    RETURNING outbox_message.id
"""


def record(ends: Sequence[Finished]) -> int:
    """Write the ends of tries by themselves. Returns how many: nothing is written for a stale token (S6)."""
    with transaction.atomic():
        return write_ends(ends, timezone.now())


def write_ends(ends: Sequence[Finished], now: datetime) -> int:
    """The same inside the caller's transaction."""
    values = [_end_values(finished, now) for finished in ends]
    if connection.vendor == "postgresql":
        written = prepared_rows(_END_OF_A_PAGE, {"pks": [one["pk"] for one in values], "ends": recordset(values)})
    else:
        written = [row for one in values for row in rows(_END_OF_ONE, adapted(one))]
    pks = {pk for (pk,) in written}
    stories = [finished for finished in ends if finished.tells_a_story and finished.held.pk in pks]
    if stories:
        DeliveryEvent.objects.bulk_create(_event(finished, now) for finished in stories)
    return len(pks)


def _event(finished: Finished, now: datetime) -> DeliveryEvent:
    retried = finished.outcome.state == MessageState.RETRY
    kind = EventKind.RETRIED if retried else EventKind.UNCERTAIN
    return DeliveryEvent(message_id=finished.held.pk, kind=kind, at=now, detail=_said(finished))


def _end_values(finished: Finished, now: datetime) -> dict[str, Any]:
    outcome = finished.outcome
    settled = outcome.state in (MessageState.ACCEPTED, MessageState.REFUSED)
    return {
        "pk": finished.held.pk,
        "token": finished.held.token,
        "state": outcome.state.value,
        "reason": outcome.reason.value if outcome.reason else "",
        "phase": outcome.phase.value,
        "response": _said(finished),
        "remote": _storable(outcome.remote_id, 200),
        "settled": now if settled else None,
        "retry": finished.retry_after,
        # A closed road is nobody's failure (sending.md section 5): the try does not count.
        "uncounted": 1 if outcome.blocking else 0,
    }


def _said(finished: Finished) -> str:
    return _storable(finished.outcome.response, 2_000)


def _storable(words: str, length: int) -> str:
    """What a server said, without what no database takes: it must not keep the end of a try from being written."""
    return words.replace("\x00", "").encode("utf-8", "replace").decode()[:length]
