"""A departure must survive a power cut: the sender's own connection waits for the disk."""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_STATEMENTS = {
    # WAL with synchronous=NORMAL keeps commits through a killed process, not through a power cut: the
    # departure could vanish after the mail left (https://www.sqlite.org/pragma.html#pragma_synchronous).
    "sqlite": "PRAGMA synchronous=FULL",
    # The default, unless a role or a server was told otherwise.
    "postgresql": "SET synchronous_commit = on",
}


def _make_durable(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    statement = _STATEMENTS.get(connection.vendor)
    if statement:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def wait_for_the_disk() -> None:
    """Make each connection of this process durable, the next ones included (a reconnection forgets the
    setting).
    """
    connection_created.connect(_make_durable, dispatch_uid="outbox.durability")
    if connection.connection is not None:
        _make_durable(connection)
