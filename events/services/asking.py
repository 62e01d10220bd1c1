"""What one person's demand writes in sessions that the caller has locked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from cms.statements import Prepared, insert
from people.models import Person
from people.services import find_or_create_person

from ..enums import ACTIVE, UNTIL_A_DEADLINE, RegistrationSource, RegistrationState
from ..models import Registration, Session
from .participants import Participant
from .places import expire_lapsed, hold_deadline, promote, save_counters, take_rank
from .quotas import has_room, take

# Beyond this number of unconfirmed demands from one address for one session, nothing more is written or mailed:
# somebody is filling the room, or a mailbox, in the name of others (law.md C-09). People of one form count together.
UNCONFIRMED_PER_ADDRESS = 4


def _known_about(session: Any, key: Any, identity: Any, address: Any, now: Any) -> QuerySet[Registration]:
    """What the session already holds of a demand: the same form, the same person, others at their address; and the
    places whose deadline has passed, which must be passed on first."""
    active = Q(state__in=ACTIVE)
    return Registration.objects.filter(
        Q(submission_key=key)
        | active & Q(identity_key=identity)
        | active & Q(contact_email=address, address_confirmed_at=None)
        | Q(state__in=UNTIL_A_DEADLINE, expires_at__lte=now),
        session=session,
    ).order_by("-rank")


_FIELD = Registration._meta.get_field
_KNOWN = Prepared(
    _known_about,
    session=_FIELD("rank"),
    key=_FIELD("submission_key"),
    identity=_FIELD("identity_key"),
    address=_FIELD("contact_email"),
    now=_FIELD("expires_at"),
)


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
        rows = self._rows(session)
        again = next((row for row in rows if row.submission_key == self.submission_key), None)
        if again:
            return again
        if any(row.has_lapsed(self.now) for row in rows):
            expire_lapsed(session, self.now)
            rows = self._rows(session)
        promote(session, self.now)
        registration = self._already_known(rows)
        if registration is None:
            registration = self._write(session, beyond_capacity=beyond_capacity)
            self.created.append(registration)
        save_counters(session)
        return registration

    def _rows(self, session: Session) -> list[Registration]:
        rows = _KNOWN(
            session=session.pk,
            key=self.submission_key,
            identity=self.identity_key,
            address=self.participant.address or "nobody",
            now=self.now,
        )
        for row in rows:
            row.session = session
        return rows

    def _already_known(self, rows: Sequence[Registration]) -> Registration | None:
        active = [row for row in rows if row.is_active]
        known = next((row for row in active if row.identity_key == self.identity_key), None)
        if known is None and self.origin == RegistrationSource.WEB:
            others = [row for row in active if row.contact_email == self.participant.address]
            pending = [row for row in others if not row.address_confirmed_at and row.form_key != self.form_key]
            known = pending[0] if len(pending) >= UNCONFIRMED_PER_ADDRESS else None
        if known:
            self.known.append(known)
        return known

    def _write(self, session: Session, *, beyond_capacity: bool) -> Registration:
        who, trusted = self.participant, self.origin == RegistrationSource.EDITOR
        has_place = beyond_capacity or has_room(session, who.profile_id)
        if has_place:
            take(session, who.profile_id, beyond=beyond_capacity)
        state = _first_state(has_place=has_place, trusted=trusted)
        registration = Registration(
            session=session,
            person=self.person,
            contact_email=who.address,
            guardian_email=who.guardian_address,
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
        insert(registration)
        return registration


def _first_state(*, has_place: bool, trusted: bool) -> RegistrationState:
    if not has_place:
        return RegistrationState.WAITING
    return RegistrationState.CONFIRMED if trusted else RegistrationState.HELD
