"""Receivers that limit how many connections may bring them mail at once, whoever sends it (law.md D-05)."""

from functools import lru_cache
from typing import Any

from django.conf import settings


def _limits() -> dict[str, Any]:
    limits: Any = settings.OUTBOX_LIMITS
    return dict(limits)


@lru_cache(maxsize=8)
def _family_of_domain(limits: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {domain: name for name, domains in limits for domain in domains}


def family_of(address: str) -> str:
    """The family that receives for `address`, already normalised, or "" when it has no limit."""
    limits = tuple((name, tuple(limit["domains"])) for name, limit in _limits().items())
    return _family_of_domain(limits).get(address.rpartition("@")[2], "")


def connections_of(family: str) -> int:
    """How many connections may carry its mail, over all workers of all machines."""
    return max(1, int(_limits()[family].get("connections", 1)))


def limited_families() -> list[str]:
    return sorted(_limits())
