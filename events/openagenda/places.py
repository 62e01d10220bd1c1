"""The place of an event as OpenAgenda describes one (O6); our territories tell its region and its Insee code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.enums import TerritoryKind
from cms.models import Territory

from ..models import EventPage
from ..postal import read_address
from .words import cut

NAME, ADDRESS, ACCESS = 100, 255, 1_000
LEVELS = {
    TerritoryKind.REGION: "adminLevel1",
    TerritoryKind.DEPARTMENT: "adminLevel2",
    TerritoryKind.INTERCOMMUNALITY: "adminLevel3",
    TerritoryKind.COMMUNE: "adminLevel4",
}
# The first three digits of a postcode, or of an Insee code, where the clock is not that of Paris.
ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


@dataclass(frozen=True)
class Around:
    """What lies around a territory: the names of its levels; `insee` when it is a commune."""

    levels: Mapping[str, str] = field(default_factory=dict)
    insee: str = ""


NOWHERE = Around()


def around(territories: Iterable[Territory]) -> dict[int | None, Around]:
    """By number. Two queries, whatever their number: what covers them, and what they all lie in."""
    places = {territory.pk: territory for territory in territories}
    covering: dict[int, list[Territory]] = {pk: [] for pk in places}
    links = Territory.covers.through.objects.filter(to_territory__in=places).select_related("from_territory")
    for link in links.order_by("pk") if places else ():
        covering[link.to_territory_id].append(link.from_territory)
    above = {pk: [place, *covering[pk]] for pk, place in places.items()}
    paths = {path for rows in above.values() for row in rows for path in _paths(row)}
    known = {row.path: row for row in Territory.objects.filter(path__in=paths)} if paths else {}
    return {
        pk: _around(places[pk], [known[path] for row in rows for path in _paths(row)]) for pk, rows in above.items()
    }


def _paths(place: Territory) -> list[str]:
    """Its own path and those above it, the nearest first."""
    return [place.path[:end] for end in range(len(place.path), 0, -Territory.steplen)]


def _around(place: Territory, above: list[Territory]) -> Around:
    levels: dict[str, str] = {}
    for row in above:
        if row.kind in LEVELS:
            levels.setdefault(LEVELS[TerritoryKind(row.kind)], row.name)
    return Around(levels, place.code if place.kind == TerritoryKind.COMMUNE else "")


def zone_of(event: EventPage, lies: Around = NOWHERE) -> ZoneInfo:
    """The clock of the place where one goes; that of the site for an event without a place."""
    code = read_address(event.venue_address).postcode or lies.insee
    return ZoneInfo(ZONES.get(code[:3], timezone.get_default_timezone_name()))


def location_body(event: EventPage, lies: Around = NOWHERE) -> dict[str, Any]:
    """Their fields of a place, for events one goes to."""
    read = read_address(event.venue_address)
    told: dict[str, Any] = {
        **lies.levels,
        "postalCode": read.postcode,
        "insee": lies.insee,
        "access": {"fr": cut(event.venue_access, ACCESS)} if event.venue_access else None,
        "latitude": event.latitude,
        "longitude": event.longitude,
    }
    if read.town:
        told["adminLevel4"] = read.town
    return {
        "name": cut(event.venue_name or event.title, NAME),
        "address": cut(read.one_line or event.venue_name or event.title, ADDRESS),
        "countryCode": "FR",
        "timezone": zone_of(event, lies).key,
        **{name: value for name, value in told.items() if value not in (None, "")},
    }
