"""Outlines as SVG, for readers without JavaScript; and as GeoJSON, for the map that enhances it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cms.outlines import rings_of

from .places import MapPlace

WIDTH = 640.0
MARGIN = 12.0


@dataclass(frozen=True)
class Shape:
    """A place, its path, and where its number stands."""

    place: MapPlace
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """Everything the template writes: lengths are units of the viewBox."""

    width: float
    height: float
    shapes: list[Shape]

    @property
    def leaves(self) -> list[Shape]:
        """Places without another inside: only they carry their number, or the numbers would cover each other."""
        return [shape for shape in self.shapes if shape.place.is_leaf]


def draw(places: Sequence[MapPlace]) -> Drawing | None:
    """The places on one plane (equirectangular, true at their middle latitude). None without any."""
    points = [point for place in places for ring in rings_of(place.outline) for point in ring]
    if not points:
        return None
    frame = _Frame.around(points)
    return Drawing(WIDTH, frame.height, [_shape(place, frame) for place in places])


@dataclass(frozen=True)
class _Frame:
    west: float
    north: float
    squeeze: float  # a degree of longitude is shorter than one of latitude
    scale: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Sequence[float]]) -> "_Frame":
        west, east = min(x for x, _y in points), max(x for x, _y in points)
        south, north = min(y for _x, y in points), max(y for _x, y in points)
        squeeze = math.cos(math.radians((south + north) / 2)) or 1.0
        scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, 1e-6)
        return cls(west, north, squeeze, scale, round((north - south) * scale + 2 * MARGIN, 1))

    def at(self, point: Iterable[float]) -> tuple[float, float]:
        longitude, latitude = point
        x = (longitude - self.west) * self.squeeze * self.scale + MARGIN
        return round(x, 1), round((self.north - latitude) * self.scale + MARGIN, 1)


def _shape(place: MapPlace, frame: _Frame) -> Shape:
    rings = ([frame.at(point) for point in ring] for ring in rings_of(place.outline))
    path = " ".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in rings)
    return Shape(place, path, *frame.at(place.centre))


def as_geojson(places: Iterable[MapPlace], address: str) -> dict[str, Any]:
    """A FeatureCollection; `address` is the directory's, in front of each query."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": place.outline,
                "properties": {
                    "name": place.name,
                    "count": place.count,
                    "chosen": place.is_chosen,
                    "leaf": place.is_leaf,
                    "centre": place.centre,
                    "url": f"{address}?{place.query}",
                },
            }
            for place in places
        ],
    }
