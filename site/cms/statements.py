"""Statements written once per process, then only filled in.

The ORM compiles its SQL anew each time, which costs more than running it. Where many people knock at once, the few
statements of that path go through here; everywhere else the ORM is clear and fast enough.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet

M = TypeVar("M", bound=Model)


class Blank(Expression):
    """What is not known yet in a `Prepared` queryset: a value of the kind of `field`."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared(Generic[M]):
    """A queryset compiled once: `Prepared(lambda email: Person.objects.filter(email=email), email=<its field>)`.

    Called with the values of its blanks it gives the rows, read anew each time. Nothing is kept but the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], **fields: Any) -> None:
        self._build, self._fields = build, fields
        self._made: dict[str, tuple[type[M], str, tuple[Any, ...]]] = {}

    def __call__(self, **values: Any) -> list[M]:
        model, sql, parts = self._made.get(connection.vendor) or self._compile()
        return list(model._default_manager.raw(sql, [_filled(part, values) for part in parts]))

    def _compile(self) -> tuple[type[M], str, tuple[Any, ...]]:
        queryset = self._build(**{name: Blank(name, field) for name, field in self._fields.items()})
        made = (queryset.model, *queryset.query.sql_with_params())
        self._made[connection.vendor] = made
        return made


def insert(row: Model, *, unless_there: bool = False) -> bool:
    """Write a new `row`, of a model without parent tables, in one statement; its key is set. Whether it was written.

    With `unless_there`, a row that a unique constraint already holds leaves everything as it is; without, it raises
    IntegrityError like `save()`. No signal is sent.
    """
    fields = _fields(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    found = _run(_insertion(type(row), connection.vendor, unless_there), values)
    if found:
        row.pk = found[0][0]
        row._state.adding, row._state.db = False, connection.alias
    return bool(found)


def update(row: Model, names: Iterable[str]) -> None:
    """Write these fields of `row`. No signal is sent."""
    names = tuple(names)
    fields = [row._meta.get_field(name) for name in names]
    values = [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]  # type: ignore[union-attr]
    _run(_change(type(row), names), [*values, row.pk], fetch=False)


def _run(sql: str, values: list[Any], *, fetch: bool = True) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if fetch else []


def _filled(part: Any, values: dict[str, Any]) -> Any:
    return part.filled(values) if isinstance(part, Blank) else part


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _column(field: Any) -> str:
    return str(field.column)


@cache
def _insertion(model: type[Model], vendor: str, unless_there: bool) -> str:
    quote = connection.ops.quote_name
    columns = [quote(_column(field)) for field in _fields(model)]
    conflict = "ON CONFLICT DO NOTHING" if unless_there else ""
    marks = ", ".join("%s" for _ in columns)
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ({marks}) {conflict} "
        f"RETURNING {quote(_column(model._meta.pk))}"
    )


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(_column(model._meta.get_field(name)))} = %s" for name in names)
    return f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote(_column(model._meta.pk))} = %s"
