"""Giving and withdrawing the right to write to an address."""

from django.db import transaction
from django.utils import timezone

from cms.statements import insert

from .. import journal
from ..addresses import address_hash, normalise_email
from ..enums import WITHHOLDABLE, MessageState
from ..errors import OutboxError
from ..models import Message, Permit, Suppression
from ..models.permits import EVERYWHERE


def grant_permit(*, address: str, purpose: str) -> Permit:
    """The standing permit of `address` for `purpose`, granted now or again now if it had been revoked.

    Call it in the transaction that records the consent. It lifts no suppression. Raises OutboxError on an
    unusable address.
    """
    normalised = _usable(address)
    permit = Permit(
        address=normalised, address_hash=address_hash(normalised), purpose=purpose, granted_at=timezone.now()
    )
    return permit if insert(permit, unless_there=True) else _grant_again(permit)


def _grant_again(wanted: Permit) -> Permit:
    """The row that stands already, granted anew if it had been revoked."""
    with transaction.atomic():
        known = Permit.objects.select_for_update(of=("self",))
        permit = known.get(address_hash=wanted.address_hash, purpose=wanted.purpose)
        if not permit.is_standing:
            permit.address, permit.granted_at = wanted.address, wanted.granted_at
            permit.revoked_at, permit.revoke_reason = None, ""
            permit.save(update_fields=["address", "granted_at", "revoked_at", "revoke_reason"])
    return permit


def revoke_permit(*, permit: Permit, reason: str) -> None:
    """Withdraw the right to write, at once: no mail resting on it departs after this transaction commits
    (L7).

    Messages already waiting keep their state until the fence withholds them one by one: rows hold the truth.
    The permit's row is what the fence locks, so the two are ordered. Revoking twice keeps the first date and
    reason.
    """
    with transaction.atomic():
        locked = Permit.objects.select_for_update(of=("self",)).get(pk=permit.pk)
        if locked.is_standing:
            journal.note(journal.REVOKED, address_hash=locked.address_hash, scope=locked.purpose)
            locked.revoked_at, locked.revoke_reason = timezone.now(), reason[:200]
            locked.save(update_fields=["revoked_at", "revoke_reason"])
    permit.revoked_at, permit.revoke_reason = locked.revoked_at, locked.revoke_reason


def suppress(*, address: str, scope: str, reason: str) -> None:
    """Never write to `address` again for `scope` ("letter", "registration", or "*" for everything).

    A complaint, a dead address, an opposition. The permits it covers are revoked with it, because the fence
    is ordered by the rows it locks and a suppression alone would not be seen by a fence already waiting
    (sending.md section 4). Suppressing twice keeps the first date and reason.
    """
    digest = address_hash(_usable(address))
    now = timezone.now()
    with transaction.atomic():
        journal.note(journal.SUPPRESSED, address_hash=digest, scope=scope)
        Suppression.objects.get_or_create(
            address_hash=digest, scope=scope, defaults={"reason": reason[:200], "at": now}
        )
        permits = Permit.objects.covered_by(address_hash=digest, scope=scope).standing()
        # In the order of the fence, which locks permits, then messages, by their keys.
        list(permits.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        permits.update(revoked_at=now, revoke_reason=reason[:200])
        _take_back_leases(digest)


def lift_suppression(*, address: str, scope: str) -> None:
    """Allow writing to `address` again for `scope`: the person came back by themselves. Revoked permits stay
    so.
    """
    standing = Suppression.objects.of_address(_usable(address)).filter(scope=scope)
    with transaction.atomic():
        if standing.delete()[0]:
            journal.note(journal.LIFTED, address_hash=address_hash(_usable(address)), scope=scope)


def _take_back_leases(digest: str) -> None:
    """Make workers drop the messages of this address that they hold but have not sent: their token is stale.

    It also locks the rows, which orders this suppression against the fence of messages that rest on no
    permit.
    """
    held = Message.objects.to_address_hash(digest).filter(state__in=WITHHOLDABLE)
    for message in held.order_by("pk").select_for_update(of=("self",)):
        message.token += 1
        if message.state == MessageState.LEASED:
            message.state, message.worker, message.lease_until = MessageState.READY, "", None
        message.save(update_fields=["token", "state", "worker", "lease_until"])


def _usable(address: str) -> str:
    try:
        return normalise_email(address)
    except ValueError as error:
        raise OutboxError(f"L’adresse « {address} » n’est pas utilisable.") from error


__all__ = ["EVERYWHERE", "grant_permit", "lift_suppression", "revoke_permit", "suppress"]
