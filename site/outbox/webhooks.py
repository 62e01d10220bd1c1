"""News from the provider, as django-anymail normalises it. Its views check who speaks; a failure answers 500, and the
provider comes back.
"""

import hashlib
from typing import Any

from anymail.signals import EventType, RejectReason, inbound, tracking
from django.utils import timezone

from .addresses import address_hash, normalise_email
from .enums import EventKind, Reason
from .inbound.reports import severity
from .models import Message
from .services import record_event, settle_by_evidence, take_in

_KINDS = {
    EventType.DELIVERED: EventKind.DELIVERED,
    EventType.DEFERRED: EventKind.DEFERRED,
    EventType.COMPLAINED: EventKind.COMPLAINED,
    EventType.UNSUBSCRIBED: EventKind.OPTED_OUT,
}
# The provider refused to send at all, and says what it knows of the address.
_REFUSALS = {
    RejectReason.INVALID: EventKind.BOUNCED,
    RejectReason.BOUNCED: EventKind.BOUNCED,
    RejectReason.SPAM: EventKind.COMPLAINED,
    RejectReason.UNSUBSCRIBED: EventKind.OPTED_OUT,
}
_REFUSED = {EventType.REJECTED, EventType.FAILED}
# They prove that the provider has the mail, and are not written down: nobody is tracked (law.md C-17).
_PROOFS_ONLY = {EventType.QUEUED, EventType.SENT, EventType.OPENED, EventType.CLICKED}


def take_tracking_event(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Receiver of anymail's `tracking` signal. Idempotent, whatever the provider repeats."""
    message = _message_of(event)
    at = event.timestamp or timezone.now()
    if message and event.event_type in _PROOFS_ONLY | _REFUSED:
        accepted = event.event_type not in _REFUSED
        settle_by_evidence(message=message, accepted=accepted, by=Reason.PROVIDER, at=at)
    if event.event_type in _PROOFS_ONLY:
        return
    record_event(
        kind=_kind(event),
        event_key=_key(event, esp_name),
        at=at,
        message=message,
        address_hash=_hash(event.recipient),
        detail=" ".join(str(part) for part in (esp_name, event.mta_response or event.description) if part),
    )


def take_inbound_mail(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Receiver of anymail's `inbound` signal: a mail that the provider received for us."""
    if event.message is not None:
        take_in(content=event.message.as_bytes(), source=esp_name.lower()[:20])


def connect() -> None:
    tracking.connect(take_tracking_event, dispatch_uid="outbox.tracking")
    inbound.connect(take_inbound_mail, dispatch_uid="outbox.inbound")


def _kind(event: Any) -> EventKind:
    if event.event_type == EventType.BOUNCED:
        said = f"{event.mta_response or ''} {event.description or ''}"
        known = severity("", said)
        if known == EventKind.BOUNCED or event.reject_reason == RejectReason.INVALID:
            return EventKind.BOUNCED
        # Nothing but the provider's word: « bounced » is its word for a dead address.
        wordless = not event.mta_response and event.reject_reason in (RejectReason.BOUNCED, None)
        return EventKind.BOUNCED if wordless else EventKind.SOFT_BOUNCED
    if event.event_type in _REFUSED:
        return _REFUSALS.get(event.reject_reason, EventKind.OTHER)
    return _KINDS.get(event.event_type, EventKind.OTHER)


def _message_of(event: Any) -> Message | None:
    """Our message: by our own identifier, which comes back in the metadata, or by the provider's."""
    ours = [str((event.metadata or {}).get("message_id", "")), str(event.message_id or "")]
    for identifier in ours:
        if message := Message.objects.with_message_id(identifier).first():
            return message
    if not event.message_id:
        return None
    sent = Message.objects.to_address_hash(_hash(event.recipient)).filter(remote_id=str(event.message_id))
    return sent.first()


def _key(event: Any, esp_name: str) -> str:
    """What makes two events the same. Several providers number none of theirs: then, all that they say."""
    if event.event_id:
        return f"{esp_name}:{event.event_type}:{event.event_id}"[:200]
    told = (event.message_id, event.recipient, event.timestamp, event.mta_response, event.description)
    return f"{esp_name}:{event.event_type}:{hashlib.sha256(repr(told).encode()).hexdigest()}"


def _hash(address: str | None) -> str:
    try:
        return address_hash(normalise_email(address or ""))
    except ValueError:
        return ""
