"""Receivers that limit how many connections may bring them mail at once, whoever sends it (law.md D-05)."""

from typing import Any

from django.conf import settings


def _limits() -> dict[str, Any]:
    limits: Any = settings.OUTBOX_LIMITS
    return dict(limits)


def families_by_domain() -> dict[str, str]:
    """The family that receives for each domain that has a limit: for who looks at a million addresses."""
    return {domain: name for name, limit in _limits().items() for domain in limit["domains"]}


def family_of(address: str) -> str:
    """The family that receives for `address`, already normalised, or "" when it has no limit."""
    return families_by_domain().get(address.rpartition("@")[2], "")


def connections_of(family: str) -> int:
    """How many connections may carry its mail, over all workers of all machines."""
    return max(1, int(_limits()[family].get("connections", 1)))


def limited_families() -> list[str]:
    return sorted(_limits())
