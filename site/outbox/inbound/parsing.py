"""From the bytes of a mail to what handlers read."""

import hashlib
import re
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import getaddresses
from typing import Any, cast

from django.utils.html import strip_tags

from ..addresses import normalise_email
from ..models import Message
from ..registries import ReceivedMail

# A bounce may quote a large mail whole; nothing we look for stands that far.
LONGEST = 2_000_000
_IDENTIFIER = re.compile(r"<[^<>\s]{3,250}>")
_AUTOMATIC_PRECEDENCE = {"bulk", "junk", "auto_reply"}
_DELIVERED_TO = ("Delivered-To", "X-Original-To", "To", "Cc")


def parse(content: bytes) -> EmailMessage:
    """The mail in `content`, whatever its faults: Python's parser notes defects and raises nothing."""
    return cast(EmailMessage, message_from_bytes(content[:LONGEST], policy=cast(Any, modern)))


def header(mail: EmailMessage, name: str) -> str:
    """A header on one line, "" when it is absent or when Python cannot read it."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except Exception:  # the modern parser of headers has bugs of its own on hostile mail
        return ""


def key_of(content: bytes) -> str:
    """What makes two deliveries of a mail the same: its Message-ID, or all its bytes when it has none."""
    identifier = _IDENTIFIER.search(header(parse(content), "Message-ID"))
    return hashlib.sha256(identifier[0].encode(errors="replace") if identifier else content).hexdigest()


def identifiers(text: str) -> list[str]:
    """The Message-IDs in a header or a text, in order."""
    return _IDENTIFIER.findall(text)


def ours(candidates: list[str]) -> Message | None:
    """The first message of ours that these identifiers really name; a forged one names nobody."""
    for candidate in candidates[:50]:
        if message := Message.objects.with_message_id(candidate).first():
            return message
    return None


def addresses(mail: EmailMessage, *names: str) -> tuple[str, ...]:
    """Normalised addresses of these headers, without repetition; what is no address is passed over."""
    found: dict[str, None] = {}
    for _name, address in getaddresses([header(mail, name) for name in names]):
        try:
            found[normalise_email(address)] = None
        except ValueError:
            continue
    return tuple(found)


def read(content: bytes, *, received_at: datetime) -> ReceivedMail:
    """What a handler is given. At most one query per identifier that looks like one of ours."""
    mail = parse(content)
    cited = identifiers(header(mail, "In-Reply-To")) + identifiers(header(mail, "References"))[::-1]
    senders = addresses(mail, "From")
    return ReceivedMail(
        mail=mail,
        message_id=header(mail, "Message-ID"),
        sender=senders[0] if senders else "",
        recipients=addresses(mail, *_DELIVERED_TO),
        subject=header(mail, "Subject"),
        text=body_text(mail),
        received_at=received_at,
        answers=ours(cited),
        is_automatic=is_automatic(mail),
    )


def is_automatic(mail: EmailMessage) -> bool:
    """Whether a program wrote this (RFC 3834 2), by the header made for it or by those that came before it."""
    submitted = header(mail, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    precedence = header(mail, "Precedence").lower()
    return bool(mail.get("X-Autoreply") or mail.get("X-Autorespond")) or precedence in _AUTOMATIC_PRECEDENCE


def body_text(mail: EmailMessage) -> str:
    """The plain body, or the HTML one without its tags; "" when neither can be read."""
    try:
        part = mail.get_body(preferencelist=("plain", "html"))
        if part is None:
            return ""
        said = str(part.get_content())
    except (LookupError, ValueError, KeyError, AttributeError):  # unknown charset, broken structure
        return ""
    return said if part.get_content_subtype() == "plain" else strip_tags(said)
