"""What other apps may ask of the outbox. Keyword-only, one transaction each, `OutboxError` when refused."""

from ..errors import OutboxError
from ..parts import Part
from .audience import PermitKey, Recipient
from .contents import freeze_content, freeze_contents
from .erasure import (
    erase_address,
    erase_events,
    erase_messages,
    erase_messages_keyed,
    erase_permits,
    erase_received,
    purge_events,
    purge_messages,
    purge_permits,
)
from .events import record_event, settle_by_evidence, settle_known
from .guard import advance, closed_instance, look, reopen
from .health import pause_failing, welcome_scouts
from .intake import forget_received, handle_waiting, take_in
from .mailings import (
    cancel_mailing,
    create_mailing,
    finish_mailings,
    pause_mailing,
    release_mailing,
)
from .overtaking import overtake
from .permits import grant_permit, lift_suppression, revoke_permit, suppress
from .reconciling import Reconciled, reconcile_with_log
from .settling import settle_as_received, settle_to_resend, sweep
from .transactional import send_transactional, write_mail

__all__ = [
    "OutboxError",
    "Part",
    "PermitKey",
    "Recipient",
    "Reconciled",
    "advance",
    "cancel_mailing",
    "closed_instance",
    "create_mailing",
    "erase_address",
    "erase_events",
    "erase_messages",
    "erase_messages_keyed",
    "erase_permits",
    "erase_received",
    "finish_mailings",
    "forget_received",
    "freeze_content",
    "freeze_contents",
    "grant_permit",
    "handle_waiting",
    "lift_suppression",
    "look",
    "overtake",
    "pause_failing",
    "pause_mailing",
    "purge_events",
    "purge_messages",
    "purge_permits",
    "reconcile_with_log",
    "record_event",
    "release_mailing",
    "reopen",
    "revoke_permit",
    "send_transactional",
    "settle_as_received",
    "settle_by_evidence",
    "settle_known",
    "settle_to_resend",
    "suppress",
    "sweep",
    "take_in",
    "welcome_scouts",
    "write_mail",
]
