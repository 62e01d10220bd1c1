"""Which groups are too small to be shown, and which others must go with them (law.md G-09)."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

FEWEST = 5

T = TypeVar("T")


def hidden_among(groups: Iterable[T], *, people: Callable[[T], Collection[int]]) -> list[T]:
    """Groups of 1 to 4 people; and, while those hidden could be found by taking the shown ones from the total, the
    smallest of the others.

    One hidden group alone is the total less the rest; several that hold fewer than five people together are too,
    somebody who is in two of them being one; and so are the few whom no shown group holds, when the hidden ones share
    the others with them. An empty group tells nothing of anybody and stays.
    """
    filled = sorted((group for group in groups if people(group)), key=lambda group: len(people(group)))
    hidden = [group for group in filled if len(people(group)) < FEWEST]
    others = filled[len(hidden) :]
    while hidden and others and _is_told(set().union(*map(people, hidden)), set().union(*map(people, others)), hidden):
        hidden.append(others.pop(0))
    return hidden


def _is_told(unseen: set[int], seen: set[int], hidden: list[T]) -> bool:
    return len(hidden) == 1 or len(unseen) < FEWEST or 0 < len(unseen - seen) < FEWEST
