"""The address by which a holder writes without an account: signed, absolute, good for a month (law.md L-05)."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from outbox.sender import current_sender
from people.links import LinkInvalid, make_token, read_token

from .models import Holder

SPACE = "home:holder"
WITHIN = timedelta(days=30)


def space_token(holder: Holder) -> str:
    return make_token(SPACE, str(holder.uuid))


def space_url(holder: Holder) -> str:
    return current_sender().base_url + reverse("home:space", args=[space_token(holder)])


def read_space_token(token: str) -> UUID:
    """Whose link this is. Raises LinkInvalid or LinkExpired."""
    try:
        return UUID(read_token(SPACE, token, max_age=WITHIN))
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error
