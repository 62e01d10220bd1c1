"""How much may leave in a second, a minute, an hour, a day: what a provider sells, or what a young domain may send.

Counted in the database, for all workers of all machines, so that a restart in the middle of an hour forgets nothing
(sending.md V7).
"""

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Meter

SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
# The rest is kept for mail that somebody waits for.
SHARE_OF_LETTERS = 0.9


def quotas(today: date) -> dict[str, int]:
    """The limits in force, by period: those of the settings, and that of the day while a domain warms up."""
    limits = {name: int(limit) for name, limit in settings.OUTBOX_QUOTAS.items() if name in SECONDS}
    warming = _warming(today)
    if warming is not None:
        limits["day"] = min(warming, limits.get("day", warming))
    return limits


def take(size: int, *, awaited: bool) -> int:
    """How many of `size` messages may leave now, counted as gone. No query without a quota."""
    limits = quotas(timezone.localdate())
    if not limits:
        return size
    with transaction.atomic():
        meters = _locked(limits)
        rooms = (_room(limits[meter.name], awaited=awaited) - meter.used for meter in meters)
        granted = max(0, min(size, *rooms))
        for meter in meters:
            meter.used += granted
            meter.save(update_fields=["period", "used"])
    return granted


def give_back(number: int) -> None:
    """What was taken and found nobody to leave for."""
    limits = quotas(timezone.localdate())
    if not limits or number <= 0:
        return
    with transaction.atomic():
        for meter in _locked(limits):
            meter.used = max(0, meter.used - number)
            meter.save(update_fields=["period", "used"])


def _locked(limits: dict[str, int]) -> list[Meter]:
    """The meters of these periods, at zero when their period is over."""
    for name in limits:
        Meter.objects.get_or_create(name=name)
    now = time.time()
    meters = list(Meter.objects.filter(name__in=limits).select_for_update(of=("self",)).order_by("name"))
    for meter in meters:
        period = int(now // SECONDS[meter.name])
        if meter.period != period:
            meter.period, meter.used = period, 0
    return meters


def _room(limit: int, *, awaited: bool) -> int:
    return limit if awaited else max(1, int(limit * SHARE_OF_LETTERS))


def _warming(today: date) -> int | None:
    """What a domain may send on this day of its warming up, growing by the same factor each day; None once it is over.

    `{"since": "2027-01-04", "first": 200, "last": 200000, "days": 42}`.
    """
    plan: dict[str, Any] = settings.OUTBOX_WARM_UP
    if not plan:
        return None
    day = (today - date.fromisoformat(plan["since"])).days
    if not 0 <= day < int(plan["days"]):
        return None
    first, last = int(plan["first"]), int(plan["last"])
    return int(first * (last / first) ** (day / int(plan["days"])))
