"""Asking for a place, from the site or by an editor's hand."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from cms.dates import series_text
from outbox.sender import current_sender

from .. import mails
from ..enums import RegistrationSource, SessionState
from ..errors import DatesFull, RegistrationClosed, SessionCancelled, SessionPast
from ..models import Registration, Session
from .announcing import tell_confirmed
from .asking import Asking
from .enclosing import enclose
from .guardians import tell_guardian
from .locking import LockedSessions, under_lock
from .participants import Enclosed, Participant


def register(
    *,
    session: Session,
    given_name: str,
    family_name: str,
    email: str,
    submission_key: UUID,
    organisation_name: str = "",
    message: str = "",
    wishes: Collection[str] = (),
    source: str,
    now: datetime | None = None,
) -> Registration:
    """Ask for a place at one session: held with a deadline, or a rank on the waiting list. A mail says which.

    The same form posted again, or the same person asking again, gives back the registration already there.
    Raises RegistrationClosed, SessionPast, SessionCancelled, TooBusy.
    """
    participant = Participant(given_name, family_name, email, organisation_name, message)
    return register_at(
        sessions=[session],
        participant=participant,
        submission_key=submission_key,
        wishes=wishes,
        source=source,
        now=now,
    )[0]


def register_at(
    *,
    sessions: Iterable[Session],
    participant: Participant,
    submission_key: UUID,
    wishes: Collection[str] = (),
    source: str,
    now: datetime | None = None,
) -> list[Registration]:
    """`register`, for several sessions ticked in one form: all of them, or none if one is refused."""
    return register_people(
        sessions=sessions,
        people=[participant],
        submission_key=submission_key,
        enclosed=Enclosed(wishes=wishes),
        source=source,
        now=now,
    )


def register_people(
    *,
    sessions: Iterable[Session],
    people: Sequence[Participant],
    submission_key: UUID,
    enclosed: Enclosed | None = None,
    all_or_nothing: bool = False,
    source: str,
    now: datetime | None = None,
) -> list[Registration]:
    """Several people of one form, at every session ticked; one mail to the address they share.

    Each has a place and a rank of their own, in the order they are written: when places are short the first ones have
    them and the others wait (W12). With `all_or_nothing` a single place missing, for anyone at any date, undoes
    everything. A session that is closed refuses the whole form. Raises DatesFull, RegistrationClosed, SessionPast,
    SessionCancelled, TooBusy.
    """
    now = now or timezone.now()
    wanted, sender = list(sessions), current_sender()

    def work(locked: LockedSessions) -> list[Registration]:
        rows = [_still_there(locked, session) for session in wanted]
        for session in rows:
            refuse_unless_open(session, now)
        asked = [Asking(participant, submission_key, now) for participant in people]
        found = [one.at(session) for one in asked for session in rows]
        if all_or_nothing:
            _refuse_if_some_wait(found)
        created = [row for one in asked for row in one.created]
        if created:
            mails.tell_received(created, sender=sender)
            for one in asked:
                tell_guardian(one.created)
            enclose(created, enclosed or Enclosed(), source=source)
        if known := [row for one in asked for row in one.known]:
            mails.tell_known(known, day=timezone.localdate(now))
        return found

    return under_lock([session.pk for session in wanted], work)


def add_by_editor(
    *,
    session: Session,
    participant: Participant,
    beyond_capacity: bool = False,
    now: datetime | None = None,
) -> Registration:
    """Register somebody who phoned, wrote or signed on paper; the address, if any, is taken as confirmed.

    When the session is full, or others already wait, the person joins the waiting list like anyone else, unless
    `beyond_capacity` adds one place, which is counted apart (W9). Also possible once registrations are closed or the
    session is over, to complete the list. Raises SessionCancelled, TooBusy.
    """
    now = now or timezone.now()

    def work(locked: LockedSessions) -> Registration:
        row = _still_there(locked, session)
        if row.is_cancelled:
            raise SessionCancelled
        asked = Asking(participant, uuid4(), now, RegistrationSource.EDITOR)
        registration = asked.at(row, beyond_capacity=beyond_capacity)
        if registration in asked.created and participant.address:
            tell_confirmed([registration], now)
        return registration

    return under_lock([session.pk], work)


def refuse_unless_open(session: Session, now: datetime) -> None:
    """Raise the reason why nobody can ask for a place at `session` now."""
    if session.is_cancelled:
        raise SessionCancelled
    if session.has_started(now) or session.state == SessionState.TOOK_PLACE:
        raise SessionPast
    if not session.is_open(now):
        raise RegistrationClosed


def _refuse_if_some_wait(found: Iterable[Registration]) -> None:
    full = {row.session.starts_at for row in found if row.is_waiting}
    if full:
        raise DatesFull(f"Il manque de la place ({series_text(sorted(full))}). Comme demandé, rien n’est enregistré.")


def _still_there(locked: LockedSessions, wanted: Session) -> Session:
    """The locked row; the page of its event, which no lock covers, is not read again."""
    session = locked.get(wanted.pk)
    if session is None:
        raise SessionCancelled("Cette séance n’existe plus.")
    if "event" in wanted._state.fields_cache:
        session.event = wanted.event
    return session
