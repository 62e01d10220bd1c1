"""The signed links of a registration: one action each, dead if the contact address changes (law.md L-05)."""

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.urls import reverse

from outbox.addresses import keyed_hash
from people.links import LinkInvalid, make_token, read_token

from .models import EventPage, Registration

Action = Literal[
    "confirm",
    "manage",
    "cancel",
    "change",
    "address",
    "give_all_back",
    "data",
    "erase",
    "join",
    "evaluate",
    "presence",
    "own_certificate",
    "own_calendar",
    "learn",
    "remark",
]

# A confirmation is useful until the place expires, or while one waits; the two others as long as the event concerns
# the person. Beyond, a link found in an old mailbox opens nothing.
MAX_AGE: dict[Action, timedelta] = {
    "confirm": timedelta(days=60),
    "manage": timedelta(days=400),
    "cancel": timedelta(days=400),
    "change": timedelta(days=400),
    "address": timedelta(days=400),
    "give_all_back": timedelta(days=400),
    "data": timedelta(days=400),
    "erase": timedelta(days=400),
    "join": timedelta(days=400),
    "evaluate": timedelta(days=400),
    "own_certificate": timedelta(days=400),
    "own_calendar": timedelta(days=400),
    "learn": timedelta(days=800),
    "remark": timedelta(days=400),
    # What the QR code of a registration says; it gives no right, it only names the registration to who is at the door.
    "presence": timedelta(days=400),
}


def token_for(registration: Registration, action: Action) -> str:
    return make_token(f"registration:{action}", [str(registration.uuid), _seal(registration)])


def url_for(registration: Registration, action: Action) -> str:
    """The absolute address to put in a mail."""
    path = reverse(f"events:{action}", args=[token_for(registration, action)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def contact_url(page: EventPage) -> str:
    """Where anybody writes to who organises `page`, whose own address is never shown."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:contact', args=[page.pk])}"


def registration_for(token: str, action: Action) -> Registration:
    """The registration `token` gives this one action on. Raises LinkInvalid, LinkExpired."""
    value = read_token(f"registration:{action}", token, max_age=MAX_AGE[action])
    if not isinstance(value, list) or len(value) != 2:
        raise LinkInvalid
    return _sealed(*value)


def _sealed(uuid: object, seal: object) -> Registration:
    registration = Registration.objects.select_related("person", "session__event").filter(uuid=str(uuid)).first()
    if registration is None or _seal(registration) != seal:
        raise LinkInvalid
    return registration


# Sent to an address nobody has answered from yet.
NEW_ADDRESS_AGE = timedelta(days=7)


def address_url(registration: Registration, address: str) -> str:
    """Where whoever reads `address` says so. Dead as soon as the registration has another address."""
    token = make_token("registration:new_address", [str(registration.uuid), _seal(registration), address])
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:confirm_address', args=[token])}"


def address_asked(token: str) -> tuple[Registration, str]:
    """The registration, and the address it is to have. Raises LinkInvalid, LinkExpired."""
    value = read_token("registration:new_address", token, max_age=NEW_ADDRESS_AGE)
    if not isinstance(value, list) or len(value) != 3:
        raise LinkInvalid
    return _sealed(*value[:2]), str(value[2])


def _seal(registration: Registration) -> str:
    return keyed_hash(f"registration:{registration.contact_email}")[:12]
