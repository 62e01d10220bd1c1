"""Which pictures an issue shows besides those of its articles, and what stays of one that is cut."""

from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")
# Articles whose picture is shown in the sommaire.
GLIMPSES = 3


def focus_of(image: Any) -> str:
    """What must stay when `image` is cut, as CSS wants it."""
    point = image.get_focal_point() if image else None
    if point is None:
        return "50% 50%"
    return f"{100 * point.centroid.x / image.width:.0f}% {100 * point.centroid.y / image.height:.0f}%"


def spread(items: Sequence[T], count: int) -> list[T]:
    """`count` of `items`, from the first to the last; all of them when there are no more."""
    if len(items) <= count:
        return list(items)
    return [items[rank * (len(items) - 1) // (count - 1)] for rank in range(count)]
