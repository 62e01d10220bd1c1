"""What the search of the site and the directory show, declared by the apps that hold it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models

from .registries import Registry


@dataclass(frozen=True)
class Entry:
    """One public thing to find. `facet` narrows the kind (the nature of an actor), `directory` says whether « qui fait
    quoi » lists it; `url` is a path of this site. `also_in` are the territories beside the main one.
    """

    object_id: int
    kind: str
    kind_label: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    facet: str = ""
    territory_id: int | None = None
    also_in: tuple[int, ...] = ()
    topics: tuple[int, ...] = field(default=())
    directory: bool = False


@dataclass(frozen=True)
class FindingSource:
    """Things of one model. `entries(pks)` gives those that everybody may read, among `pks` or, with None, all of them:
    whatever it leaves out leaves the index. `public()` gives their identifiers alone, for the clock to compare.
    """

    name: str
    model: type[models.Model]
    entries: Callable[[Iterable[int] | None], Iterator[Entry]]
    public: Callable[[], Iterable[int]]


finding_sources: Registry[FindingSource] = Registry()
