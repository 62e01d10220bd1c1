"""The house that most tests start from, built once and put back in milliseconds.

`make_house` saves a hundred objects through all that Wagtail does at each save: about a second, for each of a thousand
tests. Here the rows it left are kept, and written again inside the transaction of the next test.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.factories.tree import House, make_house

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Picture:
    """The rows of the tables that the house changed, before and after, and what they point at."""

    before: dict[str, Rows]
    after: dict[str, Rows]
    landmarks: Rows
    rooms: dict[str, tuple[Any, Any]]


class StandingHouse:
    """One for each process of the tests."""

    def __init__(self) -> None:
        self._picture: Picture | None = None

    def put_up(self) -> House:
        """The house, in the transaction of a test that asked for it.

        Built anew the first time, when a flush renumbered what its rows point at, and when something already stands.
        """
        picture = self._picture
        if picture and picture.landmarks == _landmarks() and _dump(picture.before) == picture.before:
            _write(picture.after)
            return House(**{name: model._default_manager.get(pk=pk) for name, (model, pk) in picture.rooms.items()})
        return self._build()

    def _build(self) -> House:
        before = _dump(_tables())
        house = make_house()
        after = _dump(before)
        changed = [table for table in before if before[table] != after[table]]
        rooms = {field.name: getattr(house, field.name) for field in fields(house)}
        self._picture = Picture(
            before={table: before[table] for table in changed},
            after={table: after[table] for table in changed},
            landmarks=_landmarks(),
            rooms={name: (type(room), room.pk) for name, room in rooms.items()},
        )
        return house


def _tables() -> list[str]:
    """Every table of ours, but the search words that triggers of SQLite write themselves."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(name for name in names if not name.endswith("_fts"))


def _landmarks() -> Rows:
    """What the rows point at and a flush renumbers."""
    types = ContentType.objects.order_by("pk").values_list("pk", "app_label", "model")
    permissions = Permission.objects.order_by("pk").values_list("pk", "content_type_id", "codename")
    return [*types, *permissions]


def _dump(tables: Any) -> dict[str, Rows]:
    with connection.cursor() as cursor:
        return {table: list(_rows(cursor, table)) for table in tables}


def _rows(cursor: Any, table: str) -> Iterator[tuple[Any, ...]]:
    cursor.execute(f"SELECT {_columns(table)} FROM {connection.ops.quote_name(table)} ORDER BY 1")
    return iter(cursor.fetchall())


@cache
def _columns(table: str) -> str:
    """The columns that Django writes: a database fills those it generates by itself."""
    model = next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)
    return ", ".join(connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields)


def _write(tables: dict[str, Rows]) -> None:
    # Constraints are checked at the end of the transaction, so the order of tables is free. A transactional test that
    # is the first of its process has none of its own.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in tables.items():
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name}")
            if rows:
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {name} ({_columns(table)}) VALUES ({places})", rows)
