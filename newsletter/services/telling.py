"""The ledger of what people were told, written in the transaction that writes their mails (letters.md, moonshot 3)."""

from datetime import datetime
from itertools import chain

from django.db.transaction import TransactionManagementError
from django.utils import timezone

from outbox.transactions import in_real_transaction

from ..enums import Route
from ..following.plans import Plan
from ..models import Told

BATCH = 5_000


def remember(plan: Plan, *, route: Route, now: datetime | None = None) -> int:
    """Write that everything in `plan` was told by `route`; returns how many rows.

    Raises TransactionManagementError outside a transaction, and IntegrityError when one of these people was told
    meanwhile: then nothing of the transaction stands, mails included, and nothing comes twice.
    """
    if not in_real_transaction():
        raise TransactionManagementError("What was told is remembered in the transaction that writes the mails.")
    at = now or timezone.now()
    listed = ((person, key) for variant, people in plan.variants.items() for person in people for key in variant)
    rows = [
        Told(subscriber_id=person, novelty_id=key, route=route, at=at) for person, key in chain(listed, plan.covered)
    ]
    Told.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
