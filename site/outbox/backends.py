"""Django's and Wagtail's own mail takes the same road as ours: `EMAIL_BACKEND` writes rows, and sends
nothing.
"""

import uuid
from collections.abc import Sequence
from email.message import Message as MimeMessage
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.html import strip_tags

from .errors import OutboxError
from .parts import Part
from .services.transactional import in_own_transaction

SCOPE = "site"


class OutboxEmailBackend(BaseEmailBackend):
    """One outbox message per recipient (S9): Cc and Bcc become mails of their own, nobody sees anybody
    else.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the rows of each mail, all of its recipients or none. Returns how many mails were written."""
        written = 0
        for mail in email_messages:
            try:
                written += self._write(mail)
            except OutboxError:
                if not self.fail_silently:
                    raise
        return written

    def _write(self, mail: EmailMessage) -> int:
        recipients = list(dict.fromkeys(mail.recipients()))
        if not recipients:
            return 0
        html, text, parts = bodies(mail)
        batch = uuid.uuid4()
        with transaction.atomic():
            for recipient in recipients:
                in_own_transaction(
                    to=_bare(recipient),
                    subject=str(mail.subject) or "(sans objet)",
                    text=text or "(message vide)",
                    html=html,
                    dedup_key=f"site:{batch}:{_bare(recipient)}"[:200],
                    scope=SCOPE,
                    headers=_headers(mail),
                    parts=parts,
                )
        return 1


def bodies(mail: EmailMessage) -> tuple[str, str, list[Part]]:
    """HTML, text and joined files of a Django mail. A mail in HTML only gets a text made from it."""
    body, html = str(mail.body), ""
    if mail.content_subtype == "html":
        html, body = body, strip_tags(body).strip()
    parts = [_part(attachment) for attachment in mail.attachments]
    for content, mimetype in getattr(mail, "alternatives", []) if isinstance(mail, EmailMultiAlternatives) else []:
        if mimetype == "text/html":
            html = str(content)
        else:
            parts.append(Part("", str(mimetype), _bytes(content)))
    return html, body, parts


def _part(attachment: Any) -> Part:
    if isinstance(attachment, MIMEBase):
        payload = attachment.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else attachment.as_bytes()
        return Part(attachment.get_filename() or "", attachment.get_content_type(), content)
    filename, content, mimetype = attachment
    return Part(filename or "", mimetype or "application/octet-stream", _bytes(content))


def _bytes(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, MimeMessage):
        return content.as_bytes()
    if isinstance(content, EmailMessage):
        return content.message().as_bytes()
    return str(content).encode()


def _headers(mail: EmailMessage) -> dict[str, str]:
    """What the mail asked for, less what the outbox decides; the sender only when it is not the usual one."""
    ours = {"to", "cc", "bcc", "date", "message-id", "subject", "mime-version"}
    headers = {
        name: str(value)
        for name, value in mail.extra_headers.items()
        if name.lower() not in ours and not name.lower().startswith("content-")
    }
    if mail.reply_to:
        headers["Reply-To"] = ", ".join(str(address) for address in mail.reply_to)
    usual = {str(settings.DEFAULT_FROM_EMAIL), str(settings.SERVER_EMAIL)}
    if mail.from_email and str(mail.from_email) not in usual:
        headers.setdefault("From", str(mail.from_email))
    return headers


def _bare(recipient: str) -> str:
    """`Jeanne <jeanne@b.example>` without its name: the outbox writes to addresses."""
    return parseaddr(str(recipient))[1] or str(recipient)
