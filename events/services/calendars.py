"""What calendars must follow: the version of a session, and the last one put into each person's calendar (I3, I9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from outbox.addresses import keyed_hash
from outbox.parts import Part
from outbox.services import overtake

from ..enums import Modality, RegistrationState
from ..ical import CANCEL, REQUEST, invitation, invites
from ..ical.entries import location_of, status_of
from ..links import url_for
from ..mails import SCOPE, tell_standing
from ..models import EventPage, Registration, Session
from ..selectors import submission_of

Facts = tuple[datetime, datetime, str]


def facts_of(session: Session) -> Facts:
    """What makes a new version when it changes: start, end and status (RFC 5546 2.1.4). The place is apart."""
    return session.starts_at, session.ends_at, status_of(session)


def note_version(session: Session, before: Facts | None, now: datetime) -> bool:
    """Count a new version of a locked `session` if its facts are no longer `before`. The caller saves.

    Returns whether people must be told. A mended word is a change of date for feeds, not a version.
    """
    session.modified_at = now
    if before is None or before == facts_of(session):
        return False
    session.sequence += 1
    return True


def place_fingerprint(event: EventPage) -> str:
    """Equal as long as people are to go to the same place."""
    where = location_of(event) if event.modality != Modality.HYBRID else f"hybrid {location_of(event)}"
    return keyed_hash(f"place:{where}")


def invite(registrations: Iterable[Registration], now: datetime) -> list[Part]:
    """An invitation for each confirmed one, noted as the last version it was given. Inside the caller's transaction."""
    parts = []
    for registration in registrations:
        if registration.state == RegistrationState.CONFIRMED and registration.contact_email:
            parts.append(invitation(registration, REQUEST, join_url=_gate(registration), now=now))
            registration.calendar_sequence = registration.session.sequence
            registration.save(update_fields=["calendar_sequence"])
    return parts


def withdraw(registration: Registration, now: datetime) -> list[Part]:
    """What takes the session out of the calendar it was put into; nothing if it never was (I9, S8).

    An invitation that still waits, refused for a moment, must not come after it: its mail is taken back, and what
    stands of the form it spoke of is written again.
    """
    if registration.calendar_sequence is None or not registration.contact_email:
        return []
    address = registration.contact_email
    for message in overtake(address=address, scope=SCOPE, is_void=lambda part: invites(part, registration)):
        if message.permit_id is None:
            _tell_standing(registration, message.enclosed)
    part = invitation(registration, CANCEL, now=now)
    registration.calendar_sequence = None
    registration.save(update_fields=["calendar_sequence"])
    return [part]


def _tell_standing(withdrawn: Registration, parts: Sequence[Part]) -> None:
    """Write to the address of `withdrawn` where the rest of its form stands, with those of `parts` that still hold."""
    rows = [row for row in submission_of(withdrawn) if row.is_active and not row.session.is_cancelled]
    if rows:
        kept = [part for part in parts if any(invites(part, row) for row in rows)]
        tell_standing(rows, without=withdrawn, parts=kept)


def _gate(registration: Registration) -> str:
    online = registration.session.event.modality != Modality.ON_SITE
    return url_for(registration, "join") if online else ""
