"""Signed links: one action on one thing, for a time. They give no access to anything else (law.md L-05).

A token is a signed value whose salt is the action, so that a token made to confirm cannot cancel.
"""

from datetime import timedelta
from typing import Any

from django.core import signing


class LinkInvalid(Exception):
    """The token was altered, cut, or made for another action: the page answers 404."""


class LinkExpired(Exception):
    """The token was good and is too old: the page answers 410 and says what to do."""


def make_token(action: str, value: Any) -> str:
    """A URL-safe token for `action` on `value` (anything JSON can hold)."""
    return signing.dumps(value, salt=f"people.links:{action}", compress=False)


def read_token(action: str, token: str, *, max_age: timedelta | None = None) -> Any:
    """The value signed for `action`. `max_age=None` never expires: links that leave a list live for years (L-06).

    Raises LinkInvalid or LinkExpired.
    """
    try:
        return signing.loads(token, salt=f"people.links:{action}", max_age=max_age)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkInvalid from error
