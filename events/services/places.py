"""Taking, giving back and passing on a place. Every function here works on sessions that the caller has locked."""

from datetime import datetime, timedelta

from .. import mails
from ..enums import RegistrationState, SessionState
from ..models import Registration, Session
from .announcing import tell_promoted

HOLD = timedelta(hours=48)
# States in which a freed place still goes to the next person.
PASSES_PLACES_ON = [SessionState.ANNOUNCED, SessionState.OPEN, SessionState.CLOSED, SessionState.POSTPONED]


def hold_deadline(session: Session, now: datetime) -> datetime:
    """Until when an unconfirmed place waits: 48 hours, never past the start."""
    return min(now + HOLD, session.starts_at)


def take_rank(session: Session) -> int:
    """The next rank. The caller saves the counters."""
    rank = session.next_rank
    session.next_rank += 1
    return rank


def save_counters(session: Session) -> None:
    session.save(update_fields=["taken", "next_rank", "overbooked_by_editor"])


def settle(registration: Registration, state: RegistrationState, now: datetime) -> None:
    """Write a change of state. `revision` grows, so that the mail about this change is a new one."""
    registration.state = state
    registration.revision += 1
    registration.settled_at = now
    if state != RegistrationState.HELD:
        registration.expires_at = None
    registration.save(
        update_fields=["state", "revision", "settled_at", "expires_at", "address_confirmed_at"],
    )


def release(session: Session, registration: Registration, state: RegistrationState, now: datetime) -> None:
    """Close `registration` as `state`; its place, if it had one, is free again. The caller promotes and saves."""
    if registration.holds_a_place:
        session.taken -= 1
        # A place that an editor had added beyond the capacity disappears with the person it was added for.
        session.overbooked_by_editor = max(0, session.taken - session.capacity)
    settle(registration, state, now)


def expire_lapsed(session: Session, now: datetime) -> int:
    """Close the held places of `session` whose deadline has passed. Returns how many."""
    lapsed = list(session.registrations.lapsed(now).select_related("person").order_by("rank"))
    for registration in lapsed:
        registration.session = session
        release(session, registration, RegistrationState.EXPIRED, now)
        if not session.is_cancelled and not session.has_started(now):
            mails.tell_expired(registration)
        mails.stop_writing(registration, reason="place non confirmée à temps")
    return len(lapsed)


def promote(session: Session, now: datetime) -> int:
    """Give each free place to the first person waiting (W1, W2, W5): confirmed, or held if the address is not.

    Never after the start. Returns how many people got a place.
    """
    free = session.places_left
    if not free or session.state not in PASSES_PLACES_ON or session.has_started(now):
        return 0
    promoted = list(session.registrations.waiting().select_related("person")[:free])
    for registration in promoted:
        registration.session = session
        session.taken += 1
        if registration.address_confirmed_at:
            settle(registration, RegistrationState.CONFIRMED, now)
        else:
            registration.expires_at = hold_deadline(session, now)
            settle(registration, RegistrationState.HELD, now)
        tell_promoted(registration, now)
    return len(promoted)


def refresh(session: Session, now: datetime) -> int:
    """What every writer does last: expire what lapsed, pass on what is free, save the counters.

    Doing it on each write means that the pace of the clock never decides who gets a place (W6).
    Returns how many held places expired.
    """
    expired = expire_lapsed(session, now)
    promote(session, now)
    save_counters(session)
    return expired
