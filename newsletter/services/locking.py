"""One way to take a subscriber's row: two clicks at once are one after the other."""

from uuid import UUID

from ..models import Subscriber


def locked(key: UUID | str) -> Subscriber | None:
    """The subscriber of this identifier, or of this normalised address, locked until the end of the transaction.

    SQLite has one writer, which is its lock (transactions begin IMMEDIATE).
    """
    lookup = {"uuid": key} if isinstance(key, UUID) else {"email": key}
    rows = Subscriber.objects.select_for_update(of=("self",)).select_related("permit", "person", "consent")
    return rows.filter(**lookup).first()
