"""Where the copies of an issue go."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet

from ..models import Delivery, DropOffPoint, IssuePage, PostalSubscriber, Round
from .copies import copies_of


@dataclass(frozen=True)
class Sheet:
    """What one person takes in their boot, in the order of the road; without a round, what remains to share out."""

    round: Round | None
    deliveries: list[Delivery]

    @property
    def copies(self) -> int:
        return sum(row.copies for row in self.deliveries)


@dataclass(frozen=True)
class Distribution:
    copies: int | None
    sheets: list[Sheet]
    posted: int

    @property
    def delivered(self) -> int:
        return sum(sheet.copies for sheet in self.sheets)

    @property
    def left(self) -> int | None:
        """Copies that no place and no envelope waits for."""
        return None if self.copies is None else self.copies - self.delivered - self.posted


def distribution_of(issue: IssuePage) -> Distribution:
    """Three queries, whatever the number of places."""
    rows = Delivery.objects.filter(issue=issue).select_related("point__stop__round__carrier", "point__territory")
    ordered = rows.order_by(
        F("point__stop__round__name").asc(nulls_last=True), "point__stop__sort_order", "point__name", "pk"
    )
    sheets = [Sheet(way, list(group)) for way, group in groupby(ordered, key=_round_of)]
    return Distribution(copies_of(issue), sheets, sum(row.copies for row in envelopes()))


def _round_of(row: Delivery) -> Round | None:
    stop = getattr(row.point, "stop", None)
    return stop.round if stop else None


def envelopes() -> QuerySet[PostalSubscriber]:
    """Who gets the next issue by post, in the order of the sorting office."""
    return PostalSubscriber.objects.current().select_related("person").order_by("postal_code", "town", "pk")


def points_for_readers() -> QuerySet[DropOffPoint]:
    return DropOffPoint.objects.shown().select_related("territory").order_by("territory__name", "name", "pk")
