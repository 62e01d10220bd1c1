"""One way to take a subscriber's row: two clicks at once are one after the other."""

from uuid import UUID

from ..models import Subscriber


def locked(key: UUID | str) -> Subscriber | None:
    """The subscriber of this identifier, or of this normalised address, locked until the end of the transaction.

    Its permit and consent are read after the lock: joined to the locked row they would be those of before the wait
    (PostgreSQL looks again at the locked row only). SQLite has one writer, its lock (transactions begin IMMEDIATE).
    """
    lookup = {"uuid": key} if isinstance(key, UUID) else {"email": key}
    return Subscriber.objects.select_for_update(of=("self",)).filter(**lookup).first()
