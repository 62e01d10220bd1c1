"""The outline of a territory: GeoJSON (RFC 7946) that an editor pastes, kept small enough to draw on each page."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

MOST_POINTS = 3_000
MOST_CHARACTERS = 2_000_000
DECIMALS = 4  # about ten metres: enough for a map of a valley

Ring = list[list[float]]


class OutlineUnreadable(ValueError):
    """The text is no outline; the message says why, in French."""


def read_outline(text: str) -> dict[str, Any] | None:
    """A Polygon or MultiPolygon, from a geometry, a Feature or a collection of one. None when `text` is blank.

    Coordinates are degrees, longitude first. Raises OutlineUnreadable.
    """
    if not text.strip():
        return None
    if len(text) > MOST_CHARACTERS:
        raise OutlineUnreadable("Ce contour est trop détaillé : simplifiez-le avant de le coller.")
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OutlineUnreadable("Ce n’est pas du GeoJSON : collez tout le contenu du fichier.") from error
    geometry = _geometry(read)
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    kept = [[_ring(ring) for ring in _listed(polygon)] for polygon in _listed(polygons)]
    if not 4 <= sum(len(ring) for polygon in kept for ring in polygon) <= MOST_POINTS:
        raise OutlineUnreadable(f"Un contour a de 4 à {MOST_POINTS} points : simplifiez-le avant de le coller.")
    return {"type": "MultiPolygon", "coordinates": kept}


def rings_of(outline: dict[str, Any] | None) -> Iterator[Ring]:
    """The rings of an outline that `read_outline` kept, holes included."""
    for polygon in (outline or {}).get("coordinates", ()):
        yield from polygon


def centre_of(outline: dict[str, Any]) -> tuple[float, float]:
    """Longitude and latitude of the centre of gravity of the largest ring, by the shoelace formula."""
    ring = max(rings_of(outline), key=lambda ring: abs(_area(ring)))
    area = _area(ring)
    if not area:
        return ring[0][0], ring[0][1]
    pairs = list(itertools.pairwise(ring))
    crossed = [(x0 * y1 - x1 * y0, x0 + x1, y0 + y1) for (x0, y0), (x1, y1) in pairs]
    return (
        sum(cross * xs for cross, xs, _ys in crossed) / (6 * area),
        sum(cross * ys for cross, _xs, ys in crossed) / (6 * area),
    )


def _area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring)) / 2


def _geometry(read: Any) -> dict[str, Any]:
    if isinstance(read, dict) and read.get("type") == "FeatureCollection":
        features = _listed(read.get("features"))
        if len(features) != 1:
            raise OutlineUnreadable("Ce fichier décrit plusieurs territoires : collez-en un seul.")
        read = features[0]
    if isinstance(read, dict) and read.get("type") == "Feature":
        read = read.get("geometry")
    if not isinstance(read, dict) or read.get("type") not in ("Polygon", "MultiPolygon"):
        raise OutlineUnreadable("Un contour est un polygone (« Polygon » ou « MultiPolygon »).")
    return read


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise OutlineUnreadable("Ce contour est incomplet : recopiez-le en entier.")
    return value


def _ring(points: Any) -> Ring:
    ring = [_point(point) for point in _listed(points)]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise OutlineUnreadable("Chaque ligne d’un contour revient à son point de départ.")
    return ring


def _point(point: Any) -> list[float]:
    if not isinstance(point, list) or len(point) < 2 or not all(isinstance(one, int | float) for one in point[:2]):
        raise OutlineUnreadable("Un point est une longitude et une latitude, en degrés.")
    longitude, latitude = float(point[0]), float(point[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise OutlineUnreadable("Les points de ce contour sont hors de la Terre : il faut des degrés (WGS 84).")
    return [round(longitude, DECIMALS), round(latitude, DECIMALS)]
