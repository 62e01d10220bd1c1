"""What changes in the newsletter. Keyword-only, one transaction each."""

from .addresses import ask_to_move, confirm_move, forget_moves
from .composing import accept_changes, note_insertions, propose_contents, withdraw_proposal
from .demands import handle_demands, put_demand
from .digests import write_alerts, write_digests
from .following import follow, unfollow
from .forgetting import erase, purge
from .freezing import keep_addresses
from .leaving import Departure, leave, unsubscribe
from .novelties import forget_novelties, note_novelties
from .preferences import Choices, save_preferences, subscriber_of
from .redacting import redact_segment
from .reminding import remind, write_late_mails
from .scheduling import schedule_letter, send_due_letters, unschedule_letter
from .sending import prepare_dispatch, send_letter, send_test
from .sequels import send_erratum, send_to_the_others
from .subscribing import confirm, subscribe
from .telling import remember
from .wishes import handle_lost_wishes, subscribe_from_wish

__all__ = [
    "Choices",
    "Departure",
    "accept_changes",
    "ask_to_move",
    "confirm",
    "confirm_move",
    "erase",
    "follow",
    "forget_moves",
    "forget_novelties",
    "handle_demands",
    "handle_lost_wishes",
    "keep_addresses",
    "leave",
    "note_insertions",
    "note_novelties",
    "prepare_dispatch",
    "propose_contents",
    "purge",
    "put_demand",
    "redact_segment",
    "remember",
    "remind",
    "save_preferences",
    "schedule_letter",
    "send_due_letters",
    "send_erratum",
    "send_letter",
    "send_test",
    "send_to_the_others",
    "subscribe",
    "subscribe_from_wish",
    "subscriber_of",
    "unfollow",
    "unschedule_letter",
    "unsubscribe",
    "withdraw_proposal",
    "write_alerts",
    "write_digests",
    "write_late_mails",
]
