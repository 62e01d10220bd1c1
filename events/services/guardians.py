"""Those who answer for a minor: told that their address was given, and how to object (law.md G-16, C-09)."""

from collections.abc import Sequence

from outbox.addresses import keyed_hash
from outbox.models import Message

from .. import mails
from ..enums import ACTIVE
from ..errors import TooManyAddresses
from ..models import Registration
from .asking import UNCONFIRMED_PER_ADDRESS

# Different guardians that one registration may have written to: nobody fills the mailboxes of others from their link.
GUARDIANS_TOLD = 3


def tell_guardian(registrations: Sequence[Registration]) -> None:
    """One mail about every date that one minor asked for; none for an adult, nor at the address already written to, nor
    where several forms that nobody confirmed gave it already.

    Each address is told once. Raises TooManyAddresses.
    """
    first = min(registrations, key=lambda row: row.pk, default=None)
    if first is None or first.guardian_email in ("", first.contact_email) or _is_bombarded(first):
        return
    told = mails.guardian_keys(first)
    key = f"{told}{keyed_hash(f'guardian:{first.guardian_email}')[:20]}"
    if Message.objects.filter(dedup_key__startswith=told).exclude(dedup_key=key).count() >= GUARDIANS_TOLD:
        raise TooManyAddresses("Plusieurs adresses ont déjà été données pour cette personne. Écrivez à l’association.")
    mails.tell_guardian(registrations, key=key)


def _is_bombarded(registration: Registration) -> bool:
    """Somebody fills a mailbox in the name of minors: the measure is that of the address of contact."""
    unconfirmed = Registration.objects.filter(
        guardian_email=registration.guardian_email, address_confirmed_at=None, state__in=ACTIVE
    ).exclude(form_key=registration.form_key)
    return unconfirmed.order_by().values("form_key").distinct().count() >= UNCONFIRMED_PER_ADDRESS
