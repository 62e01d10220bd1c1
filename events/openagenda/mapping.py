"""An event as OpenAgenda wants it (O1 to O6): the writable fields of its `EventInput`, and no other (O8).

Source: api-spec/openapi.yaml of OpenAgenda/oa-public, 3.0.0-draft. The join link is never in it: `onlineAccessLink` is
the public registration page (O3).
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ..availability import Availability, Standing
from ..enums import Modality, PriceKind, SessionState
from ..models import EventPage, Session
from ..models.venues import ACCESSIBILITY
from ..postal import read_address

TITLE, DESCRIPTION, LONG, CONDITIONS, TIMINGS = 140, 200, 10_000, 255, 800
MODES = {Modality.ON_SITE: 1, Modality.ONLINE: 2, Modality.HYBRID: 3}
SCHEDULED, RESCHEDULED, MOVED_ONLINE, POSTPONED, FULL, CANCELLED = 1, 2, 3, 4, 5, 6
WORDS = {FULL: "Complet", CANCELLED: "Annulé", POSTPONED: "Reporté", RESCHEDULED: "Date changée"}
WORDS[MOVED_ONLINE] = "Passé en visioconférence"


def event_body(
    event: EventPage,
    rows: Sequence[Availability],
    *,
    with_status: bool = True,
    topics: Sequence[str] | None = None,
) -> dict[str, Any]:
    """The body of an event with its dates. Without `with_status`, the state is said in the conditions (O4); `topics`
    spares the query for their names."""
    url = event.full_url or settings.WAGTAILADMIN_BASE_URL
    form = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:register', args=[event.pk])}"
    status = status_of(rows)
    said = "" if with_status or status == SCHEDULED else f"{WORDS[status]}. "
    names = [topic.name for topic in event.topics.all()] if topics is None else list(topics)
    body: dict[str, Any] = {
        "title": {"fr": _cut(event.title, TITLE)},
        "description": {"fr": _cut(event.summary or event.title, DESCRIPTION)},
        "longDescription": {"fr": _cut(f"{event.summary}\n\n{event.audience}\n\n{url}".strip(), LONG)},
        "conditions": {"fr": _cut(f"{said}{_price(event)}", CONDITIONS)},
        "timings": [_timing(row.session) for row in rows][:TIMINGS],
        "attendanceMode": MODES[Modality(event.modality)],
        "accessibility": {code: bool(getattr(event, name)) for code, name in ACCESSIBILITY.items()},
        "registration": [{"type": "link", "value": form}],
    }
    if names:
        body["keywords"] = {"fr": names}
    if event.modality != Modality.ON_SITE:
        body["onlineAccessLink"] = form
    if with_status:
        body["status"] = status
    return body


def location_body(event: EventPage) -> dict[str, Any]:
    """The place, for events one goes to (O6). The commune's Insee code comes from its territory."""
    read = read_address(event.venue_address)
    body: dict[str, Any] = {
        "name": _cut(event.venue_name or event.title, 100),
        "address": read.one_line or event.venue_name or event.title,
        "countryCode": "FR",
        "timezone": timezone.get_current_timezone_name(),
    }
    body |= {name: value for name, value in {"postalCode": read.postcode, "city": read.town}.items() if value}
    if event.territory and event.territory.code:
        body["insee"] = event.territory.code
    if event.latitude is not None and event.longitude is not None:
        body |= {"latitude": event.latitude, "longitude": event.longitude}
    return body


def status_of(rows: Sequence[Availability]) -> int:
    """One status for the whole event (O4)."""
    standing = [row for row in rows if not row.session.is_cancelled]
    if rows and not standing:
        return CANCELLED
    if any(row.session.state == SessionState.POSTPONED for row in standing):
        return POSTPONED
    open_now = [row for row in standing if row.standing in (Standing.FREE, Standing.FULL)]
    if open_now and all(row.standing == Standing.FULL for row in open_now):
        return FULL
    if standing and all(row.session.moved_online for row in standing):
        return MOVED_ONLINE
    return RESCHEDULED if any(row.session.postponed_from for row in standing) else SCHEDULED


def _timing(session: Session) -> dict[str, str]:
    """O2: with the offset of the day."""
    moments = {"begin": session.starts_at, "end": session.ends_at}
    return {name: timezone.localtime(moment).isoformat(timespec="seconds") for name, moment in moments.items()}


def _price(event: EventPage) -> str:
    kind = str(event.get_price_kind_display()).capitalize()
    amount = f" : {event.price_amount:.2f} €".replace(".", ",") if event.price_kind == PriceKind.AMOUNT else ""
    return f"{kind}{amount}{'. ' + event.price_note if event.price_note else ''}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
