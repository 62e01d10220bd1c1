"""JSON-LD, checked against a schema of what search engines require (J1 to J11)."""

import datetime as dt
import json
import re
from typing import Any
from urllib.parse import urlsplit

import jsonschema  # type: ignore[import-untyped]
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.enums import TerritoryKind
from events import services
from events.enums import Modality, PriceKind, SessionState
from events.models import Session, VideoWorkshopPage
from events.openagenda.mapping import MOVED_ONLINE, status_of
from events.selectors import dates_of
from events.structured import structured_data
from tests.factories.cms import ImageFactory, TerritoryFactory
from tests.factories.events import (
    EventPersonFactory,
    ModuleFactory,
    SeriesPageFactory,
    SessionFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
)
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
SECRET = "https://visio.exemple.org/salle-secrete"
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$"}
ADDRESS = {
    "type": "object",
    "required": ["@type", "addressCountry"],
    "properties": {"@type": {"const": "PostalAddress"}, "addressCountry": {"const": "FR"}},
}
PLACE = {
    "oneOf": [
        {"required": ["name", "address"], "properties": {"@type": {"const": "Place"}, "address": ADDRESS}},
        {
            "required": ["url"],
            "properties": {"@type": {"const": "VirtualLocation"}, "url": {"pattern": "/inscriptions/[0-9]+/$"}},
        },
    ]
}
OFFER = {
    "required": ["url", "priceCurrency", "availability"],
    "anyOf": [{"required": ["price"]}, {"required": ["priceSpecification"]}],
    "properties": {
        "availability": {"enum": [f"https://schema.org/{each}" for each in ("InStock", "SoldOut", "PreOrder")]},
        "url": {"pattern": "/inscriptions/[0-9]+/$"},
        "validFrom": MOMENT,
    },
}
STATUSES = ("Scheduled", "Rescheduled", "Postponed", "Cancelled", "MovedOnline")
STATUS = {"enum": [f"https://schema.org/Event{each}" for each in STATUSES]}
EVENT = {
    "type": "object",
    "required": [
        "@type", "@id", "name", "description", "startDate", "endDate", "eventStatus", "eventAttendanceMode",
        "location", "organizer", "isAccessibleForFree", "inLanguage",
    ],
    "properties": {
        "startDate": MOMENT,
        "endDate": MOMENT,
        "previousStartDate": MOMENT,
        "eventStatus": {"anyOf": [STATUS, {"type": "array", "items": STATUS, "minItems": 2}]},
        "location": {"anyOf": [PLACE, {"type": "array", "items": PLACE, "minItems": 2}]},
        "offers": OFFER,
        "superEvent": {"required": ["@type", "@id", "name"]},
    },
}  # fmt: skip


def data(client: Client, page: Page) -> Any:
    text = client.get(page.url).content.decode()
    assert SECRET not in text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(script)


def events_in(node: Any) -> list[dict[str, Any]]:
    instance = node.get("hasCourseInstance", node)
    found = instance.get("@graph") or instance.get("subEvent") or []
    for event in found:
        jsonschema.validate(event, EVENT)
    return list(found)


@pytest.mark.parametrize(
    ("page", "session", "expected"),
    [
        ({}, {"open": True}, {"eventStatus": "EventScheduled", "availability": "InStock", "price": "0"}),
        ({}, {"open": True, "full": True, "capacity": 1}, {"availability": "SoldOut"}),
        ({"modality": Modality.ONLINE}, {"open": True}, {"mode": "OnlineEventAttendanceMode"}),
        ({"modality": Modality.HYBRID}, {"open": True}, {"mode": "MixedEventAttendanceMode"}),
        ({}, {"cancelled": True}, {"eventStatus": "EventCancelled"}),
        ({}, {"state": SessionState.POSTPONED}, {"eventStatus": "EventPostponed"}),
        ({"price_kind": PriceKind.AMOUNT, "price_amount": 12}, {"open": True}, {"price": "12.00", "free": False}),
        ({"price_kind": PriceKind.PAY_WHAT_YOU_CAN}, {"open": True}, {"free": False}),
    ],
)
def test_each_kind_of_date_is_valid_and_says_what_it_is(
    client: Client, house: House, page: dict[str, Any], session: dict[str, Any], expected: dict[str, Any]
) -> None:
    event = WorkshopPageFactory(parent=house.agenda, title="Un « atelier » </script> & plus", **page)
    SessionFactory(event=event, join_url=SECRET, **session)
    (node,) = events_in(data(client, event))
    said = {
        "eventStatus": node["eventStatus"].rpartition("/")[2],
        "mode": node["eventAttendanceMode"].rpartition("/")[2],
        "availability": node.get("offers", {}).get("availability", "").rpartition("/")[2],
        "price": node.get("offers", {}).get("price"),
        "free": node["isAccessibleForFree"],
    }
    assert {name: said[name] for name in expected} == expected


def test_a_date_that_moved_says_which_it_was(client: Client, house: House) -> None:
    event = WorkshopPageFactory(parent=house.agenda)
    session = SessionFactory(event=event, open=True)
    Session.objects.filter(pk=session.pk).update(postponed_from=session.starts_at - dt.timedelta(days=30))
    (node,) = events_in(data(client, event))
    assert (node["eventStatus"], "previousStartDate" in node) == ("https://schema.org/EventRescheduled", True)


