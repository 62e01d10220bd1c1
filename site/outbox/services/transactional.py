"""Mail that somebody is waiting for: a confirmation, a link, a reminder."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.transaction import TransactionManagementError

from cms.statements import insert

from ..addresses import address_hash, normalise_email
from ..enums import Priority
from ..errors import OutboxError
from ..families import family_of
from ..models import Message, Permit
from ..parts import Part
from ..rendering import render_mail
from ..tasks import nudge_on_commit
from ..transactions import in_real_transaction
from .contents import freeze_content


def send_transactional(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    dedup_key: str,
    scope: str,
    permit: Permit | None = None,
    headers: Mapping[str, str] | None = None,
    parts: Sequence[Part] = (),
    is_first: bool = False,
) -> Message:
    """Write the mail in the caller's transaction; it leaves after the commit, and only then (S7).

    The same `dedup_key` ("registration:12:confirmed:1") gives back the row already there: nobody gets it
    twice. `scope` is what a suppression may block ("registration"); a suppressed or revoked recipient is
    withheld at the fence, not here. `is_first` spares a look for that row when the key names a fact written in
    this very transaction. Raises TransactionManagementError outside a transaction, OutboxError on an unusable
    address.
    """
    _require_transaction()
    try:
        address = normalise_email(to)
    except ValueError as error:
        raise OutboxError(f"L’adresse « {to} » ne peut pas recevoir de courrier.") from error
    existing = None if is_first else Message.objects.filter(dedup_key=dedup_key).first()
    if existing:
        return existing
    message = Message(
        dedup_key=dedup_key,
        content=freeze_content(subject=subject, html=html, text=text, headers=headers or {}),
        address=address,
        address_hash=address_hash(address),
        family=family_of(address),
        permit=permit,
        scope=scope,
        priority=Priority.TRANSACTIONAL,
        parts=[part.as_json() for part in parts],
    )
    if not insert(message, unless_there=True):
        return Message.objects.get(dedup_key=dedup_key)
    nudge_on_commit()
    return message


def write_mail(template: str, context: Mapping[str, Any], *, to: str, dedup_key: str, scope: str) -> Message:
    """`send_transactional` of what `render_mail` makes of `template` and `context`: what most mails are."""
    mail = render_mail(template, context)
    return send_transactional(
        to=to, subject=mail.subject, text=mail.text, html=mail.html, dedup_key=dedup_key, scope=scope
    )


def _require_transaction() -> None:
    if not in_real_transaction():
        raise TransactionManagementError(
            "send_transactional() must run inside the transaction of the fact it announces (sending.md S7)."
        )


def in_own_transaction(**kwargs: object) -> Message:
    """`send_transactional` for callers that announce no fact of ours, such as Django's own mail."""
    with transaction.atomic():
        return send_transactional(**kwargs)  # type: ignore[arg-type]
