"""What is written to those who subscribe: rows of the outbox, in the transaction of the fact they announce."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from outbox.sender import current_sender
from outbox.services import write_mail

from .enums import MoveEnd
from .links import (
    CONFIRM_WITHIN,
    MOVE_WITHIN,
    STAY_WITHIN,
    confirm_url,
    leaving_places,
    move_url,
    preferences_url,
    stay_url,
)
from .models import AddressMove, Reply, Subscriber

# Not "letter": a complaint about letters must not stop the mail by which the same person asks for them again.
SCOPE = "subscription"


def ask_to_confirm(subscriber: Subscriber) -> None:
    """The link that confirms, and nothing to read but what it does."""
    _send("confirm", subscriber, {"confirm_url": confirm_url(subscriber), "days": CONFIRM_WITHIN.days})


def remind_to_confirm(subscriber: Subscriber) -> None:
    """The only reminder of a demand that nobody confirmed."""
    _send("reminder", subscriber, {"confirm_url": confirm_url(subscriber), "days": CONFIRM_WITHIN.days})


def ask_to_follow(subscriber: Subscriber, *, whole_letter: bool) -> None:
    """Somebody typed the address of a subscriber to follow something more: nothing changes before they say yes."""
    context = {
        "confirm_url": confirm_url(subscriber, whole_letter=whole_letter),
        "whole_letter": whole_letter,
        "follows": [str(row) for row in subscriber.follows.wished().with_targets()],
        "days": CONFIRM_WITHIN.days,
    }
    _send("follow", subscriber, context)


def tell_already_subscribed(subscriber: Subscriber) -> None:
    """Somebody typed the address of a subscriber: they learn it by mail, the form says nothing (law.md C-08)."""
    base_url = current_sender().base_url
    _send("already", subscriber, {"leave_url": leaving_places(subscriber, base_url=base_url)["leave_url"]})


def ask_to_stay(subscriber: Subscriber, *, asked_at: datetime) -> None:
    """Nothing was heard of this person for three years: do they still want the letter? Silence ends it."""
    base_url = current_sender().base_url
    context: dict[str, object] = {
        "stay_url": stay_url(subscriber),
        "leave_url": leaving_places(subscriber, base_url=base_url)["leave_url"],
        "since": subscriber.confirmed_at,
        "days": STAY_WITHIN.days,
    }
    key = f"stay:{subscriber.uuid}:{asked_at.timestamp():.6f}"
    _write("stay", to=subscriber.email, key=key, context=context)


def send_preferences(subscriber: Subscriber) -> None:
    """The link of the preference centre, to the mailbox of whoever asked for it."""
    _send("preferences", subscriber, {"preferences_url": preferences_url(subscriber)})


def ask_old_mailbox(move: AddressMove) -> None:
    """May the subscription leave for another address? The new one is not written in full: it is not theirs to show."""
    context = {"url": move_url(move, MoveEnd.OLD), "masked": masked(move.email), "days": MOVE_WITHIN.days}
    _write("move_old", to=move.subscriber.email, key=f"move:{move.uuid}:old", context=context)


def ask_new_mailbox(move: AddressMove) -> None:
    context = {"url": move_url(move, MoveEnd.NEW), "masked": masked(move.subscriber.email), "days": MOVE_WITHIN.days}
    _write("move_new", to=move.email, key=f"move:{move.uuid}:new", context=context)


def tell_editor(reply: Reply, *, recipients: Collection[str]) -> None:
    """Somebody answered a letter: the contact address of the association learns it, unless it got the mail itself."""
    editor = current_sender().contact_email
    if editor and editor not in recipients:
        _write("reply", to=editor, key=f"reply:{reply.pk}", context={"reply": reply})


def masked(email: str) -> str:
    """« a…@valclair.example »: enough for who knows the address."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _send(template: str, subscriber: Subscriber, context: dict[str, object]) -> None:
    mailed_at = subscriber.mailed_at or timezone.now()
    key = f"subscription:{subscriber.uuid}:{mailed_at.timestamp():.6f}"
    _write(template, to=subscriber.email, key=key, context=context)


def _write(template: str, *, to: str, key: str, context: dict[str, object]) -> None:
    write_mail(f"newsletter/{template}", context, to=to, dedup_key=key, scope=SCOPE)
