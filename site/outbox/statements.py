"""Statements the ORM cannot write: SKIP LOCKED inside an UPDATE, RETURNING."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

Values = dict[str, Any] | tuple[Any, ...]
# Not the bare column: a row is found by its key, never through an index of states, full of rows that have just left it.
STATE_OF_ROW = "(outbox_message.state || '')"

# A plan is kept from the first messages of a young house on, when reading its tables whole seems quicker. Where nothing
# else can be done, that seems so dear that it would be compiled first.
_BY_KEY = "SELECT set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)"


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
    base = connections[DEFAULT_DB_ALIAS]  # not `connection`, whose every attribute is looked up anew
    if base.vendor != "postgresql" or base.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return rows(statement, values)
    from psycopg import Cursor

    base.ensure_connection()
    with base.wrap_database_errors, Cursor(base.connection) as cursor:
        if base.connection.prepare_threshold != 0:  # Django turns preparing off
            base.connection.prepare_threshold = 0
            cursor.execute(_BY_KEY)
        return list(cursor.execute(statement, values, prepare=True).fetchall())


def recordset(records: Sequence[dict[str, Any]]) -> str:
    """`records` as one value that PostgreSQL unfolds with `json_to_recordset`: adapting lists costs more than mail."""
    return json.dumps(records, default=datetime.isoformat)
