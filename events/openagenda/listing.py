"""What an agenda may read by itself, instead of being told: our public events, page by page (O11)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils import timezone

from cms.models import SiteIdentity

from ..agenda import read_filters
from ..availability import Availability
from ..enums import Modality
from ..models import EventPage
from .mapping import event_body
from .notices import PAST, Notice, rows_of, with_relations
from .places import NOWHERE, Around, around, location_body

AT_ONCE = 50


@dataclass(frozen=True)
class Listing:
    """`events` are those of `page`, each as OpenAgenda describes one, with `uid`, `url` and `updatedAt` besides."""

    page: PaginatorPage
    events: list[dict[str, Any]]


def public_list(query: Mapping[str, str], now: datetime) -> Listing:
    """The events to come or over since a month, narrowed as the agenda is; `?page=` turns.

    As many queries for fifty events as for one.
    """
    shown = read_filters(query).sessions(now).filter(ends_at__gt=now - PAST).order_by().values("event")
    page = Paginator(with_relations(EventPage.objects.filter(pk__in=shown)), AT_ONCE).get_page(query.get("page"))
    found = list(page.object_list)
    dates: defaultdict[int, list[Availability]] = defaultdict(list)
    for row in rows_of({event.pk: event for event in found}, now):
        dates[row.session.event_id].append(row)
    lie = around(event.territory for event in found if event.territory)
    identity = SiteIdentity.objects.filter(site__is_default_site=True).first()
    return Listing(
        page, [_listed(event, dates[event.pk], lie.get(event.territory_id, NOWHERE), identity) for event in found]
    )


def _listed(event: EventPage, dates: list[Availability], lies: Around, identity: SiteIdentity | None) -> dict[str, Any]:
    changes = [event.last_published_at, *(row.session.modified_at for row in dates)]
    updated = max(moment for moment in changes if moment)
    listed = {
        "uid": str(event.translation_key),
        "url": event.full_url,
        "updatedAt": timezone.localtime(updated).isoformat(timespec="seconds"),
        **event_body(Notice(str(event.translation_key), event, event, dates), lies, identity=identity),
    }
    return listed if event.modality == Modality.ONLINE else {**listed, "location": location_body(event, lies)}
