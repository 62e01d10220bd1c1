"""What changes in the newsletter. Keyword-only, one transaction each."""

from .following import follow, unfollow
from .forgetting import erase, purge
from .leaving import Departure, leave, unsubscribe
from .novelties import forget_novelties, note_novelties
from .sending import freeze_letter, prepare_dispatch, send_letter, send_test
from .subscribing import confirm, subscribe
from .telling import remember
from .wishes import handle_lost_wishes, subscribe_from_wish

__all__ = [
    "Departure",
    "confirm",
    "erase",
    "follow",
    "forget_novelties",
    "freeze_letter",
    "handle_lost_wishes",
    "leave",
    "note_novelties",
    "prepare_dispatch",
    "purge",
    "remember",
    "send_letter",
    "send_test",
    "subscribe",
    "subscribe_from_wish",
    "unfollow",
    "unsubscribe",
]
