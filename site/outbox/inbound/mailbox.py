"""Reads a mailbox over IMAP (RFC 9051). A mail is deleted from it only once it is handled."""

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from django.conf import settings

from ..enums import InboundState
from ..models import InboundMail
from ..services.intake import take_in
from .parsing import LONGEST, key_of

logger = logging.getLogger(__name__)

PORTS = {"imaps": 993, "imap": 143, "imap+starttls": 143}
TIMEOUT = 20.0  # seconds; a silent server must not hold the clock
AT_ONCE = 200  # mails read in one visit: the next one takes the rest
A_COMMAND = 500  # numbers in one command: servers refuse lines that are too long
EVERY = 120.0  # seconds between two visits of the clock
Item = TypeVar("Item")
_UID = re.compile(rb"UID (\d+)")


class MailboxError(Exception):
    """The mailbox could not be read: nothing was deleted from it."""


@dataclass(frozen=True)
class Visit:
    """What one visit did: mails read, and deleted because they are handled."""

    read: int
    deleted: int


def read_mailbox(url: str) -> Visit:
    """Take in what the mailbox holds, delete what is handled, leave the rest for people or for the next visit.

    Raises MailboxError when the server, the account or the folder is wrong.
    """
    with _opened(url) as box:
        mails = _unread(box)
        handled = [
            uid for uid, content in mails if take_in(content=content, source="imap").state == InboundState.HANDLED
        ]
        _delete(box, handled)
        return Visit(read=len(mails), deleted=len(handled))


_visited_at = float("-inf")


def read_when_due(now: datetime) -> int:
    """Visit the configured mailbox every two minutes (the clock ticks more often). Returns how many were read."""
    global _visited_at
    if not settings.OUTBOX_MAILBOX or time.monotonic() - _visited_at < EVERY:
        return 0
    _visited_at = time.monotonic()
    return read_mailbox(settings.OUTBOX_MAILBOX).read


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    address = urlsplit(url)
    folder = unquote(address.path.lstrip("/")) or "INBOX"
    box: imaplib.IMAP4 | None = None
    try:
        box = _dial(address.scheme, address.hostname or "", address.port or PORTS.get(address.scheme, 993))
        box.login(unquote(address.username or ""), unquote(address.password or ""))
        _ok(box.select(f'"{folder}"'))
        yield box
    except UnicodeEncodeError:  # its own message would show where
        raise MailboxError("le nom ou le mot de passe contient un caractère hors ASCII") from None
    except (OSError, imaplib.IMAP4.error) as error:
        # The server may repeat what we told it: never the password in a log.
        raise MailboxError(f"{type(error).__name__}: {error}".replace(unquote(address.password or "\0"), "…")) from None
    finally:
        if box is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                box.logout()


def _dial(scheme: str, host: str, port: int) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    box = imaplib.IMAP4(host, port, timeout=TIMEOUT)
    if scheme == "imap+starttls":
        box.starttls(ssl_context=ssl.create_default_context())
    return box


def _ok(answer: tuple[str, Any]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(repr(data)[:200])
    return list(data)


def _unread(box: imaplib.IMAP4) -> list[tuple[bytes, bytes]]:
    """Number and content of the mails that no earlier visit has left for people. They are not marked as read."""
    uids = (_ok(box.uid("SEARCH", "UNDELETED"))[0] or b"").split()
    fresh = _without_known(_fetch(box, uids, "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"))
    return _fetch(box, fresh[:AT_ONCE], f"BODY.PEEK[]<0.{LONGEST}>")


def _without_known(headers: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Those that are not already kept and left to a person, never met before first: whatever fills the mailbox, a
    new return is read. Handled ones come again, to be deleted; so do those without a Message-ID, told apart by their
    whole text only.
    """
    keys = [(uid, key_of(header)) for uid, header in headers]
    kept: dict[str, str] = {}
    for some in _batches(keys):
        known = InboundMail.objects.filter(key__in=[key for _uid, key in some])
        kept.update(known.values_list("key", "state"))
    named = {uid: bool(header.strip()) for uid, header in headers}
    fresh = [(uid, key) for uid, key in keys if kept.get(key) != InboundState.UNCLAIMED]
    return [uid for uid, key in sorted(fresh, key=lambda one: (one[1] in kept, not named[one[0]]))]


def _fetch(box: imaplib.IMAP4, uids: list[bytes], what: str) -> list[tuple[bytes, bytes]]:
    found = []
    for some in _batches(uids):
        answer = _ok(box.uid("FETCH", b",".join(some).decode(), f"(UID {what})"))
        # The number comes before the text, or after it: RFC 9051 imposes no order.
        for piece, after in zip(answer, [*answer[1:], None], strict=True):
            if isinstance(piece, tuple):
                uid = _UID.search(piece[0]) or _UID.search(after if isinstance(after, bytes) else b"")
                if uid:
                    found.append((uid[1], piece[1]))
    return found


def _batches(several: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (several[start : start + A_COMMAND] for start in range(0, len(several), A_COMMAND))


def _delete(box: imaplib.IMAP4, uids: list[bytes]) -> None:
    if not uids:
        return
    listed = b",".join(uids).decode()
    _ok(box.uid("STORE", listed, "+FLAGS.SILENT", r"(\Deleted)"))
    # UID EXPUNGE (RFC 4315) removes ours only; without it, what others marked as deleted goes too.
    if "UIDPLUS" in box.capabilities:
        _ok(box.uid("EXPUNGE", listed))
    else:
        _ok(box.expunge())
