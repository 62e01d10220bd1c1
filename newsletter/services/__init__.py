"""What changes in the newsletter. Keyword-only, one transaction each."""

from .forgetting import erase, purge
from .leaving import Departure, leave, unsubscribe
from .sending import freeze_letter, prepare_dispatch, send_letter, send_test
from .subscribing import confirm, subscribe
from .wishes import handle_lost_wishes, subscribe_from_wish

__all__ = [
    "Departure",
    "confirm",
    "erase",
    "freeze_letter",
    "handle_lost_wishes",
    "leave",
    "prepare_dispatch",
    "purge",
    "send_letter",
    "send_test",
    "subscribe",
    "subscribe_from_wish",
    "unsubscribe",
]
