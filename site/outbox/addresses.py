"""One way to write an e-mail address, and its keyed fingerprint."""

import hmac
import re
from functools import lru_cache

import idna
from django.conf import settings

# How the fingerprint of an erased person begins; the rest is the number of its row.
TOMBSTONE_PREFIX = "erased:"
# Characters that would change the meaning of a header or of an SMTP command.
_UNSAFE_LOCAL_PART = re.compile(r"[\s\x00-\x1f\x7f<>()\[\],;:\\\"@]")
MAX_LENGTH = 254  # RFC 5321 4.5.3.1.3, less the angle brackets


def normalise_email(address: str) -> str:
    """`address` trimmed, lower-cased, its domain in IDNA ASCII; nothing else altered (no dot or +tag
    removed).

    Raises ValueError when there is no local part, no domain, a character no mailbox needs, or a domain that
    IDNA refuses.
    """
    trimmed = address.strip().lower()
    local, at, domain = trimmed.rpartition("@")
    if not (local and at and domain):
        raise ValueError("an address needs a local part and a domain")
    if _UNSAFE_LOCAL_PART.search(local) or len(trimmed) > MAX_LENGTH:
        raise ValueError("the local part holds a character that no mailbox needs, or the address is too long")
    try:
        return f"{local}@{_ascii_domain(domain)}"
    except idna.IDNAError as error:
        raise ValueError(str(error)) from error


@lru_cache(maxsize=512)  # a few domains serve nearly everybody
def _ascii_domain(domain: str) -> str:
    return idna.encode(domain, uts46=True).decode("ascii")


def keyed_hash(value: str) -> str:
    """HMAC-SHA-256 of `value` in hexadecimal, keyed by the site.

    The key must outlive any rotation of SECRET_KEY, or suppressions would be forgotten: OUTBOX_HASH_KEY.
    """
    key = getattr(settings, "OUTBOX_HASH_KEY", "") or settings.SECRET_KEY
    return hmac.digest(f"outbox:{key}".encode(), value.encode(), "sha256").hex()


def address_hash(address: str) -> str:
    """Fingerprint of a normalised address: enough to recognise it, not enough to find it again."""
    return keyed_hash(address)
