"""What is written to those who subscribe: rows of the outbox, in the transaction of the fact they announce."""

from django.utils import timezone

from outbox.rendering import render_mail
from outbox.sender import current_sender
from outbox.services import send_transactional

from .links import CONFIRM_WITHIN, confirm_url, leaving_places
from .models import Subscriber

# Not "letter": a complaint about letters must not stop the mail by which the same person asks for them again.
SCOPE = "subscription"


def ask_to_confirm(subscriber: Subscriber) -> None:
    """The link that confirms, and nothing to read but what it does."""
    _send("confirm", subscriber, {"confirm_url": confirm_url(subscriber), "days": CONFIRM_WITHIN.days})


def tell_already_subscribed(subscriber: Subscriber) -> None:
    """Somebody typed the address of a subscriber: they learn it by mail, the form says nothing (law.md C-08)."""
    base_url = current_sender().base_url
    _send("already", subscriber, {"leave_url": leaving_places(subscriber, base_url=base_url)["leave_url"]})


def _send(template: str, subscriber: Subscriber, context: dict[str, object]) -> None:
    mail = render_mail(f"newsletter/{template}", context)
    mailed_at = subscriber.mailed_at or timezone.now()
    send_transactional(
        to=subscriber.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        dedup_key=f"subscription:{subscriber.uuid}:{mailed_at.timestamp():.6f}",
        scope=SCOPE,
    )
