"""The one door to registrations: every writer locks the sessions it touches, in the same order, then reads.

Source: registration.md section 3. On PostgreSQL rows are locked; on SQLite `BEGIN IMMEDIATE` (settings) is the lock.
"""

import random
import time
from collections.abc import Callable, Collection, Iterable
from functools import cache, reduce
from operator import or_
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.db.transaction import TransactionManagementError

from cms.statements import Prepared

from ..errors import TooBusy
from ..models import Quota, Session

T = TypeVar("T")
LockedSessions = dict[int, Session]

LOCK_TIMEOUT = "3s"
# Seconds to wait before each new try; multiplied by a random factor so that the waiting do not come back together.
PAUSES = (0.05, 0.2, 0.5)
# PostgreSQL: lock not available, deadlock detected, serialization failure.
BUSY_STATES = {"55P03", "40P01", "40001"}


def under_lock(session_ids: Iterable[int], work: Callable[[LockedSessions], T]) -> T:
    """Run `work` on the locked sessions in one transaction of its own, trying again while the rows stay busy.

    `work` receives the sessions by primary key; an id that no longer exists is absent. Raises TooBusy after the last
    try, and whatever `work` raises (then nothing is written).
    """
    ids = sorted(set(session_ids))
    for pause in (*PAUSES, None):
        try:
            with transaction.atomic(durable=True):
                return work(lock_sessions(ids))
        except OperationalError as error:
            if not _is_busy(error):
                raise
            if pause is None or connection.vendor == "sqlite":  # SQLite has already waited its whole timeout
                raise TooBusy from error
            time.sleep(pause * random.uniform(0.5, 1.5))
    raise TooBusy


def lock_sessions(ids: Collection[int]) -> LockedSessions:
    """The sessions with these ids, then their quotas, locked in order of primary key: two writers never wait for each
    other.

    Must run inside a transaction. Capacity, counters, deadlines and states are to be read from what is returned.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("lock_sessions() needs a transaction: the lock lasts as long as it does.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    if not ids:
        return {}
    wanted = {f"pk{number}": pk for number, pk in enumerate(ids)}
    sessions, quotas = _locking(len(wanted))
    locked = {session.pk: session for session in sessions(**wanted)}
    for session in locked.values():
        session.quota_rows = []
    found = quotas(**wanted)
    prefetch_related_objects(found, "profiles")
    for quota in found:
        if quota.session_id in locked:
            locked[quota.session_id].quota_rows.append(quota)
    return locked


@cache
def _locking(number: int) -> tuple[Prepared[Session], Prepared[Quota]]:
    """The two statements that lock that many sessions and their quotas."""
    fields = {f"pk{each}": Session._meta.pk for each in range(number)}
    return Prepared(_some_sessions, **fields), Prepared(_their_quotas, **fields)


def _any_of(name: str, values: dict[str, Any]) -> Q:
    """A list of blanks, which `IN` does not take for a relation."""
    return reduce(or_, (Q(**{name: value}) for value in values.values()))


def _some_sessions(**pks: Any) -> QuerySet[Session]:
    return Session.objects.select_for_update(of=("self",)).filter(_any_of("pk", pks)).order_by("pk")


def _their_quotas(**pks: Any) -> QuerySet[Quota]:
    return Quota.objects.select_for_update(of=("self",)).filter(_any_of("session", pks)).order_by("pk")


def _is_busy(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in BUSY_STATES or "database is locked" in str(error)
