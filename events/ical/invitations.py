"""What puts a session into the calendar of one person, changes it there, or takes it away (RFC 5546, 6047)."""

from datetime import datetime
from typing import Literal

from cms.ical.lines import calendar, in_utc, parameter
from outbox.parts import Part
from outbox.sender import current_sender

from ..enums import Modality
from ..models import Registration
from .entries import entry, facts_of, zone

Method = Literal["REQUEST", "CANCEL"]
REQUEST: Method = "REQUEST"
CANCEL: Method = "CANCEL"


def invitation(registration: Registration, method: Method, *, join_url: str = "", now: datetime) -> Part:
    """The part to join to a mail: its method in the content type and inside, one attendee, the recipient (I8).

    `join_url` is the gated address of the registrant, never the real link (I16). A cancellation keeps the dates and
    the UID, and says CANCELLED whatever became of the session itself (I9).
    """
    session, sender = registration.session, current_sender()
    more = [f"ORGANIZER;CN={parameter(sender.site_name)}:mailto:{sender.email}", _attendee(registration)]
    if join_url and method == REQUEST and session.event.modality != Modality.ON_SITE:
        more.append(f'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre la visioconférence":{join_url}')
    lines = entry(session, facts_of(session.event, url=session.event.full_url or ""), stamp=now, more=more)
    if method == CANCEL:
        lines = ["STATUS:CANCELLED" if line.startswith("STATUS:") else line for line in lines]
    content = calendar([f"METHOD:{method}"], [lines], [zone().key])
    return Part(
        filename=f"rendez-vous-{in_utc(session.starts_at)[:8]}.ics",
        content_type=f"text/calendar; charset=UTF-8; method={method}",
        content=content,
    )


def invites(part: Part, registration: Registration) -> bool:
    """Whether `part` puts the session of `registration` into a calendar, for its person and no other."""
    if f"method={REQUEST}" not in part.content_type:
        return False
    lines = part.content.decode().replace("\r\n ", "").split("\r\n")
    return f"UID:{registration.session.uuid}" in lines and _attendee(registration) in lines


def _attendee(registration: Registration) -> str:
    named = f"ATTENDEE;CN={parameter(str(registration.person))};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
    return f"{named}:mailto:{registration.contact_email}"
