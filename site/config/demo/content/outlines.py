"""The outlines of the valley of the Rouspète: nine communes that share their edges, three groupings, one department.

The land does not exist; it is laid where mountains do, so that the ground of a map below it makes sense.
"""

import itertools
from typing import Any

# Corners of the nine communes, row by row from the north; longitude, latitude.
CORNERS = (
    ((6.21, 45.02), (6.37, 45.06), (6.56, 45.03), (6.74, 45.0)),
    ((6.18, 44.9), (6.39, 44.93), (6.54, 44.89), (6.78, 44.91)),
    ((6.22, 44.79), (6.36, 44.76), (6.58, 44.8), (6.75, 44.77)),
    ((6.25, 44.66), (6.41, 44.64), (6.55, 44.67), (6.71, 44.63)),
)
COLUMNS = {
    "Haute-Rouspète": ("Sainte-Ourse-sur-Rouspète", "Le Monêt-Perché", "Entre-Deux-Neiges"),
    "Trois-Cols": ("Col-Fleuri", "Pierre-Folle-les-Bains", "La Traverse-d’en-Haut"),
    "Val-Bavard": ("Saint-Bavard", "Villevieille-le-Neuf", "Les Quatre-Cloches"),
}
BENDS = (0.31, 0.68)
Corner = tuple[int, int]


def outline_of(name: str) -> dict[str, Any] | None:
    """The outline of the territory called `name`, or None for the real ones and for the region."""
    found = _corners_of(name)
    if found is None:
        return None
    points = [point for start, end in itertools.pairwise(found) for point in _edge(start, end)]
    return {"type": "MultiPolygon", "coordinates": [[[*points, points[0]]]]}


def _corners_of(name: str) -> list[Corner] | None:
    if name == "Hautes-Combes":
        return _round(0, 3, 0, 3)
    for column, (grouping, communes) in enumerate(COLUMNS.items()):
        if name == grouping:
            return _round(0, 3, column, column + 1)
        if name in communes:
            row = communes.index(name)
            return _round(row, row + 1, column, column + 1)
    return None


def _round(top: int, bottom: int, left: int, right: int) -> list[Corner]:
    """The corners around a block of communes, back to the first."""
    return [
        *((top, column) for column in range(left, right)),
        *((row, right) for row in range(top, bottom)),
        *((bottom, column) for column in range(right, left, -1)),
        *((row, left) for row in range(bottom, top, -1)),
        (top, left),
    ]


def _edge(start: Corner, end: Corner) -> list[list[float]]:
    """From one corner up to the next, bent as a ridge is; the same line from either side."""
    first, last = sorted((start, end))
    (x0, y0), (x1, y1) = CORNERS[first[0]][first[1]], CORNERS[last[0]][last[1]]
    swing = 0.012 if (sum(first) + sum(last)) % 4 < 2 else -0.015
    bent = [
        [round(x0 + (x1 - x0) * part + swing * sign, 4), round(y0 + (y1 - y0) * part + swing * sign * 0.7, 4)]
        for part, sign in zip(BENDS, (1, -0.6), strict=True)
    ]
    line = [[x0, y0], *bent, [x1, y1]]
    return (line if first == start else line[::-1])[:-1]
