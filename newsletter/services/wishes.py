"""« Je souhaite recevoir l’infolettre », ticked while registering for an event (S3-12, law.md C-03)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.enums import WishKind
from events.models import Wish

from .subscribing import subscribe


@transaction.atomic
def subscribe_from_wish(*, wish_id: int) -> bool:
    """Ask the registrant to confirm, by the same path as everybody; says whether there was something to do.

    A wish already handled, or without an address to write to, changes nothing.
    """
    wish = (
        Wish.objects.select_for_update(of=("self",))
        .select_related("registration__person", "registration__session__event", "consent")
        .filter(pk=wish_id, kind=WishKind.LETTER, handled_at=None)
        .first()
    )
    if wish is None:
        return False
    registration = wish.registration
    if registration.contact_email:
        subscribe(
            email=registration.contact_email,
            source=registration.session.event.url_path[:250],
            person=registration.person,
            consent=wish.consent if wish.consent and wish.consent.withdrawn_at is None else None,
        )
    wish.handled_at = timezone.now()
    wish.save(update_fields=["handled_at"])
    return True


def handle_lost_wishes(_now: datetime) -> int:
    """Take up again the wishes whose signal was lost. Idempotent; returns how many."""
    waiting = Wish.objects.filter(kind=WishKind.LETTER, handled_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(subscribe_from_wish(wish_id=pk) for pk in list(waiting))
