"""Taking, giving back and passing on a place. Every function here works on sessions that the caller has locked."""

from datetime import datetime, timedelta

from cms.statements import Prepared, update

from .. import mails
from ..enums import UNTIL_A_DEADLINE, RegistrationState, SessionState
from ..models import Registration, Session
from .announcing import tell_promoted
from .quotas import give_back, has_room, save_quotas, take

_FIRST_WAITING = Prepared(
    lambda session: Registration.objects.waiting().filter(session=session)[:1],
    session=Registration._meta.get_field("rank"),
)
HOLD = timedelta(hours=48)
# States in which a freed place still goes to the next person.
PASSES_PLACES_ON = [SessionState.ANNOUNCED, SessionState.OPEN, SessionState.CLOSED, SessionState.POSTPONED]


def hold_deadline(session: Session, now: datetime) -> datetime:
    """Until when an unconfirmed place waits: 48 hours, never past the start."""
    return min(now + HOLD, session.starts_at)


def hold_until_the_start(session: Session) -> None:
    """A place is never held past the start, even when the start moves."""
    held = session.registrations.filter(state__in=UNTIL_A_DEADLINE, expires_at__gt=session.starts_at)
    held.update(expires_at=session.starts_at)


def offer_deadline(session: Session, now: datetime) -> datetime:
    """Until when an offered place waits: the hours the editor gave, half of what is left before the start when that is
    less, so that the next person still has a chance (W5)."""
    hours = timedelta(hours=session.offer_hours or 0)
    return now + min(hours, (session.starts_at - now) / 2)


def take_rank(session: Session) -> int:
    """The next rank. The caller saves the counters."""
    rank = session.next_rank
    session.next_rank += 1
    return rank


def save_counters(session: Session) -> None:
    update(session, ["taken", "next_rank", "overbooked_by_editor"])
    save_quotas(session)


def settle(registration: Registration, state: RegistrationState, now: datetime) -> None:
    """Write a change of state. `revision` grows, so that the mail about this change is a new one."""
    registration.state = state
    registration.revision += 1
    registration.settled_at = now
    if state not in UNTIL_A_DEADLINE:
        registration.expires_at = None
    registration.save(
        update_fields=["state", "revision", "settled_at", "expires_at", "address_confirmed_at"],
    )


def release(session: Session, registration: Registration, state: RegistrationState, now: datetime) -> None:
    """Close `registration` as `state`; its place, if it had one, is free again. The caller promotes and saves."""
    if registration.holds_a_place:
        give_back(session, registration.profile_id)
    settle(registration, state, now)


def expire_lapsed(session: Session, now: datetime) -> int:
    """Close the held and offered places of `session` whose deadline has passed. Returns how many."""
    lapsed = list(session.registrations.lapsed(now).select_related("person").order_by("rank"))
    for registration in lapsed:
        registration.session = session
        release(session, registration, RegistrationState.EXPIRED, now)
        if not session.is_cancelled and not session.has_started(now):
            mails.tell_expired(registration)
        mails.stop_writing(registration, reason="place non confirmée à temps")
    return len(lapsed)


def promote(session: Session, now: datetime) -> int:
    """Give each free place to the first person waiting who may have it (W1, W2; registration.md section 4).

    Somebody whose profile has no place left is passed over and keeps their rank. Never after the start. Returns how
    many people got a place.
    """
    if not session.places_left or session.state not in PASSES_PLACES_ON or session.has_started(now):
        return 0
    # While every rank given holds a place, nobody can be waiting.
    if session.taken == session.next_rank - 1 or not _FIRST_WAITING(session=session.pk):
        return 0
    waiting = session.registrations.waiting().select_related("person")
    # Without quotas the first ones are the right ones; with them, the first may not be.
    candidates = waiting if session.quota_rows else waiting[: session.places_left]
    promoted = 0
    for registration in candidates:
        if has_room(session, registration.profile_id):
            registration.session = session
            take(session, registration.profile_id)
            give_place(registration, now)
            promoted += 1
    return promoted


def give_place(registration: Registration, now: datetime) -> None:
    """The place is taken already: offered for some hours if the session does so (W5), else confirmed, or held until
    the address is."""
    session = registration.session
    if not registration.contact_email:  # added from paper: nobody could answer
        settle(registration, RegistrationState.CONFIRMED, now)
    elif session.offer_hours:
        registration.expires_at = offer_deadline(session, now)
        settle(registration, RegistrationState.OFFERED, now)
    elif registration.address_confirmed_at:
        settle(registration, RegistrationState.CONFIRMED, now)
    else:
        registration.expires_at = hold_deadline(session, now)
        settle(registration, RegistrationState.HELD, now)
    tell_promoted(registration, now)


def refresh(session: Session, now: datetime) -> int:
    """What every writer does last: expire what lapsed, pass on what is free, save the counters.

    Doing it on each write means that the pace of the clock never decides who gets a place (W6).
    Returns how many held places expired.
    """
    expired = expire_lapsed(session, now)
    promote(session, now)
    save_counters(session)
    return expired
