"""What the apps above declare here, so that the ground can act on it without knowing them.

Each app fills these in its `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models

T = TypeVar("T")


@dataclass(frozen=True)
class Treatment:
    """One line of the register of processing (law.md G-01): why a model holds personal data, and for how long.

    `fields` are the personal fields of `model`; `export(email)` gives what is held about an address as plain values,
    `erase(email)` removes or anonymises it and returns the number of rows touched; `purge(now)` applies `retention`.
    """

    model: type[models.Model]
    purpose: str
    legal_basis: str
    retention: str
    fields: tuple[str, ...]
    export: Callable[[str], Iterable[dict[str, Any]]]
    erase: Callable[[str], int]
    purge: Callable[[datetime], int] | None = None


@dataclass(frozen=True)
class DueWork:
    """Something the clock wakes. `run(now)` is idempotent and returns how many things it did."""

    name: str
    run: Callable[[datetime], int]


@dataclass
class Registry(Generic[T]):
    """An ordered list of declarations."""

    items: list[T] = field(default_factory=list)

    def register(self, item: T) -> T:
        self.items.append(item)
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)


personal_data: Registry[Treatment] = Registry()
due_work: Registry[DueWork] = Registry()
