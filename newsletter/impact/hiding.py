"""Which groups are too small to be shown, and which others must go with them (law.md G-09)."""

from collections.abc import Callable, Iterable
from typing import TypeVar

FEWEST = 5

T = TypeVar("T")


def hidden_among(groups: Iterable[T], *, size: Callable[[T], int]) -> list[T]:
    """Groups of 1 to 4 people; and, while those hidden could be found by taking the shown ones from the total, the
    smallest of the others.

    One hidden group alone is the total less the rest; several that hold fewer than five people together are too. An
    empty group tells nothing of anybody and stays.
    """
    filled = sorted((group for group in groups if size(group)), key=size)
    hidden = [group for group in filled if size(group) < FEWEST]
    others = filled[len(hidden) :]
    while hidden and others and (len(hidden) == 1 or sum(map(size, hidden)) < FEWEST):
        hidden.append(others.pop(0))
    return hidden
