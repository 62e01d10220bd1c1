"""Taking back what a later mail contradicts, while it has not left."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from ..addresses import address_hash
from ..enums import WITHHOLDABLE, MessageState, Reason
from ..models import Message, Permit
from ..parts import Part
from .settling import withhold


def overtake(*, address: str, scope: str, is_void: Callable[[Part], bool]) -> int:
    """Take back the parts that `is_void` names from the mails of `scope` that wait for `address`: refused for a moment,
    they would leave after the mail that contradicts them. Returns how many mails were touched.

    A mail that rests on a permit speaks of one thing, and is withheld with its part; one that rests on none speaks of
    several, and leaves without it. What is in flight leaves: the later mail comes after it. Call it in the transaction
    that writes the later mail, before it.
    """
    waiting = Message.objects.transactional().to_address_hash(address_hash(address))
    waiting = waiting.filter(scope=scope, state__in=WITHHOLDABLE).exclude(parts=[])
    with transaction.atomic():
        # The fence locks permits, then messages: the same order here.
        permits = Permit.objects.filter(pk__in=waiting.order_by().values("permit"))
        list(permits.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        rows = waiting.order_by("pk").select_for_update(of=("self",))
        return sum(_take_back(message, is_void) for message in rows)


def _take_back(message: Message, is_void: Callable[[Part], bool]) -> bool:
    """Whether there was something to take back."""
    kept = [stored for stored in message.parts if not is_void(Part.from_json(stored))]
    if len(kept) == len(message.parts):
        return False
    if message.permit_id:
        withhold([message], reason=Reason.OVERTAKEN, now=timezone.now())
        return True
    message.parts, message.token = kept, message.token + 1
    if message.state == MessageState.LEASED:
        # The worker that holds it read the parts as they were: its token is stale.
        message.state, message.worker, message.lease_until = MessageState.READY, "", None
    message.save(update_fields=["parts", "token", "state", "worker", "lease_until"])
    return True
