"""Signed links: one action on one thing, for a time. They give no access to anything else (law.md L-05).

A token is a signed value whose salt is the action, so that a token made to confirm cannot cancel.
"""

import hmac
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac


class LinkInvalid(Exception):
    """The token was altered, cut, or made for another action: the page answers 404."""


class LinkExpired(Exception):
    """The token was good and is too old: the page answers 410 and says what to do."""


def make_token(action: str, value: Any) -> str:
    """A URL-safe token for `action` on `value` (anything JSON can hold)."""
    return TokenMaker(action).make(value)


class TokenMaker:
    """The same for the many tokens of one action: what does not change from one to the next is worked out once.

    For the length of one task: all its tokens are made at the moment of the first.
    """

    def __init__(self, action: str) -> None:
        self._signer = _PreparedSigner(salt=_salt(action))

    def make(self, value: Any) -> str:
        return self._signer.sign_object(value)


class _PreparedSigner(signing.TimestampSigner):
    """Django's signer, byte for byte, without deriving its key again for each signature."""

    def __init__(self, *, salt: str) -> None:
        super().__init__(salt=salt)
        self._keyed: hmac.HMAC = salted_hmac(f"{salt}signer", "", self.key, algorithm=self.algorithm)
        self._now = super().timestamp()

    def timestamp(self) -> str:
        return self._now

    def signature(self, value: str | bytes, key: Any = None) -> str:
        keyed = self._keyed.copy()
        keyed.update(value if isinstance(value, bytes) else value.encode())
        return signing.b64_encode(keyed.digest()).decode()


def _salt(action: str) -> str:
    return f"people.links:{action}"


def read_token(action: str, token: str, *, max_age: timedelta | None = None) -> Any:
    """The value signed for `action`. `max_age=None` never expires: links that leave a list live for years (L-06).

    Raises LinkInvalid or LinkExpired.
    """
    try:
        return signing.loads(token, salt=_salt(action), max_age=max_age)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkInvalid from error
