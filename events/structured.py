"""JSON-LD of schema.org for the pages of events (J1 to J11). It says what the page shows, and no more (J9).

Types: Event for a date, EventSeries for a series, Course with its CourseInstance for a training (J8).
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.typography import typo_text
from outbox.sender import current_sender

from .availability import Availability, Standing
from .enums import Modality, PriceKind, SessionState
from .models import EventPage, SeriesPage, Session, TrainingPage, VideoWorkshopPage
from .postal import read_address
from .selectors import Dates

SCHEMA = "https://schema.org"
_MODES = {Modality.ON_SITE: "Offline", Modality.ONLINE: "Online", Modality.HYBRID: "Mixed"}
_STATUSES = {SessionState.CANCELLED: "EventCancelled", SessionState.POSTPONED: "EventPostponed"}
_AVAILABLE = {Standing.FREE: "InStock", Standing.FULL: "SoldOut", Standing.SOON: "PreOrder"}
# What would close the script, or start another (J9).
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

Node = dict[str, Any]


def as_script(node: Mapping[str, Any]) -> SafeString:
    """`node` as the inside of a <script type="application/ld+json">."""
    return mark_safe(json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))


def structured_data(page: Page, dates: Dates) -> Node:
    """What search engines read of `page`, whose sessions are at hand in `dates`. One query, for who organises."""
    organiser = _organiser()
    if isinstance(page, SeriesPage):
        return {"@context": SCHEMA, **_series(page, dates, organiser)}
    if isinstance(page, TrainingPage):
        return {"@context": SCHEMA, **_course(page, dates, organiser)}
    parent = _parent(page, dates)
    return {"@context": SCHEMA, "@graph": [_event(page, row, page, organiser, parent) for row in dates.rows]}


def _parent(page: EventPage, dates: Dates) -> Node | None:
    """What the dates of a page are part of: its series, or the event of several dates itself (J8)."""
    if isinstance(page, VideoWorkshopPage):
        series = SeriesPage.objects.parent_of(page).first()
        return _as_series(series) if series else None
    several = len(dates.rows) > 1
    return {"@type": "Event", "@id": _id(page), "name": typo_text(page.title)} if several else None


def _as_series(page: SeriesPage) -> Node:
    return {"@type": "EventSeries", "@id": _id(page), "name": typo_text(page.title)}


def _series(page: SeriesPage, dates: Dates, organiser: Node) -> Node:
    parent = _as_series(page)
    return {
        **parent,
        **_described(page),
        "organizer": organiser,
        "subEvent": [_event(row.session.event, row, page, organiser, parent) for row in dates.rows],
    }


def _course(page: TrainingPage, dates: Dates, organiser: Node) -> Node:
    instance = {"@type": "CourseInstance", "@id": f"{_id(page)}-edition", "name": typo_text(page.title)}
    standing = dates.standing
    schedule: Node = {}
    if standing:
        schedule = {
            "courseSchedule": {
                "@type": "Schedule",
                "startDate": timezone.localdate(standing[0].starts_at).isoformat(),
                "endDate": timezone.localdate(standing[-1].ends_at).isoformat(),
                "duration": f"PT{round(dates.total.total_seconds() / 60)}M",
                "repeatCount": len(standing),
            },
            "startDate": _moment(standing[0].starts_at),
            "endDate": _moment(standing[-1].ends_at),
        }
    return {
        "@type": "Course",
        "@id": _id(page),
        "name": typo_text(page.title),
        **_described(page),
        "provider": organiser,
        "isAccessibleForFree": page.price_kind == PriceKind.FREE,
        "hasCourseInstance": {
            **instance,
            "courseMode": "online" if page.modality == Modality.ONLINE else "onsite",
            "location": _location(page, page),
            "organizer": organiser,
            **schedule,
            "subEvent": [_event(page, row, page, organiser, instance) for row in dates.rows],
        },
    }


def _event(event: EventPage, row: Availability, registers_at: Page, organiser: Node, parent: Node | None) -> Node:
    session = row.session
    name = f"{event.title} – {session.title}" if session.title else event.title
    node: Node = {
        "@type": "Event",
        "@id": f"{_address(event)}#{session.uuid}",
        "url": _address(event),
        "name": typo_text(name),
        **_described(event),
        "startDate": _moment(session.starts_at),
        "endDate": _moment(session.ends_at),
        **_status(session),
        "eventAttendanceMode": f"{SCHEMA}/{_MODES[Modality(event.modality)]}EventAttendanceMode",
        "location": _location(event, registers_at),
        "organizer": organiser,
        "isAccessibleForFree": event.price_kind == PriceKind.FREE,
    }
    if row.standing in _AVAILABLE:
        node["offers"] = _offer(event, row, registers_at)
    if row.standing == Standing.FREE:  # the only standing whose places the page counts (J7)
        node["remainingAttendeeCapacity"] = row.places_left
    if parent:
        node["superEvent"] = parent
    return node


def _described(page: Page) -> Node:
    return {"description": typo_text(page.summary) if page.summary else typo_text(page.title), "inLanguage": "fr"}


def _status(session: Session) -> Node:
    """J4: a date that moved says which it was; both may be true of one that also left its room."""
    if session.state in _STATUSES:
        return {"eventStatus": f"{SCHEMA}/{_STATUSES[SessionState(session.state)]}"}
    moved = {"EventRescheduled": session.postponed_from is not None, "EventMovedOnline": session.moved_online}
    names = [f"{SCHEMA}/{name}" for name, is_so in moved.items() if is_so] or [f"{SCHEMA}/EventScheduled"]
    node: Node = {"eventStatus": names[0] if len(names) == 1 else names}
    if session.postponed_from:
        node["previousStartDate"] = _moment(session.postponed_from)
    return node


def _location(event: EventPage, registers_at: Page) -> Any:
    """J2, J5: a postal address, a virtual place that is the form, or both; never the join link."""
    virtual = {"@type": "VirtualLocation", "url": _form(registers_at)}
    if event.modality == Modality.ONLINE:
        return virtual
    read = read_address(event.venue_address)
    parts = {"streetAddress": read.street, "postalCode": read.postcode, "addressLocality": read.town}
    place = {
        "@type": "Place",
        "name": typo_text(event.venue_name) if event.venue_name else "Lieu à préciser",
        "address": {
            "@type": "PostalAddress",
            **{name: value for name, value in parts.items() if value},
            "addressCountry": "FR",
        },
    }
    return [place, virtual] if event.modality == Modality.HYBRID else place


def _offer(event: EventPage, row: Availability, registers_at: Page) -> Node:
    """J6."""
    offer: Node = {
        "@type": "Offer",
        "url": _form(registers_at),
        "priceCurrency": "EUR",
        "availability": f"{SCHEMA}/{_AVAILABLE[row.standing]}",
    }
    if event.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        offer["priceSpecification"] = {"@type": "PriceSpecification", "minPrice": "0", "priceCurrency": "EUR"}
    else:
        offer["price"] = "0" if event.price_kind == PriceKind.FREE else f"{event.price_amount or 0:.2f}"
    if row.session.registration_opens_at:
        offer["validFrom"] = _moment(row.session.registration_opens_at)
    return offer


def _organiser() -> Node:
    sender = current_sender()
    return {"@type": "Organization", "name": sender.site_name, "url": f"{sender.base_url}/"}


def _moment(value: Any) -> str:
    """J3: with the offset of the day, never Z."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def _address(page: Page) -> str:
    return page.full_url or settings.WAGTAILADMIN_BASE_URL


def _form(page: Page) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:register', args=[page.pk])}"


def _id(page: Page) -> str:
    return f"{_address(page)}#rendez-vous"
