"""What becomes of a registration: confirmed, given back, expired."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from .. import mails
from ..enums import HOLDING_A_PLACE, RegistrationState
from ..errors import AlreadyCancelled, SessionPast
from ..models import Registration
from ..selectors import submission_of
from .announcing import tell_cancelled, tell_confirmed
from .locking import LockedSessions, under_lock
from .places import expire_lapsed, promote, refresh, release, save_counters, settle


@dataclass(frozen=True)
class Confirmation:
    """What confirming an address did: every registration of the submission, as it stands now."""

    registrations: list[Registration]

    def having(self, *states: str) -> list[Registration]:
        return [registration for registration in self.registrations if registration.state in states]

    @property
    def places(self) -> list[Registration]:
        return self.having(*HOLDING_A_PLACE)

    @property
    def waiting(self) -> list[Registration]:
        return self.having(RegistrationState.WAITING)

    @property
    def lost(self) -> list[Registration]:
        """Expired before the click, or cancelled."""
        return self.having(RegistrationState.EXPIRED, RegistrationState.CANCELLED)


def confirm(*, registration: Registration, now: datetime | None = None) -> Confirmation:
    """The person proved that they read the mail: every date asked in the same form is confirmed.

    A held or offered place becomes a confirmed one; someone waiting keeps their rank and will be confirmed at once if
    promoted; a place whose deadline has passed is lost, even if the clock has not come by. Confirming twice changes
    nothing. Raises TooBusy.
    """
    now = now or timezone.now()
    ids = [sibling.session_id for sibling in submission_of(registration)]

    def work(locked: LockedSessions) -> Confirmation:
        for session in locked.values():
            expire_lapsed(session, now)
        together = [sibling for sibling in submission_of(registration) if sibling.session_id in locked]
        changed = []
        for sibling in together:
            sibling.session = locked[sibling.session_id]
            if _confirm_one(sibling, now):
                changed.append(sibling)
        for session in locked.values():
            promote(session, now)
            save_counters(session)
        if changed:
            tell_confirmed(changed, now)
        return Confirmation(together)

    return under_lock(ids, work)


def _confirm_one(registration: Registration, now: datetime) -> bool:
    """Whether something changed."""
    session, offered = registration.session, registration.state == RegistrationState.OFFERED
    if not registration.is_active or (registration.address_confirmed_at and not offered):
        return False
    if session.is_cancelled or session.has_started(now):
        return False
    registration.address_confirmed_at = registration.address_confirmed_at or now
    state = RegistrationState.WAITING if registration.is_waiting else RegistrationState.CONFIRMED
    settle(registration, state, now)
    return True


def cancel(*, registration: Registration, by_editor: bool = False, now: datetime | None = None) -> Registration:
    """Give the place back, or leave the waiting list; the first person waiting is promoted at once.

    Raises AlreadyCancelled (also for a place that expired), SessionPast once the session has started, unless an
    editor does it, and TooBusy.
    """
    now = now or timezone.now()

    def work(locked: LockedSessions) -> Registration:
        row = Registration.objects.select_related("person", "session__event").get(pk=registration.pk)
        session = locked[row.session_id]
        row.session = session
        expire_lapsed(session, now)
        row.refresh_from_db(fields=["state", "revision", "expires_at"])
        if not row.is_active:
            raise AlreadyCancelled
        if session.has_started(now) and not by_editor:
            raise SessionPast("Cette séance a déjà commencé : il n’y a plus rien à annuler.")
        release(session, row, RegistrationState.CANCELLED, now)
        promote(session, now)
        save_counters(session)
        mails.stop_writing(row, reason="inscription annulée")
        tell_cancelled(row, now, by_editor=by_editor)
        return row

    return under_lock([registration.session_id], work)


def expire_holds(now: datetime | None = None) -> int:
    """Free the held places whose deadline has passed, in every session, and pass them on. Returns how many expired.

    One transaction per session; idempotent.
    """
    now = now or timezone.now()
    ids = Registration.objects.lapsed(now).order_by("session").values_list("session", flat=True).distinct()
    return sum(refresh_session(session_id, now) for session_id in list(ids))


def refresh_session(session_id: int, now: datetime) -> int:
    def work(locked: LockedSessions) -> int:
        return sum(refresh(session, now) for session in locked.values())

    return under_lock([session_id], work)
