"""What changes in the newsletter. Keyword-only, one transaction each."""

from .composing import accept_changes, note_insertions, propose_contents, withdraw_proposal
from .following import follow, unfollow
from .forgetting import erase, purge
from .freezing import freeze_letter, keep_addresses
from .leaving import Departure, leave, unsubscribe
from .novelties import forget_novelties, note_novelties
from .redacting import redact_segment
from .scheduling import schedule_letter, send_due_letters, unschedule_letter
from .sending import prepare_dispatch, send_letter, send_test
from .sequels import send_erratum, send_to_the_others
from .subscribing import confirm, subscribe
from .telling import remember
from .wishes import handle_lost_wishes, subscribe_from_wish

__all__ = [
    "Departure",
    "accept_changes",
    "confirm",
    "erase",
    "follow",
    "forget_novelties",
    "freeze_letter",
    "handle_lost_wishes",
    "keep_addresses",
    "leave",
    "note_insertions",
    "note_novelties",
    "prepare_dispatch",
    "propose_contents",
    "purge",
    "redact_segment",
    "remember",
    "schedule_letter",
    "send_due_letters",
    "send_erratum",
    "send_letter",
    "send_test",
    "send_to_the_others",
    "subscribe",
    "subscribe_from_wish",
    "unfollow",
    "unschedule_letter",
    "unsubscribe",
    "withdraw_proposal",
]
