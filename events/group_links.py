"""The signed links of people who have no account: a member's space, a request to confirm, a card, a book (L-05).

A link dies when the person's address changes: whoever reads the old mailbox opens nothing.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.addresses import keyed_hash
from people.links import LinkInvalid, make_token, read_token

from .models import Contact, Membership

# Groups and address books live for years; a request waits for its confirmation a month.
LIVES = timedelta(days=1100)
WAITS = timedelta(days=30)


def member_url(membership: Membership) -> str:
    return _url("group", membership)


def request_url(membership: Membership) -> str:
    return _url("group_confirm", membership)


def card_url(contact: Contact) -> str:
    """Where the person of `contact` chooses who reads it."""
    return _url("card", contact)


def membership_for(token: str) -> Membership | None:
    return _read("group", token, Membership, "group__seed", max_age=LIVES)


def request_for(token: str) -> Membership | None:
    return _read("group_confirm", token, Membership, "group__seed", max_age=WAITS)


def contact_for(token: str) -> Contact | None:
    return _read("card", token, Contact, "workshop", "organisation", max_age=LIVES)


def token_of(action: str, row: Membership | Contact) -> str:
    return make_token(f"events:{action}", [str(row.uuid), _seal(row)])


def _url(action: str, row: Membership | Contact) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(f"events:{action}", args=[token_of(action, row)])


def _read(action: str, token: str, model: Any, *related: str, max_age: timedelta) -> Any:
    """The row, or None when it is gone. Raises LinkInvalid, LinkExpired."""
    value = read_token(f"events:{action}", token, max_age=max_age)
    if not isinstance(value, list) or len(value) != 2:
        raise LinkInvalid
    row = model.objects.select_related("person", *related).filter(uuid=str(value[0])).first()
    if row is not None and _seal(row) != value[1]:
        raise LinkInvalid
    return row


def _seal(row: Membership | Contact) -> str:
    address = row.person.email if row.person else ""
    return keyed_hash(f"person:{address}")[:12]
