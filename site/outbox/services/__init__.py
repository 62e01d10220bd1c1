"""What other apps may ask of the outbox. Keyword-only, one transaction each, `OutboxError` when refused."""

from ..errors import OutboxError
from ..parts import Part
from .contents import freeze_content
from .erasure import erase_address, erase_messages, erase_permits, purge_messages, purge_permits
from .mailings import (
    Recipient,
    cancel_mailing,
    create_mailing,
    finish_mailings,
    pause_mailing,
    release_mailing,
)
from .permits import grant_permit, lift_suppression, revoke_permit, suppress
from .settling import settle_as_received, settle_to_resend, sweep
from .transactional import send_transactional

__all__ = [
    "OutboxError",
    "Part",
    "Recipient",
    "cancel_mailing",
    "create_mailing",
    "erase_address",
    "erase_messages",
    "erase_permits",
    "finish_mailings",
    "freeze_content",
    "grant_permit",
    "lift_suppression",
    "pause_mailing",
    "purge_messages",
    "purge_permits",
    "release_mailing",
    "revoke_permit",
    "send_transactional",
    "settle_as_received",
    "settle_to_resend",
    "suppress",
    "sweep",
]
