"""What leaves before a session by itself: the reminder, the join link. Woken by the clock, decided by the rows.

Due per registration, not per event: somebody who comes late still gets theirs. Each mail has its own key, so a tick
that comes twice, late or after a crash writes what is missing and nothing else (registration.md section 10).
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from outbox.models import Message

from .. import mails
from ..enums import SessionState
from ..joining import current_settings, here_at, link_is_due, will_happen
from ..models import EventsSettings, Registration, Session
from .announcing import tell_join_link_if_due
from .locking import LockedSessions, under_lock

# The confirmation has just said everything: the reminder of somebody who comes late waits a little.
AFTER_CONFIRMATION = timedelta(hours=1)

Say = Callable[[Registration], bool]


def reminder_leaves_at(session: Session, hours: EventsSettings) -> datetime:
    """The set hour, the set number of days before."""
    return here_at(session.local_date - timedelta(days=hours.reminder_days), hours.reminder_hour)


def send_reminders(now: datetime) -> int:
    """Recall their session to all those confirmed whose reminder is due and was not written. Returns how many."""
    hours = current_settings()
    if not hours.reminder_days:
        return 0
    coming = Session.objects.upcoming(now).filter(
        starts_at__gt=now, starts_at__lte=now + timedelta(days=hours.reminder_days + 1)
    )
    coming = coming.exclude(state=SessionState.POSTPONED)
    due = [session for session in coming.order_by("starts_at", "pk") if reminder_leaves_at(session, hours) <= now]

    def is_ripe(registration: Registration) -> bool:
        settled = registration.settled_at or registration.registered_at
        return settled < reminder_leaves_at(registration.session, hours) or settled <= now - AFTER_CONFIRMATION

    return _tell(due, key=mails.reminder_key, ripe=is_ripe, say=mails.tell_reminder)


def send_join_links(now: datetime) -> int:
    """Mail the gated link to all those confirmed whose set hour has come. Returns how many."""
    hours = current_settings()
    coming = Session.objects.upcoming(now).filter(starts_at__lte=now + timedelta(days=2)).exclude(join_url="")
    due = [session for session in coming.order_by("starts_at", "pk") if link_is_due(session, now, hours)]
    return _tell(due, key=mails.join_key, say=lambda registration: tell_join_link_if_due(registration, now))


def _tell(
    sessions: Iterable[Session],
    *,
    key: Callable[[Registration], str],
    say: Say,
    ripe: Callable[[Registration], bool] = lambda registration: True,
) -> int:
    """`say` it to each confirmed registration of `sessions` that has no mail with `key` yet: one lock per session."""
    return sum(_tell_one_session(session_id, say, ripe) for session_id in _with_something_to_say(list(sessions), key))


def _with_something_to_say(sessions: list[Session], key: Callable[[Registration], str]) -> list[int]:
    """Without any lock, in two queries: the sessions where somebody was not told yet."""
    rows = Registration.objects.confirmed().filter(session__in=sessions).exclude(contact_email="")
    keys = {key(row): row.session_id for row in rows.select_related("session").order_by("pk")}
    told = set(Message.objects.filter(dedup_key__in=list(keys)).values_list("dedup_key", flat=True).order_by())
    return sorted({session_id for name, session_id in keys.items() if name not in told})


def _tell_one_session(session_id: int, say: Say, ripe: Callable[[Registration], bool]) -> int:
    def work(locked: LockedSessions) -> int:
        if session_id not in locked:
            return 0
        rows = Registration.objects.confirmed().filter(session=session_id).exclude(contact_email="")
        rows = rows.select_related("person", "session__event").order_by("rank")
        standing = [row for row in rows if will_happen(row.session) and ripe(row)]
        return sum(say(row) for row in standing)

    return under_lock([session_id], work)
