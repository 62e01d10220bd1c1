"""What one person's demand writes in sessions that the caller has locked."""

from datetime import datetime
from uuid import UUID, uuid5

from people.models import Person
from people.services import find_or_create_person

from ..enums import RegistrationSource, RegistrationState
from ..models import Registration, Session
from .participants import Participant
from .places import expire_lapsed, hold_deadline, promote, save_counters, take_rank
from .quotas import has_room, take

# Beyond this number of unconfirmed demands from one address for one session, nothing more is written or mailed:
# somebody is filling the room, or a mailbox, in the name of others (law.md C-09). People of one form count together.
UNCONFIRMED_PER_ADDRESS = 4


class Asking:
    """One participant asking at some locked sessions: the registrations made, and those already there."""

    def __init__(
        self,
        participant: Participant,
        form_key: UUID,
        now: datetime,
        origin: RegistrationSource = RegistrationSource.WEB,
    ) -> None:
        self.participant, self.form_key, self.now, self.origin = participant, form_key, now, origin
        self.identity_key = participant.identity_key
        # The key of the form, made this person's: going back to register a colleague with the same form is another
        # submission, sending the same answers twice is not.
        self.submission_key = uuid5(form_key, self.identity_key)
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

    def _already_known(self, session: Session) -> Registration | None:
        active = session.registrations.active()
        known = active.filter(identity_key=self.identity_key).first()
        if known is None and self.origin == RegistrationSource.WEB:
            others = active.filter(contact_email=self.participant.address, address_confirmed_at=None)
            pending = list(others.exclude(form_key=self.form_key).order_by("-rank")[:UNCONFIRMED_PER_ADDRESS])
            known = pending[0] if len(pending) == UNCONFIRMED_PER_ADDRESS else None
        if known:
            self.known.append(known)
        return known

    def _write(self, session: Session, *, beyond_capacity: bool) -> Registration:
        who, trusted = self.participant, self.origin == RegistrationSource.EDITOR
        has_place = beyond_capacity or has_room(session, who.profile_id)
        if has_place:
            take(session, who.profile_id, beyond=beyond_capacity)
        state = _first_state(has_place=has_place, trusted=trusted)
        return Registration.objects.create(
            session=session,
            person=self.person,
            contact_email=who.address,
            organisation_name=who.organisation_name,
            message=who.message,
            profile_id=who.profile_id,
            shares_meal=who.shares_meal and session.has_meal,
            brings=who.brings if session.has_meal else "",
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
