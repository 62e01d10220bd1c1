"""What was said in confidence at a workshop, once each person concerned has opened it (S2-17, M3)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from events.models import WorkshopPage
from people.models import Passage

from ..enums import SourceKind


def opened_passages() -> QuerySet[Passage]:
    """Those of workshops, with their voices. A sealed one is not in it, nor is one that somebody closed again."""
    opened = Passage.objects.opened().filter(exchange__event_link__event__in=WorkshopPage.objects.values("pk"))
    return opened.select_related("exchange__event_link").prefetch_related("voices")


def workshop_of(passage: Passage) -> Any:
    """The primary key of the workshop that one of `opened_passages` belongs to."""
    return passage.exchange.event_link.event_id


def are_open(codes: Iterable[str]) -> bool:
    """Whether nobody closed again the passages among these codes of provenance. No query when there is none."""
    confided = {code.partition(":")[2] for code in codes if code.startswith(f"{SourceKind.PASSAGE.value}:")}
    return not confided or opened_passages().filter(uuid__in=confided).count() == len(confided)
