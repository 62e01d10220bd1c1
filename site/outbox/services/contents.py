"""Freezing what is said (S2)."""

import re
from collections.abc import Iterable, Mapping

from django.db import transaction

from cms.statements import insert

from ..errors import OutboxError
from ..models import Content
from ..places import one_line
from ..rendering import RenderedMail

_HEADER_NAME = re.compile(r"^[!-9;-~]+$")  # RFC 5322 2.2: printable ASCII but the colon
# Written by the outbox itself, or by the MIME structure: nobody else may.
_OWN_HEADERS = {"bcc", "cc", "date", "message-id", "mime-version", "subject", "to", "x-digest"}


def freeze_content(*, subject: str, html: str, text: str, headers: Mapping[str, str]) -> Content:
    """The frozen content with exactly these words, found by its SHA-256 or written now (S2).

    `subject` is put on one line. `headers` are extra headers (List-Unsubscribe, Reply-To, From…), places
    allowed in their values. Raises OutboxError on an empty subject or text, or on a header that is not ours
    to give.
    """
    subject = one_line(subject)
    if not subject or not text.strip():
        raise OutboxError("Un courrier a besoin d’un objet et d’une version texte.")
    checked = {name: _checked_header(name, value) for name, value in headers.items()}
    digest = Content.digest_of(subject=subject, html=html, text=text, headers=checked)
    content = Content(digest=digest, subject=subject, html=html, text=text, headers=checked)
    return content if insert(content, unless_there=True) else Content.objects.get(digest=digest)


def freeze_contents(mails: Iterable[RenderedMail], *, headers: Mapping[str, str]) -> list[Content]:
    """The same for many mails at once, with the same headers: the variants of one mailing, in their order."""
    checked = {name: _checked_header(name, value) for name, value in headers.items()}
    made: dict[str, Content] = {}
    order: list[str] = []
    for mail in mails:
        if not mail.subject or not mail.text.strip():
            raise OutboxError("Un courrier a besoin d’un objet et d’une version texte.")
        digest = Content.digest_of(subject=mail.subject, html=mail.html, text=mail.text, headers=checked)
        order.append(digest)
        made[digest] = Content(digest=digest, subject=mail.subject, html=mail.html, text=mail.text, headers=checked)
    with transaction.atomic():
        Content.objects.bulk_create(made.values(), batch_size=500, ignore_conflicts=True)
        known = dict(Content.objects.filter(digest__in=made).values_list("digest", "pk"))
    for digest, content in made.items():
        content.pk = known[digest]
    return [made[digest] for digest in order]


def _checked_header(name: str, value: str) -> str:
    refused = name.lower() in _OWN_HEADERS or name.lower().startswith("content-")
    if refused or not _HEADER_NAME.match(name) or re.search(r"[\r\n\x00]", value):
        raise OutboxError(f"L’en-tête « {name} » ne peut pas être ajouté à un courrier.")
    return value
