"""What a returned mail (DSN, RFC 3464) or a complaint (ARF, RFC 5965) says, and about which message of ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.message import Message as MimeMessage

from flufl.bounce import all_failures

from ..addresses import normalise_email
from ..enums import EventKind
from ..models import Message
from .parsing import addresses, header, identifiers, is_automatic, ours

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b(5\d\d)\b")
# RFC 3463: the mailbox or the domain does not exist, was moved, or is closed. Everything else that begins by 5 (full,
# too large, refused as spam, network) says nothing about the address.
_DEAD = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
_DEAD_CODES = {"550", "551", "553"}
_SERVERS = {"mailer-daemon", "mail-daemon", "postmaster", "mailerdaemon", ""}
_POLICY = re.compile(r"spam|blocked|blacklist|policy|reputation|quota|full|greylist", re.IGNORECASE)


@dataclass(frozen=True)
class Report:
    """One recipient's news. `address` is normalised, or "" when the report does not say."""

    kind: EventKind
    address: str
    detail: str


def reports_of(mail: EmailMessage) -> list[Report]:
    """What `mail` reports, one entry per recipient; empty when it is neither a bounce nor a complaint."""
    if complaint := _complaint(mail):
        return [complaint]
    return list(_delivery_status(mail)) or _unstructured(mail)


def cited_message(mail: EmailMessage) -> Message | None:
    """The message of ours that a report quotes: its headers, its text, or the headers of the report itself."""
    cited: list[str] = []
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/global-headers"):
            cited += identifiers(_flat(part))
    return ours(cited) or ours(_elsewhere(mail))


def _elsewhere(mail: EmailMessage) -> list[str]:
    """Identifiers outside the quoted mail: servers that quote badly put them in the text or in References."""
    texts = [_flat(part) for part in mail.walk() if part.get_content_maintype() == "text"]
    cited = " ".join([header(mail, "In-Reply-To"), header(mail, "References"), *texts])
    return [identifier for identifier in identifiers(cited) if identifier != header(mail, "Message-ID")]


def _flat(part: MimeMessage) -> str:
    try:
        return part.as_bytes().decode(errors="replace")[:100_000]
    except Exception:  # the generator refuses some of what the parser accepts
        return ""


def _complaint(mail: EmailMessage) -> Report | None:
    for part in mail.walk():
        if part.get_content_type() != "message/feedback-report":
            continue
        fields = _fields(part)
        said = fields.get("feedback-type", "").lower()
        if said in ("", "not-spam"):
            return None
        return Report(EventKind.COMPLAINED, _address(fields.get("original-rcpt-to", "")), f"Plainte ({said[:40]})")
    return None


def _fields(part: MimeMessage) -> dict[str, str]:
    """The header lines of a machine-readable part, by lower-case name."""
    blocks = part.get_payload()
    text = "\n".join(str(block) for block in blocks) if isinstance(blocks, list) else str(blocks)
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _delivery_status(mail: EmailMessage) -> Iterator[Report]:
    for part in mail.walk():
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for block in part.get_payload():
            if isinstance(block, MimeMessage) and (report := _from_block(block)):
                yield report


def _from_block(block: MimeMessage) -> Report | None:
    action = str(block.get("Action", "")).strip().lower()
    if action.startswith("delayed"):
        kind = EventKind.DEFERRED
    elif action.startswith(("fail", "error")):
        kind = severity(str(block.get("Status", "")), str(block.get("Diagnostic-Code", "")))
    elif action.startswith(("delivered", "relayed", "expanded")):
        kind = EventKind.DELIVERED
    else:
        return None
    said = " ".join(f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}".split())
    whom = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return Report(kind, _address(whom.rpartition(";")[2]), said[:500])


def severity(status: str, diagnostic: str) -> EventKind:
    """Whether a definite failure condemns the address (hard) or only this try (soft), after RFC 3463."""
    found = _STATUS.search(status) or _STATUS.search(diagnostic)
    if found and found[0].endswith(".0.0"):  # « other »: the server's own words may say more
        found = _STATUS.search(diagnostic) or found
    if found and not found[0].endswith(".0.0"):
        return EventKind.BOUNCED if found[0] in _DEAD else EventKind.SOFT_BOUNCED
    code = _CODE.search(diagnostic)
    dead = code is not None and code[1] in _DEAD_CODES and not _POLICY.search(diagnostic)
    return EventKind.BOUNCED if dead else EventKind.SOFT_BOUNCED


def _unstructured(mail: EmailMessage) -> list[Report]:
    """Bounces of servers that follow no standard, in the many shapes that flufl.bounce knows."""
    if not _comes_from_a_server(mail):
        return []  # a person who quotes a bounce has not bounced
    try:
        temporary, permanent = all_failures(mail)
    except Exception:  # some of its detectors trip over mail that names no sender
        return []
    return [
        Report(kind, _address(address.decode(errors="replace")), "retour sans rapport normalisé")
        for kind, addresses in ((EventKind.BOUNCED, permanent), (EventKind.DEFERRED, temporary - permanent))
        for address in sorted(addresses)
    ]


def _comes_from_a_server(mail: EmailMessage) -> bool:
    senders = addresses(mail, "From")
    local = senders[0].partition("@")[0] if senders else ""
    return local in _SERVERS or header(mail, "Return-Path") == "<>" or is_automatic(mail)


def _address(text: str) -> str:
    try:
        return normalise_email(text.strip().strip("<>"))
    except ValueError:
        return ""
