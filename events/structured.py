"""JSON-LD of schema.org for the pages of events (J1 to J11). It says what the page shows, and no more (J9).

Types: Event for a date, EventSeries for a series, Course with its CourseInstance for a training (J8).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from cms.dates import iso_text
from cms.models import Territory
from cms.typography import typo_text
from outbox.sender import current_sender

from .availability import Availability, Standing
from .enums import Modality, PriceKind, SessionState
from .models import EventPage, EventPerson, SeriesPage, Session, TrainingPage, VideoWorkshopPage
from .openagenda.places import around
from .postal import read_address
from .selectors import Dates

SCHEMA = "https://schema.org"
_MODES = {Modality.ON_SITE: "Offline", Modality.ONLINE: "Online", Modality.HYBRID: "Mixed"}
_STATUSES = {SessionState.CANCELLED: "EventCancelled", SessionState.POSTPONED: "EventPostponed"}
_AVAILABLE = {Standing.FREE: "InStock", Standing.FULL: "SoldOut", Standing.SOON: "PreOrder"}
# What would close the script, or start another (J9).
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

# The largest size of `components/figure.html`: nothing is made for search engines alone.
PICTURE = "format-webp|width-1280"
REGION = "adminLevel1"

Node = dict[str, Any]


def as_script(node: Mapping[str, Any]) -> SafeString:
    """`node` as the inside of a <script type="application/ld+json">."""
    return mark_safe(json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))


@dataclass(frozen=True)
class _Shown:
    """What the nodes of one page share. `people` and `picture` stand on the page of an event only: that of its series
    shows neither (J9)."""

    organiser: Node
    regions: Mapping[int | None, str]
    people: Sequence[EventPerson] = ()
    picture: Node = field(default_factory=dict)


def structured_data(page: Page, dates: Dates, people: Sequence[EventPerson] = ()) -> Node:
    """What search engines read of `page`, whose sessions are at hand in `dates` and who leads them in `people`.

    As many queries for twenty dates as for one: who organises, the picture, and the region of the places (J2).
    """
    picture = _picture(page)
    shown = _Shown(_organiser(), _regions(page, dates), people, picture)
    if isinstance(page, SeriesPage):
        return {"@context": SCHEMA, **_series(page, dates, replace(shown, picture={})), **picture}
    if isinstance(page, TrainingPage):
        return {"@context": SCHEMA, **_course(page, dates, shown)}
    parent = _parent(page, dates)
    return {"@context": SCHEMA, "@graph": [_event(page, row, shown, parent) for row in dates.rows]}


def _picture(page: Page) -> Node:
    """The picture of the page as `components/figure.html` serves it."""
    if not page.listing_image:
        return {}
    return {"image": get_rendition_or_not_found(page.listing_image, PICTURE).full_url}


def _regions(page: Page, dates: Dates) -> dict[int | None, str]:
    """The name of the region by number of territory, for the events one goes to (J2)."""
    events = [page] if isinstance(page, EventPage) else [session.event for session in dates.sessions]
    where = {event.territory_id for event in events if event.modality != Modality.ONLINE} - {None}
    lies = around(Territory.objects.filter(pk__in=where)) if where else {}
    return {pk: place.levels[REGION] for pk, place in lies.items() if REGION in place.levels}


def _parent(page: EventPage, dates: Dates) -> Node | None:
    """What the dates of a page are part of: its series, or the event of several dates itself (J8)."""
    if isinstance(page, VideoWorkshopPage):
        series = SeriesPage.objects.parent_of(page).first()
        return _as_series(series) if series else None
    several = len(dates.rows) > 1
    return {"@type": "Event", "@id": _id(page), "name": typo_text(page.title)} if several else None


def _as_series(page: SeriesPage) -> Node:
    return {"@type": "EventSeries", "@id": _id(page), "name": typo_text(page.title)}


def _series(page: SeriesPage, dates: Dates, shown: _Shown) -> Node:
    parent = _as_series(page)
    return {
        **parent,
        **_described(page),
        "organizer": shown.organiser,
        "subEvent": [_event(row.session.event, row, shown, parent) for row in dates.rows],
    }


def _course(page: TrainingPage, dates: Dates, shown: _Shown) -> Node:
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
            "startDate": iso_text(standing[0].starts_at),
            "endDate": iso_text(standing[-1].ends_at),
        }
    return {
        "@type": "Course",
        "@id": _id(page),
        "name": typo_text(page.title),
        **_described(page),
        **shown.picture,
        "provider": shown.organiser,
        "isAccessibleForFree": page.price_kind == PriceKind.FREE,
        "hasCourseInstance": {
            **instance,
            "courseMode": "online" if page.modality == Modality.ONLINE else "onsite",
            "location": _location(page, shown),
            "organizer": shown.organiser,
            **schedule,
            "subEvent": [_event(page, row, shown, instance) for row in dates.rows],
        },
    }


def _event(event: EventPage, row: Availability, shown: _Shown, parent: Node | None) -> Node:
    """One date. It says the same of where to register on the page of its series and on its own (J11)."""
    session = row.session
    name = f"{event.title} – {session.title}" if session.title else event.title
    node: Node = {
        "@type": "Event",
        "@id": f"{_address(event)}#{session.uuid}",
        "url": _address(event),
        "name": typo_text(name),
        **_described(event),
        **shown.picture,
        "startDate": iso_text(session.starts_at),
        "endDate": iso_text(session.ends_at),
        **_status(session),
        "eventAttendanceMode": f"{SCHEMA}/{_MODES[Modality(event.modality)]}EventAttendanceMode",
        "location": _location(event, shown),
        "organizer": shown.organiser,
        **_performers(session, shown.people),
        "isAccessibleForFree": event.price_kind == PriceKind.FREE,
    }
    if row.standing in _AVAILABLE:
        node["offers"] = _offer(event, row)
    if row.standing == Standing.FREE:  # the only standing whose places the page counts (J7)
        node["remainingAttendeeCapacity"] = row.places_left
    if parent:
        node["superEvent"] = parent
    return node


def _performers(session: Session, people: Sequence[EventPerson]) -> Node:
    """Who leads or speaks that day, among those who agreed to be named, each once."""
    names = dict.fromkeys(str(each.person) for each in people if each.session_id in (None, session.pk))
    return {"performer": [{"@type": "Person", "name": name} for name in names]} if names else {}


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
        node["previousStartDate"] = iso_text(session.postponed_from)
    return node


def _location(event: EventPage, shown: _Shown) -> Any:
    """J2, J5: a postal address, a virtual place that is the form, or both; never the join link."""
    virtual = {"@type": "VirtualLocation", "url": _form(event)}
    if event.modality == Modality.ONLINE:
        return virtual
    read = read_address(event.venue_address)
    parts = {
        "streetAddress": read.street,
        "postalCode": read.postcode,
        "addressLocality": read.town,
        "addressRegion": shown.regions.get(event.territory_id, ""),
    }
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


def _offer(event: EventPage, row: Availability) -> Node:
    """J6."""
    offer: Node = {
        "@type": "Offer",
        "url": _form(event),
        "priceCurrency": "EUR",
        "availability": f"{SCHEMA}/{_AVAILABLE[row.standing]}",
    }
    if event.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        offer["priceSpecification"] = {"@type": "PriceSpecification", "minPrice": "0", "priceCurrency": "EUR"}
    else:
        offer["price"] = "0" if event.price_kind == PriceKind.FREE else f"{event.price_amount or 0:.2f}"
    if row.session.registration_opens_at:
        offer["validFrom"] = iso_text(row.session.registration_opens_at)
    return offer


def _organiser() -> Node:
    sender = current_sender()
    return {"@type": "Organization", "name": sender.site_name, "url": f"{sender.base_url}/"}


def _address(page: Page) -> str:
    return page.full_url or settings.WAGTAILADMIN_BASE_URL


def _form(page: Page) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:register', args=[page.pk])}"


def _id(page: Page) -> str:
    return f"{_address(page)}#rendez-vous"
