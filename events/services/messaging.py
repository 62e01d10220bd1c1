"""What the team writes to the people of an event: seen before it leaves, and sent once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox.addresses import address_hash
from outbox.rendering import RenderedMail, render_mail
from outbox.services import grant_permit, send_transactional
from people.models import User

from ..enums import ACTIVE, HOLDING_A_PLACE, MessageAudience, RegistrationState
from ..errors import EventsError
from ..links import url_for
from ..mails import SCOPE
from ..models import Attendance, EventMessage, EventPage, Registration, Session


class AlreadySent(EventsError):
    message = "Ce message est déjà parti : il ne part pas deux fois."


class NobodyToWriteTo(EventsError):
    message = "Personne ne correspond à ce choix, ou personne n’a donné d’adresse."


@dataclass(frozen=True)
class Addressee:
    """One mailbox: several people may share it, and they get one mail."""

    address: str
    registrations: list[Registration]

    @property
    def names(self) -> str:
        """« Ada et Bruno », « Ada, Bruno et Chloé »."""
        names = list(dict.fromkeys(row.person.given_name for row in self.registrations if row.person.given_name))
        return " et ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


@transaction.atomic
def write_message(
    *,
    event: EventPage,
    subject: str,
    body: str,
    audience: MessageAudience | str,
    session: Session | None = None,
    by: User | None = None,
    message: EventMessage | None = None,
) -> EventMessage:
    """A draft to look at, or the draft `message` corrected. Raises AlreadySent."""
    draft = _locked(message) if message else EventMessage(event=event)
    draft.subject, draft.body, draft.audience, draft.session, draft.author = subject, body, audience, session, by
    draft.save()
    return draft


@transaction.atomic
def send_message(*, message: EventMessage, now: datetime | None = None) -> int:
    """Send `message` to each mailbox of its audience as it stands now; all the mails are written, or none.

    Raises AlreadySent and NobodyToWriteTo.
    """
    draft = _locked(message)
    people = addressees_of(draft)
    if not people:
        raise NobodyToWriteTo
    for addressee in people:
        mail = preview_of(draft, addressee)
        first = addressee.registrations[0]
        send_transactional(
            to=addressee.address,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            dedup_key=f"event-message:{draft.uuid}:{address_hash(addressee.address)[:32]}",
            scope=SCOPE,
            permit=grant_permit(address=addressee.address, purpose=f"{SCOPE}:{first.pk}"),
        )
    draft.sent_at, draft.recipients = now or timezone.now(), len(people)
    draft.save(update_fields=["sent_at", "recipients"])
    return len(people)


def addressees_of(message: EventMessage) -> list[Addressee]:
    """The mailboxes of the audience of `message`, in the order people registered."""
    rows = Registration.objects.filter(session__event=message.event_id).exclude(contact_email="")
    if message.session_id:
        rows = rows.filter(session=message.session_id)
    came = Attendance.objects.present().values("registration")
    rows = {
        MessageAudience.EVERYONE: rows.filter(state__in=ACTIVE),
        MessageAudience.CONFIRMED: rows.filter(state__in=HOLDING_A_PLACE),
        MessageAudience.WAITING: rows.filter(state=RegistrationState.WAITING),
        MessageAudience.PRESENT: rows.confirmed().filter(pk__in=came),
        MessageAudience.ABSENT: rows.confirmed().exclude(pk__in=came),
    }[MessageAudience(message.audience)]
    boxes: dict[str, list[Registration]] = {}
    for row in rows.select_related("person", "session__event").order_by("registered_at", "pk"):
        boxes.setdefault(row.contact_email, []).append(row)
    return [Addressee(address, people) for address, people in boxes.items()]


def preview_of(message: EventMessage, addressee: Addressee | None) -> RenderedMail:
    """The mail as `addressee` gets it; as nobody in particular when there is none yet."""
    first = addressee.registrations[0] if addressee else None
    context = {
        "message": message,
        "names": addressee.names if addressee else "",
        "manage_url": url_for(first, "manage") if first else "",
    }
    return render_mail("events/message", context)


def _locked(message: EventMessage) -> EventMessage:
    row = EventMessage.objects.select_for_update(of=("self",)).select_related("event", "session").get(pk=message.pk)
    if row.sent_at:
        raise AlreadySent
    return row
