"""Asking for a place, from the site or by an editor's hand."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from people.addresses import normalise_email
from people.enums import ConsentPurpose
from people.models import Person
from people.services import find_or_create_person, fold, record_consent

from .. import mails
from ..enums import RegistrationSource, RegistrationState, SessionState, WishKind
from ..errors import RegistrationClosed, SessionCancelled, SessionPast
from ..models import Registration, Session, Wish
from ..signals import wish_stored
from .announcing import tell_confirmed
from .locking import LockedSessions, under_lock
from .places import expire_lapsed, hold_deadline, promote, save_counters, settle, take_rank

# Beyond this number of unconfirmed requests from one address for one session, nothing more is written or mailed:
# somebody is filling the room, or a mailbox, in the name of others (law.md C-09).
UNCONFIRMED_PER_ADDRESS = 4

_WISH_PURPOSES = {WishKind.LETTER: ConsentPurpose.LETTER}


@dataclass(frozen=True)
class Participant:
    """Who asks. `email` is where we write, and may be shared; empty for someone added from paper."""

    given_name: str
    family_name: str
    email: str = ""
    organisation_name: str = ""
    message: str = ""

    @property
    def address(self) -> str:
        return normalise_email(self.email) if self.email else ""

    @property
    def identity_key(self) -> str:
        """The same person at the same address gives the same key, however the name is written."""
        if not self.email:
            return sha256(uuid4().bytes).hexdigest()
        name = fold(f"{self.given_name} {self.family_name}")
        return sha256(f"{self.address}\n{name}".encode()).hexdigest()


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
    now = now or timezone.now()
    ids = [session.pk for session in sessions]

    def work(locked: LockedSessions) -> list[Registration]:
        rows = [_still_there(locked, pk) for pk in ids]
        for session in rows:
            refuse_unless_open(session, now)
        asked = _Asking(participant, submission_key, source, now)
        found = [asked.at(session) for session in rows]
        asked.finish(wishes)
        return found

    return under_lock(ids, work)


def add_by_editor(
    *,
    session: Session,
    given_name: str,
    family_name: str,
    email: str = "",
    organisation_name: str = "",
    message: str = "",
    beyond_capacity: bool = False,
    now: datetime | None = None,
) -> Registration:
    """Register somebody who phoned, wrote or signed on paper; the address, if any, is taken as confirmed.

    When the session is full, or others already wait, the person joins the waiting list like anyone else, unless
    `beyond_capacity` adds one place, which is counted apart (W9). Also possible once registrations are closed or the
    session is over, to complete the list. Raises SessionCancelled, TooBusy.
    """
    now = now or timezone.now()
    participant = Participant(given_name, family_name, email, organisation_name, message)

    def work(locked: LockedSessions) -> Registration:
        row = _still_there(locked, session.pk)
        if row.is_cancelled:
            raise SessionCancelled
        asked = _Asking(participant, uuid4(), "", now, RegistrationSource.EDITOR)
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


class _Asking:
    """One participant asking at some locked sessions, and what that writes."""

    def __init__(
        self,
        participant: Participant,
        submission_key: UUID,
        source: str,
        now: datetime,
        origin: RegistrationSource = RegistrationSource.WEB,
    ) -> None:
        self.participant, self.source, self.now, self.origin = participant, source, now, origin
        self.identity_key = participant.identity_key
        # The key of the form, made this person's: going back to register a colleague with the same form is another
        # submission, sending the same answers twice is not.
        self.form_key = submission_key
        self.submission_key = uuid5(submission_key, self.identity_key)
        self.created: list[Registration] = []
        self.known: list[Registration] = []
        self._person: Person | None = None

    @property
    def person(self) -> Person:
        if self._person is None:
            who = self.participant
            self._person = find_or_create_person(
                given_name=who.given_name, family_name=who.family_name, email=who.address
            )
        return self._person

    def at(self, session: Session, *, beyond_capacity: bool = False) -> Registration:
        """The registration of the participant at `session`: the one already there, or a new one."""
        again = session.registrations.filter(submission_key=self.submission_key).first()
        if again:
            return again
        expire_lapsed(session, self.now)
        promote(session, self.now)
        registration = self._already_known(session)
        if registration is None:
            registration = self._write(session, beyond_capacity=beyond_capacity)
            self.created.append(registration)
        save_counters(session)
        return registration

    def finish(self, wishes: Collection[str]) -> None:
        """Mails and wishes, once every session has answered."""
        if self.created:
            mails.tell_received(self.created)
            store_wishes(registration=self.created[0], wishes=wishes, source=self.source)
        if self.known:
            mails.tell_known(self.known, day=timezone.localdate(self.now))

    def _already_known(self, session: Session) -> Registration | None:
        active = session.registrations.active()
        known = active.filter(identity_key=self.identity_key).first()
        if known is None and self.origin == RegistrationSource.WEB:
            unconfirmed = active.filter(contact_email=self.participant.address, address_confirmed_at=None)
            pending = list(unconfirmed.order_by("-rank")[:UNCONFIRMED_PER_ADDRESS])
            known = pending[0] if len(pending) == UNCONFIRMED_PER_ADDRESS else None
        if known:
            self.known.append(known)
        return known

    def _write(self, session: Session, *, beyond_capacity: bool) -> Registration:
        who, trusted = self.participant, self.origin == RegistrationSource.EDITOR
        if beyond_capacity and session.is_full:
            session.overbooked_by_editor += 1
        has_place = session.places_left > 0
        if has_place:
            session.taken += 1
        state = _first_state(has_place=has_place, trusted=trusted)
        return Registration.objects.create(
            session=session,
            person=self.person,
            contact_email=who.address,
            organisation_name=who.organisation_name,
            message=who.message,
            state=state,
            rank=take_rank(session),
            identity_key=self.identity_key,
            submission_key=self.submission_key,
            form_key=self.form_key,
            source=self.origin,
            registered_at=self.now,
            address_confirmed_at=self.now if trusted and who.address else None,
            expires_at=hold_deadline(session, self.now) if state == RegistrationState.HELD else None,
        )


def _first_state(*, has_place: bool, trusted: bool) -> RegistrationState:
    if not has_place:
        return RegistrationState.WAITING
    return RegistrationState.CONFIRMED if trusted else RegistrationState.HELD


def _still_there(locked: LockedSessions, pk: int) -> Session:
    session = locked.get(pk)
    if session is None:
        raise SessionCancelled("Cette séance n’existe plus.")
    return session


def store_wishes(*, registration: Registration, wishes: Collection[str], source: str) -> Sequence[Wish]:
    """Keep what the person also asked for, with one consent per purpose; announced once the commit is done (S3-12).

    Runs inside the caller's transaction.
    """
    stored = []
    for kind in dict.fromkeys(WishKind(wish) for wish in wishes):
        consent = record_consent(
            person=registration.person,
            purpose=_WISH_PURPOSES.get(kind, ConsentPurpose.VOLUNTEER),
            source=source,
        )
        wish = Wish.objects.create(registration=registration, kind=kind, consent=consent)
        stored.append(wish)
        transaction.on_commit(_announcement(wish))
    return stored


def _announcement(wish: Wish):  # type: ignore[no-untyped-def]
    return lambda: wish_stored.send_robust(sender=Wish, wish=wish)


__all__ = ["Participant", "add_by_editor", "refuse_unless_open", "register", "register_at", "settle", "store_wishes"]
