"""Statements the ORM cannot write: SKIP LOCKED inside an UPDATE, RETURNING."""

from datetime import datetime
from typing import Any

from django.db import connection

Values = dict[str, Any] | tuple[Any, ...]


def adapted(values: dict[str, Any]) -> dict[str, Any]:
    """`values` as both databases take them."""
    return {name: moment(value) if isinstance(value, datetime) else value for name, value in values.items()}


def moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def rows(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Every row is fetched before any commit, or SQLite refuses to commit."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def prepared_rows(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The same for what is asked for each message: PostgreSQL plans it once per connection, not ten times longer than
    it takes to run. Not behind a pool that gives connections away between transactions, as for Django's cursors.
    """
    if connection.vendor != "postgresql" or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return rows(statement, values)
    from psycopg import Cursor

    connection.ensure_connection()
    connection.connection.prepare_threshold = 0  # Django turns preparing off
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return list(cursor.execute(statement, values, prepare=True).fetchall())
