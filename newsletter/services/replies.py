"""Mail that answers a letter: leaving is honoured, machines are filed, the rest goes to the editor (law.md L-09)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.registries import ReceivedMail
from people.models import User

from ..enums import LeaveReason
from ..mails import tell_editor
from ..models import Reply, Subscriber
from ..replies.absences import is_absence
from ..replies.own_words import own_words
from ..replies.recognising import asks_to_leave
from .leaving import PURPOSE, unsubscribe
from .staying import hear_from

KEPT_FOR = timedelta(days=183)
LONGEST = 20_000


def take_reply(mail: ReceivedMail) -> str | None:
    """Deal with `mail` if it answers a letter of ours or comes from a subscriber; None leaves it to others.

    Returns what was done, in the words an editor reads.
    """
    subscriber = _who(mail)
    if not (subscriber or _answers_a_letter(mail)):
        return None
    if mail.is_automatic or is_absence(subject=mail.subject, text=mail.text):
        return "réponse automatique à l’infolettre, classée" if _answers_a_letter(mail) else None
    if asks_to_leave(subject=mail.subject, text=mail.text) and subscriber:
        departure = unsubscribe(subscriber=subscriber, reason=LeaveReason.REPLY)
        return "demande de départ : déjà fait" if departure.already_gone else "demande de départ de l’infolettre, faite"
    if not _answers_a_letter(mail):
        return None
    tell_editor(_keep(mail, subscriber), recipients=mail.recipients)
    return "réponse à l’infolettre, à lire"


def handle_reply(*, reply: Reply, by: User) -> None:
    """Somebody of the team dealt with it. Twice keeps the first name."""
    Reply.objects.waiting().filter(pk=reply.pk).update(handled_at=timezone.now(), handled_by=by)


def forget_replies(now: datetime) -> int:
    """Forget answers received six months ago. Returns how many."""
    return Reply.objects.filter(received_at__lt=now - KEPT_FOR).delete()[0]


def _answers_a_letter(mail: ReceivedMail) -> bool:
    return mail.answers is not None and mail.answers.scope == PURPOSE


def _who(mail: ReceivedMail) -> Subscriber | None:
    """Whose letter is answered: a forwarded address answers for the one we wrote to; else the address that writes."""
    if mail.answers and mail.answers.permit_id:
        found = Subscriber.objects.filter(permit=mail.answers.permit_id).first()
        if found:
            return found
    return Subscriber.objects.filter(email=mail.sender).first() if mail.sender else None


@transaction.atomic
def _keep(mail: ReceivedMail, subscriber: Subscriber | None) -> Reply:
    answered = mail.answers.content.subject if mail.answers else ""
    if subscriber:
        hear_from(subscriber, at=mail.received_at)
    return Reply.objects.create(
        subscriber=subscriber,
        sender=mail.sender,
        subject=mail.subject[:250].replace("\x00", ""),
        text=(own_words(mail.text) or mail.text)[:LONGEST].replace("\x00", ""),
        answered=answered[:250],
        received_at=mail.received_at,
    )
