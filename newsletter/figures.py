"""What followed a letter, in numbers that point at nobody: nothing under five is shown (law.md G-09, C-21)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from events.models import EventPage, Registration

from .models import Dispatch, MailedLink, Subscriber

SMALLEST_SHOWN = 5
WINDOW = timedelta(days=14)


@dataclass(frozen=True)
class Comparison:
    """A count in the fortnight after the departure and in the one before; None under five."""

    after: int | None
    before: int | None


@dataclass(frozen=True)
class Figures:
    """`links` are those followed enough to be shown; `few` is how many others there are."""

    links: tuple[MailedLink, ...]
    few: int
    registrations: Comparison
    subscriptions: Comparison
    until: datetime
    is_over: bool


def figures_of(dispatch: Dispatch) -> Figures:
    """Read now, in seven queries. Registrations are those for the events the letter announced."""
    links = list(dispatch.links.order_by("-clicks", "path"))
    shown = tuple(link for link in links if link.clicks >= SMALLEST_SHOWN)
    left = dispatch.mailing.started_at or dispatch.decided_at
    announced = EventPage.objects.filter(pk__in=dispatch.announced_pages.values("page"))
    registrations = Registration.objects.filter(session__event__in=announced)
    return Figures(
        links=shown,
        few=len(links) - len(shown),
        registrations=_around(registrations, "registered_at", left),
        subscriptions=_around(Subscriber.objects.all(), "confirmed_at", left),
        until=left + WINDOW,
        is_over=timezone.now() >= left + WINDOW,
    )


def _around(rows: QuerySet[Any], name: str, left: datetime) -> Comparison:
    after = rows.filter(**{f"{name}__gte": left, f"{name}__lt": left + WINDOW}).count()
    before = rows.filter(**{f"{name}__gte": left - WINDOW, f"{name}__lt": left}).count()
    return Comparison(after=_if_enough(after), before=_if_enough(before))


def _if_enough(count: int) -> int | None:
    return count if count == 0 or count >= SMALLEST_SHOWN else None
