"""Questions to the index, in SQL that both databases answer: what fits, how many, and how they divide.

Written by hand because the ORM knows neither FTS5 nor a column that PostgreSQL makes by itself. Every value is a
parameter; a question costs the same number of statements whatever it finds.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from .stems import stems_of


@dataclass(frozen=True)
class Question:
    """Words, all of which must be there, and choices. `places` holds what `FindingEntry.places` may be in the territory
    chosen; None in any of them is no choice.
    """

    text: str = ""
    kind: str | None = None
    facet: str | None = None
    topic: int | None = None
    places: frozenset[str] | None = None
    directory: bool = False

    @property
    def stems(self) -> list[str]:
        return stems_of(self.text)


@dataclass(frozen=True)
class Facets:
    """How many things each choice would leave, every other choice being kept. `places` counts each set of territories
    apart: what acts in two valleys of a land is there once.
    """

    kinds: dict[str, int] = field(default_factory=dict)
    facets: dict[str, int] = field(default_factory=dict)
    topics: dict[int, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """An entry of the index, best first."""

    source: str
    object_id: int
    entry_id: int


def count(question: Question) -> int:
    statement = _From(question)
    return int(statement.rows("SELECT count(*)")[0][0])


def page_of(question: Question, *, offset: int, limit: int) -> list[Found]:
    """From the `offset`-th on, at most `limit`; by closeness to the words, or by title when there are none."""
    statement = _From(question)
    order = f"{statement.rank}, e.title_key, e.id" if question.stems else "e.title_key, e.id"
    tail = f"ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s"
    rows = statement.rows("SELECT e.source, e.object_id, e.id", tail, limit=limit, offset=offset)
    return [Found(*row) for row in rows]


def facets_of(question: Question) -> Facets:
    topics = "JOIN home_findingentry_topics t ON t.findingentry_id = e.id"
    return Facets(
        kinds=_From(replace(question, kind=None, facet=None)).grouped("e.kind"),
        facets=_From(replace(question, facet=None)).grouped("e.facet"),
        topics=_From(replace(question, topic=None), join=topics).grouped("t.topic_id"),
        places=_From(replace(question, places=None)).grouped("e.places"),
    )


def known_places() -> list[str]:
    """Every set of territories of the directory."""
    return list(_From(Question(directory=True)).grouped("e.places"))


class _From:
    """The part every statement shares: where it reads, and what must be true."""

    def __init__(self, question: Question, *, join: str = "") -> None:
        self.values: dict[str, Any] = {}
        self.tables = f"home_findingentry e {join}"
        self.conditions: list[str] = []
        self._match(question.stems)
        self._choose("e.in_directory = %(directory)s", "directory", question.directory or None)
        self._choose("e.kind = %(kind)s", "kind", question.kind)
        self._choose("e.facet = %(facet)s", "facet", question.facet)
        self._choose(f"EXISTS ({_OF_TOPIC})", "topic", question.topic)
        if question.places is not None:
            self._among(sorted(question.places))

    @property
    def rank(self) -> str:
        """Smallest first: a title says more than a summary, a summary more than a text."""
        if connection.vendor == "postgresql":
            return "-ts_rank('{0, 0.1, 0.4, 1}', e.words, to_tsquery('pg_catalog.french', %(words)s))"
        return "bm25(home_findingindex, 10.0, 4.0, 1.0)"

    def rows(self, select: str, tail: str = "", **values: Any) -> list[tuple[Any, ...]]:
        where = f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        with connection.cursor() as cursor:
            cursor.execute(f"{select} FROM {self.tables} {where} {tail}", {**self.values, **values})
            return list(cursor.fetchall())

    def grouped(self, column: str) -> dict[Any, int]:
        rows = self.rows(f"SELECT {column}, count(*)", f"GROUP BY {column}")
        return {value: int(number) for value, number in rows if value not in (None, "")}

    def _match(self, stems: Sequence[str]) -> None:
        if not stems:
            return
        if connection.vendor == "postgresql":
            self.conditions.append("e.words @@ to_tsquery('pg_catalog.french', %(words)s)")
            # The last word may be only begun.
            self.values["words"] = " & ".join([*stems[:-1], f"{stems[-1]}:*"])
        else:
            # CROSS: the words are looked for first, once; SQLite might ask the index again for each entry or topic.
            entries = self.tables.replace("home_findingentry e", _ENTRY, 1).replace(" JOIN ", " CROSS JOIN ")
            self.tables = f"home_findingindex CROSS JOIN {entries}"
            self.conditions.append("home_findingindex MATCH %(words)s")
            self.values["words"] = " ".join([*(f'"{stem}"' for stem in stems[:-1]), f'"{stems[-1]}"*'])

    def _choose(self, condition: str, name: str, value: Any) -> None:
        if value is not None:
            self.conditions.append(condition)
            self.values[name] = value

    def _among(self, places: Sequence[str]) -> None:
        """One parameter, however many: a land has hundreds of sets of territories."""
        if connection.vendor == "postgresql":
            self._choose("e.places = ANY(%(places)s)", "places", places)
        else:
            self._choose("e.places IN (SELECT value FROM json_each(%(places)s))", "places", json.dumps(places))


_OF_TOPIC = "SELECT 1 FROM home_findingentry_topics x WHERE x.findingentry_id = e.id AND x.topic_id = %(topic)s"
_ENTRY = "home_findingentry e ON e.id = home_findingindex.rowid"
