"""Printed addresses are followed once a day, as readers do, and editors hear once of each that died (PR-06)."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from ..mails import tell_of_dead_addresses
from ..models import ShortAddress
from ..selectors.addresses import all_addresses, destination_of, keepers_of

FOLLOWED_EVERY = timedelta(days=1)
AT_ONCE = 100


@transaction.atomic
def follow_addresses(now: datetime) -> int:
    """Follow the addresses that nobody followed since yesterday, some at a time. Returns how many were found dead.

    Each is told of once, with the others of its issue; one that lived again and died again is told of again.
    """
    due = all_addresses().filter(Q(checked_at=None) | Q(checked_at__lte=now - FOLLOWED_EVERY), issue__isnull=False)
    rows = list(due.select_for_update(of=("self",)).order_by("issue_id", "pk")[:AT_ONCE])
    newly_dead = [address for address in rows if _note(address, now)]
    ShortAddress.objects.bulk_update(rows, ["checked_at", "dead_since"])
    for issue, dead in groupby(newly_dead, key=lambda address: address.issue):
        assert issue  # those of no issue were not asked for
        tell_of_dead_addresses(issue, list(dead), keepers_of(issue), now)
    return len(newly_dead)


def _note(address: ShortAddress, now: datetime) -> bool:
    """Write where `address` stands; whether it died since it was last followed."""
    was_dead, is_dead = address.dead_since is not None, destination_of(address).is_dead
    address.checked_at = now
    if was_dead != is_dead:
        address.dead_since = now if is_dead else None
    return is_dead and not was_dead
