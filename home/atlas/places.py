"""Which territories the map draws, and what it says of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.models import Territory
from cms.outlines import centre_of

from ..search.directory import Choice


@dataclass(frozen=True)
class MapPlace:
    """A territory with an outline, how many sheets lie in it, and how to ask for them (`query`: the address's end)."""

    name: str
    slug: str
    count: int
    is_chosen: bool
    is_leaf: bool
    outline: dict[str, Any]
    query: str

    @property
    def centre(self) -> tuple[float, float]:
        return centre_of(self.outline)


def places_on_map(choices: Sequence[Choice], asked: Any) -> list[MapPlace]:
    """Territories of the filter that have an outline, the largest first so that the smallest are drawn above.

    One query, whatever their number. `asked` is the query of the address, kept but for the territory and the page.
    """
    by_slug = {choice.value: choice for choice in choices}
    drawn = list(Territory.objects.filter(slug__in=by_slug, outline__isnull=False))
    return [
        MapPlace(
            name=territory.name,
            slug=territory.slug,
            count=by_slug[territory.slug].count,
            is_chosen=by_slug[territory.slug].is_chosen,
            is_leaf=not any(other.path.startswith(territory.path) for other in drawn if other != territory),
            outline=territory.outline,
            query=_query(asked, territory.slug),
        )
        for territory in sorted(drawn, key=lambda territory: territory.depth)
    ]


def _query(asked: Any, slug: str) -> str:
    query = asked.copy()
    query.pop("page", None)
    query["territoire"] = slug
    return str(query.urlencode())