def test_a_date_that_left_its_room_says_so_on_the_page_to_search_engines_and_to_openagenda(
    client: Client, house: House
) -> None:
    """J4, O4."""
    event = WorkshopPageFactory(parent=house.agenda, venue_name="Salle du Lavoir")
    session = SessionFactory(event=event, open=True)
    services.follow_places(timezone.now())
    event.modality = Modality.ONLINE
    event.save()
    assert services.follow_places(timezone.now()) == 1
    (node,) = events_in(data(client, event))
    assert node["eventStatus"] == "https://schema.org/EventMovedOnline"
    assert "Désormais en visioconférence." in client.get(event.url).content.decode()
    assert status_of(dates_of(event).rows) == MOVED_ONLINE
    Session.objects.filter(pk=session.pk).update(postponed_from=session.starts_at - dt.timedelta(days=30))
    (node,) = events_in(data(client, event))
    assert [each.rpartition("/")[2] for each in node["eventStatus"]] == ["EventRescheduled", "EventMovedOnline"]


def test_summer_and_winter_have_their_offset(client: Client, house: House) -> None:
    """J3."""
    event = WorkshopPageFactory(parent=house.agenda)
    for month in (2, 7):
        start = timezone.make_aware(dt.datetime.combine(dt.date(2027, month, 4), dt.time(9)))
        SessionFactory(event=event, open=True, starts_at=start)
    with time_machine.travel(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), tick=False):
        nodes = events_in(data(client, event))
    assert [node["startDate"][-6:] for node in nodes] == ["+01:00", "+02:00"]
    assert {node["superEvent"]["@id"] for node in nodes} == {f"{event.full_url}#rendez-vous"}


def test_a_series_and_a_training_hold_their_dates(client: Client, house: House) -> None:
    """J8."""
    series = SeriesPageFactory(parent=house.agenda)
    for days in (5, 12, 19, 26, 33):
        SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True, days=days)
    node = data(client, series)
    assert (node["@type"], len(events_in(node))) == ("EventSeries", 5)
    (alone,) = events_in(data(client, VideoWorkshopPage.objects.child_of(series).first()))
    assert alone["superEvent"]["@id"] == node["@id"]
    training = TrainingPageFactory(parent=house.agenda)
    module = ModuleFactory(training=training)
    for days in (5, 12):
        SessionFactory(event=training, open=True, days=days, module=module)
    node = data(client, training)
    schedule = node["hasCourseInstance"]["courseSchedule"]
    assert (node["@type"], schedule["duration"], schedule["repeatCount"]) == ("Course", "PT360M", 2)
    assert len(events_in(node)) == 2


def test_a_date_shows_its_picture_its_region_and_who_agreed_to_be_named(client: Client, house: House) -> None:
    """J1, J2; law.md C-14. Who speaks another day is said of that day."""
    region = TerritoryFactory(name="Provence", kind=TerritoryKind.REGION)
    event = WorkshopPageFactory(
        parent=house.agenda, listing_image=ImageFactory(), territory=TerritoryFactory(parent=region)
    )
    _first, second = (SessionFactory(event=event, open=True, days=days) for days in (5, 12))
    EventPersonFactory(event=event, agreed=True, person__given_name="Ada", person__family_name="Toujours")
    EventPersonFactory(
        event=event, session=second, agreed=True, person__given_name="Ada", person__family_name="Ensuite"
    )
    EventPersonFactory(event=event, person__family_name="Silence")
    nodes = events_in(data(client, event))
    names = [[each["name"] for each in node["performer"]] for node in nodes]
    assert names == [["Ada Toujours"], ["Ada Ensuite", "Ada Toujours"]]
    assert {node["location"]["address"]["addressRegion"] for node in nodes} == {"Provence"}
    (picture,) = {node["image"] for node in nodes}
    assert urlsplit(picture).path in client.get(event.url).content.decode().partition("<figure")[2]


def test_a_date_without_picture_people_nor_region_says_none_of_them(client: Client, house: House) -> None:
    event = WorkshopPageFactory(parent=house.agenda, territory=TerritoryFactory())
    SessionFactory(event=event, open=True)
    (node,) = events_in(data(client, event))
    assert {"image", "performer"} & set(node) == set()
    assert "addressRegion" not in node["location"]["address"]


def test_a_date_says_the_same_on_its_page_and_on_that_of_its_series(client: Client, house: House) -> None:
    """J11: one `@id`, one place where to register."""
    series = SeriesPageFactory(parent=house.agenda)
    event = VideoWorkshopPageFactory(parent=series, modality=Modality.ONLINE)
    SessionFactory(event=event, open=True)
    (there,), (here,) = events_in(data(client, series)), events_in(data(client, event))
    assert there == here
    assert urlsplit(here["offers"]["url"]).path == f"/inscriptions/{event.pk}/"
    assert here["location"]["url"] == here["offers"]["url"]


@pytest.mark.parametrize("number", [1, 3])
def test_regions_of_a_series_take_the_same_queries_whatever_its_dates(house: House, number: int) -> None:
    region = TerritoryFactory(name="Provence", kind=TerritoryKind.REGION)
    series = SeriesPageFactory(parent=house.agenda)
    for _ in range(number):
        event = VideoWorkshopPageFactory(
            parent=series, modality=Modality.HYBRID, territory=TerritoryFactory(parent=region)
        )
        SessionFactory(event=event, open=True)
    dates = dates_of(series)
    with CaptureQueriesContext(connection) as captured:
        node = structured_data(series, dates)
    places = [each["location"][0]["address"]["addressRegion"] for each in node["subEvent"]]
    assert (places, len([each for each in captured if "cms_territory" in each["sql"]])) == (["Provence"] * number, 3)
