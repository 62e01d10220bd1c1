"""Changing what a registration says, or its turn: by its holder, or by an editor who gives a reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from wagtail.log_actions import log

from people.models import User

from .. import mails
from ..enums import NeedKind, RegistrationState
from ..errors import AlreadyCancelled, NotWaiting, ProfileFull, SessionPast
from ..models import Registration, Session
from ..selectors import submission_of
from .announcing import tell_cancelled, tell_promoted
from .enclosing import store_answers, store_needs
from .guardians import tell_guardian
from .locking import LockedSessions, under_lock
from .participants import AnswerDraft
from .places import expire_lapsed, hold_deadline, promote, refresh, release, save_counters, settle
from .quotas import give_back, has_room, take

MOVED_UP = "events.move_up"


@dataclass(frozen=True)
class Details:
    """What somebody may change of their form without losing their place or their rank."""

    organisation_name: str = ""
    message: str = ""
    profile_id: int | None = None
    shares_meal: bool = False
    brings: str = ""
    # None where it is not asked: what is known stays.
    guardian_email: str | None = None
    answers: Collection[AnswerDraft] = ()
    needs: Mapping[NeedKind, str] = field(default_factory=dict)


def change_details(
    *, registration: Registration, details: Details, source: str, now: datetime | None = None
) -> list[Registration]:
    """Write `details` on every date of that person in that form that has not started; give back these rows.

    Another profile is a move: its places are given back and taken under the same lock, and nothing changes if there
    is none left (registration.md section 4). Another guardian is written to. Raises ProfileFull, AlreadyCancelled,
    SessionPast, TooManyAddresses, TooBusy.
    """
    now = now or timezone.now()
    ids = [row.session_id for row in submission_of(registration) if row.person_id == registration.person_id]

    def work(locked: LockedSessions) -> list[Registration]:
        for session in locked.values():
            expire_lapsed(session, now)
        mine = _changeable(registration, locked, now)
        another_guardian = details.guardian_email not in (None, mine[0].guardian_email)
        for row in mine:
            if row.profile_id != details.profile_id:
                _change_profile(row, details.profile_id)
            _write_details(row, details)
        if another_guardian:
            tell_guardian(mine)
        last = max(mine, key=lambda row: (row.session.ends_at, row.pk))
        store_answers(registration=last, answers=details.answers)
        store_needs(registration=last, needs=details.needs, source=source)
        for session in locked.values():
            promote(session, now)
            save_counters(session)
        return mine

    return under_lock(ids, work)


def move_up(*, registration: Registration, reason: str, by: User, now: datetime | None = None) -> Registration:
    """Give somebody who waits a place out of turn (W9): added beyond the limits if there is none, counted apart, with
    the reason and the name of who decides, in the history too. Shown as an exception, outside the proof of order.

    Raises NotWaiting, SessionPast, TooBusy.
    """
    now = now or timezone.now()

    def work(locked: LockedSessions) -> Registration:
        row = Registration.objects.select_related("person", "session__event").get(pk=registration.pk)
        session = row.session = locked[row.session_id]
        refresh(session, now)
        row.refresh_from_db(fields=["state", "revision"])
        if not row.is_waiting:
            raise NotWaiting
        if session.has_started(now):
            raise SessionPast
        take(session, row.profile_id, beyond=True)
        _note_exception(row, reason, by, now)
        _give_at_once(row, now)
        save_counters(session)
        log(instance=row, action=MOVED_UP, user=by, data={"reason": reason, "rank": row.rank})
        return row

    return under_lock([registration.session_id], work)


def cancel_form(*, registration: Registration, now: datetime | None = None) -> list[Registration]:
    """Give back every place and rank asked in the same form, at the dates that have not started; one mail each.

    Raises AlreadyCancelled when there is nothing left to give back, and TooBusy.
    """
    now = now or timezone.now()
    ids = [row.session_id for row in submission_of(registration)]

    def work(locked: LockedSessions) -> list[Registration]:
        for session in locked.values():
            expire_lapsed(session, now)
        given = [row for row in submission_of(registration) if _can_be_given(row, locked, now)]
        if not given:
            raise AlreadyCancelled
        for row in given:
            row.session = locked[row.session_id]
            release(row.session, row, RegistrationState.CANCELLED, now)
            mails.stop_writing(row, reason="inscription annulée")
        for row in given:
            tell_cancelled(row, now, by_editor=False)
        for session in locked.values():
            promote(session, now)
            save_counters(session)
        return given

    return under_lock(ids, work)


def _can_be_given(row: Registration, locked: Mapping[int, Session], now: datetime) -> bool:
    return row.session_id in locked and row.is_active and not locked[row.session_id].has_started(now)


def _changeable(registration: Registration, locked: Mapping[int, Session], now: datetime) -> list[Registration]:
    mine = [row for row in submission_of(registration) if row.person_id == registration.person_id]
    active = [row for row in mine if row.is_active and row.session_id in locked]
    if not active:
        raise AlreadyCancelled
    for row in active:
        row.session = locked[row.session_id]
    coming = [row for row in active if not row.session.has_started(now)]
    if not coming:
        raise SessionPast("Cette séance a déjà commencé : il n’y a plus rien à changer.")
    return coming


def _change_profile(row: Registration, profile_id: int | None) -> None:
    if row.holds_a_place:
        give_back(row.session, row.profile_id)
        if not has_room(row.session, profile_id):
            raise ProfileFull
        take(row.session, profile_id)
    row.profile_id = profile_id


def _write_details(row: Registration, details: Details) -> None:
    row.organisation_name, row.message = details.organisation_name, details.message
    row.shares_meal = details.shares_meal and row.session.has_meal
    row.brings = details.brings if row.session.has_meal else ""
    if details.guardian_email is not None:
        row.guardian_email = details.guardian_email
    row.save(update_fields=["organisation_name", "message", "shares_meal", "brings", "profile", "guardian_email"])


def _note_exception(row: Registration, reason: str, by: User, now: datetime) -> None:
    row.exception_reason, row.exception_by, row.exception_at = reason, by, now
    row.save(update_fields=["exception_reason", "exception_by", "exception_at"])


def _give_at_once(row: Registration, now: datetime) -> None:
    """Confirmed, or held until the address is: the team has decided, nothing is left to offer."""
    if row.address_confirmed_at or not row.contact_email:
        settle(row, RegistrationState.CONFIRMED, now)
    else:
        row.expires_at = hold_deadline(row.session, now)
        settle(row, RegistrationState.HELD, now)
    tell_promoted(row, now)
