"""The addresses that mails carry: signed, absolute, one action each (law.md L-05)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone

from outbox.addresses import keyed_hash
from outbox.sender import current_sender
from people.links import LinkInvalid, TokenMaker, make_token, read_token

from .enums import MoveEnd

if TYPE_CHECKING:
    from .models import AddressMove, Subscriber

CONFIRM = "letter:confirm"
LEAVE = "letter:leave"
PREFERENCES = "letter:preferences"
MOVE = "letter:move"
STAY = "letter:stay"
CONFIRM_WITHIN = timedelta(days=7)
MOVE_WITHIN = timedelta(days=7)
STAY_WITHIN = timedelta(days=60)
_TOKEN = "TOKEN"  # where the token goes in an address made once


@dataclass(frozen=True)
class ConfirmedDemand:
    """What a confirmation link stands for: whose, asked when (seconds since 1970), the whole letter or not."""

    subscriber: UUID
    asked_at: float
    whole_letter: bool


def confirm_url(subscriber: "Subscriber", *, whole_letter: bool = False) -> str:
    """`whole_letter`: this link also asks for the letter, for a subscriber who does not get it yet."""
    asked_at = timezone.now() if subscriber.confirmed_at else subscriber.asked_at
    token = make_token(CONFIRM, [str(subscriber.uuid), asked_at.timestamp(), whole_letter])
    return _absolute("newsletter:confirm", token)


def read_confirm_token(token: str) -> ConfirmedDemand:
    """Raises LinkInvalid or LinkExpired."""
    value = read_token(CONFIRM, token, max_age=CONFIRM_WITHIN)
    try:
        identifier, asked_at, whole_letter = value
        return ConfirmedDemand(UUID(identifier), float(asked_at), bool(whole_letter))
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error


class LeavingPlaces:
    """The only values that differ from one copy of a letter to the next, for a whole audience: the constant part of the
    addresses and the keys of the signatures are worked out once.
    """

    def __init__(self, *, base_url: str) -> None:
        self._leave, self._preferences = TokenMaker(LEAVE), TokenMaker(PREFERENCES)
        self._before = {name: base_url + _frame(name) for name in ("leave", "one_click", "preferences")}

    def of(self, key: UUID, email: str) -> dict[str, str]:
        """The places of the subscriber whose identifier is `key`, mailed at `email`."""
        token = self._leave.make(str(key))
        preferences = self._preferences.make([str(key), mailbox_tag(email)])
        return {
            "leave_url": self._before["leave"].replace(_TOKEN, token),
            "one_click_url": self._before["one_click"].replace(_TOKEN, token),
            "preferences_url": self._before["preferences"].replace(_TOKEN, preferences),
        }


def leaving_places(subscriber: "Subscriber | None", *, base_url: str) -> dict[str, str]:
    """The same for one person. `None` makes links that remove nobody."""
    key = subscriber.uuid if subscriber else uuid4()
    return LeavingPlaces(base_url=base_url).of(key, subscriber.email if subscriber else str(key))


def _frame(name: str) -> str:
    return reverse(f"newsletter:{name}", args=[_TOKEN])


def mailbox_tag(email: str) -> str:
    """A few characters that tie a link to a mailbox: it dies when the address changes (law.md L-05)."""
    return keyed_hash(f"mailbox:{email}")[:12]


def preferences_url(subscriber: "Subscriber") -> str:
    return leaving_places(subscriber, base_url=current_sender().base_url)["preferences_url"]


def read_preferences_token(token: str) -> tuple[UUID, str]:
    """The subscriber whose choices this link shows, and the tag of the mailbox it was sent to. Raises LinkInvalid."""
    try:
        identifier, tag = read_token(PREFERENCES, token)
        return UUID(identifier), str(tag)
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error


def read_leave_token(token: str) -> UUID:
    """The subscriber who may leave with this link, which never expires (L-06). Raises LinkInvalid."""
    try:
        return UUID(read_token(LEAVE, token, max_age=None))
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error


def move_url(move: "AddressMove", end: MoveEnd) -> str:
    return _absolute("newsletter:confirm_address", make_token(MOVE, [str(move.uuid), end.value]))


def read_move_token(token: str) -> tuple[UUID, MoveEnd]:
    """The change of address, and which mailbox answers. Raises LinkInvalid or LinkExpired."""
    try:
        identifier, end = read_token(MOVE, token, max_age=MOVE_WITHIN)
        return UUID(identifier), MoveEnd(end)
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error


def stay_url(subscriber: "Subscriber") -> str:
    return _absolute("newsletter:stay", make_token(STAY, [str(subscriber.uuid), mailbox_tag(subscriber.email)]))


def read_stay_token(token: str) -> tuple[UUID, str]:
    """Who says that they stay, and the tag of the mailbox that was asked. Raises LinkInvalid or LinkExpired."""
    try:
        identifier, tag = read_token(STAY, token, max_age=STAY_WITHIN)
        return UUID(identifier), str(tag)
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error


def _absolute(name: str, token: str) -> str:
    return current_sender().base_url + reverse(name, args=[token])
