"""A question to whoever organises an event: one mail, answered to the person who asked. Nothing of it is kept here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from outbox.addresses import keyed_hash
from outbox.models import Message
from outbox.rendering import render_mail
from outbox.sender import current_sender
from outbox.services import send_transactional
from people.addresses import normalise_email

from ..errors import EventsError
from ..models import EventPage, SeriesPage

SCOPE = "contact"
WINDOW = timedelta(hours=1)
# From one address, and in all: a mailbox of volunteers is not to be flooded (law.md C-09).
FROM_ONE_ADDRESS = 3
IN_ALL = 30


class TooManyQuestions(EventsError):
    message = "Beaucoup de messages sont arrivés depuis une heure. Gardez le vôtre, et renvoyez-le un peu plus tard."


@dataclass(frozen=True)
class AskedQuestion:
    name: str
    email: str
    words: str


def organiser_of(page: EventPage | SeriesPage) -> str:
    """The address of the page, of its series, or of the association."""
    if page.contact_email:
        return page.contact_email
    series = SeriesPage.objects.ancestor_of(page).first()
    return (series and series.contact_email) or current_sender().contact_email


@transaction.atomic
def ask_organiser(*, page: EventPage | SeriesPage, question: AskedQuestion, now: datetime | None = None) -> None:
    """Send `question` to the organiser of `page`; sent twice the same day, it leaves once.

    Raises TooManyQuestions, and ValueError on an unusable address.
    """
    now = now or timezone.now()
    address = normalise_email(question.email)
    sender = f"contact:{keyed_hash(f'contact:{address}')[:20]}:"
    recent = Message.objects.filter(scope=SCOPE, created_at__gt=now - WINDOW)
    key = f"{sender}{page.pk}:{timezone.localdate(now):%Y%m%d}:{sha256(question.words.encode()).hexdigest()[:20]}"
    if Message.objects.filter(dedup_key=key).exists():
        return
    if recent.filter(dedup_key__startswith=sender).count() >= FROM_ONE_ADDRESS or recent.count() >= IN_ALL:
        raise TooManyQuestions
    context = {"page": page, "name": question.name, "address": address, "words": question.words}
    mail = render_mail("events/contact", context)
    send_transactional(
        to=organiser_of(page),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        dedup_key=key,
        scope=SCOPE,
        headers={"Reply-To": address},
    )
