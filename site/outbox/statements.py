"""Statements the ORM cannot write: SKIP LOCKED inside an UPDATE, RETURNING."""

from datetime import datetime
from typing import Any

from django.db import connection


def adapted(values: dict[str, Any]) -> dict[str, Any]:
    return {name: moment(value) if isinstance(value, datetime) else value for name, value in values.items()}


def moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def rows(statement: str, values: dict[str, Any] | tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Every row is fetched before any commit, or SQLite refuses to commit."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
