"""The addresses that mails carry: signed, absolute, one action each (law.md L-05)."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.urls import reverse

from outbox.sender import current_sender
from people.links import LinkInvalid, make_token, read_token

if TYPE_CHECKING:
    from .models import Subscriber

CONFIRM = "letter:confirm"
LEAVE = "letter:leave"
CONFIRM_WITHIN = timedelta(days=7)


def confirm_url(subscriber: "Subscriber") -> str:
    token = make_token(CONFIRM, [str(subscriber.uuid), subscriber.asked_at.timestamp()])
    return _absolute("newsletter:confirm", token)


def read_confirm_token(token: str) -> tuple[UUID, float]:
    """The subscriber and the moment of the demand (seconds since 1970). Raises LinkInvalid or LinkExpired."""
    value = read_token(CONFIRM, token, max_age=CONFIRM_WITHIN)
    try:
        identifier, asked_at = value
        return UUID(identifier), float(asked_at)
    except (TypeError, ValueError) as error:
        raise LinkInvalid from error


def leaving_places(subscriber: "Subscriber | None", *, base_url: str) -> dict[str, str]:
    """The only values that differ from one copy of a letter to the next. `None` makes links that remove nobody."""
    token = make_token(LEAVE, str(subscriber.uuid if subscriber else uuid4()))
    return {
        "leave_url": base_url + reverse("newsletter:leave", args=[token]),
        "one_click_url": base_url + reverse("newsletter:one_click", args=[token]),
    }


def read_leave_token(token: str) -> UUID:
    """The subscriber who may leave with this link, which never expires (L-06). Raises LinkInvalid."""
    try:
        return UUID(read_token(LEAVE, token, max_age=None))
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error


def _absolute(name: str, token: str) -> str:
    return current_sender().base_url + reverse(name, args=[token])
