"""Taking back what a later mail contradicts, while it has not left."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from ..addresses import address_hash
from ..enums import WITHHOLDABLE, Reason
from ..models import Message, Permit
from ..parts import Part
from .settling import withhold


def overtake(*, address: str, scope: str, is_void: Callable[[Part], bool]) -> list[Message]:
    """Withhold the mails of `scope` that wait for `address` with a part that `is_void` names: refused for a moment,
    they would leave after the mail that contradicts them. Returns them, in the order they were written.

    One that rests on no permit speaks of several things: the caller writes again what still stands of it. What is in
    flight leaves: the later mail comes after it. Call it in the transaction that writes the later mail, before it.
    """
    waiting = Message.objects.transactional().to_address_hash(address_hash(address))
    waiting = waiting.filter(scope=scope, state__in=WITHHOLDABLE).exclude(parts=[])
    with transaction.atomic():
        # The fence locks permits, then messages: the same order here.
        permits = Permit.objects.filter(pk__in=waiting.order_by().values("permit"))
        list(permits.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        rows = waiting.order_by("pk").select_for_update(of=("self",))
        void = [message for message in rows if any(is_void(part) for part in message.enclosed)]
        withhold(void, reason=Reason.OVERTAKEN, now=timezone.now())
    return void
