"""Following something, and following it no more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..enums import FollowKind
from ..models import Follow, Subscriber
from ..models.follows import COLUMNS


@transaction.atomic
def follow(
    *, subscriber: Subscriber, wishes: Iterable[tuple[FollowKind, int]], confirmed_at: datetime | None = None
) -> list[Follow]:
    """`subscriber` follows each (kind, primary key of its target). Following twice changes nothing.

    Without `confirmed_at` these are wishes, for which nothing is sent until the mailbox confirms them; a wish already
    there is confirmed by a call that has one.
    """
    made = []
    for kind, key in wishes:
        column: dict[str, Any] = {f"{COLUMNS[kind]}_id": key}
        row, _created = Follow.objects.get_or_create(
            subscriber=subscriber,
            **column,
            defaults={"kind": kind, "asked_at": timezone.now(), "confirmed_at": confirmed_at},
        )
        if confirmed_at and row.confirmed_at is None:
            row.confirmed_at = confirmed_at
            row.save(update_fields=["confirmed_at"])
        made.append(row)
    return made


def unfollow(*, subscriber: Subscriber, keys: Iterable[int]) -> int:
    """Forget these follows of `subscriber` (their primary keys); those of others are left alone. Returns how many."""
    return Follow.objects.filter(subscriber=subscriber, pk__in=list(keys)).delete()[0]
