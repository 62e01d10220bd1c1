"""Calendars one follows: valid for parsers that are not ours, stable, narrowed like the page, without a secret."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject  # type: ignore[import-untyped]
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from cms.ical.lines import calendar, folded, local_time, text
from events.enums import RegistrationState
from events.models import EventsSettings, PrivateFeed, Session, WorkshopPage
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.events import (
    RegistrationFactory,
    SeriesPageFactory,
    SessionFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
)
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
FEED = "/agenda.ics"


def read(client: Client, address: str = FEED) -> Any:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content)


def uids(calendar: Any) -> list[str]:
    return [str(event["UID"]) for event in calendar.walk("VEVENT")]


def test_two_parsers_read_the_same_thing(client: Client, house: House) -> None:
    """I7, I18, I20: guillemets, an emoji, an apostrophe, commas and semicolons survive both."""
    title = "L’atelier « des liens » ; été, hiver 🌱 — une phrase trop longue pour soixante-quinze octets, on la plie"
    page = WorkshopPageFactory(parent=house.agenda, title=title, summary="Une ligne,\nune autre ; et \\ une barre.")
    page.topics.add(TopicFactory(name="Mobilité, partage"))
    page.save()
    session = SessionFactory(event=page, open=True)
    content = client.get(FEED).content
    ours = Calendar.from_ical(content).walk("VEVENT")[0]
    theirs = vobject.readOne(content.decode()).vevent
    assert (str(ours["SUMMARY"]), theirs.summary.value) == (theirs.summary.value, str(ours["SUMMARY"]))
    assert "🌱" in theirs.summary.value
    assert str(ours["DESCRIPTION"]) == theirs.description.value
    assert "une autre" in theirs.description.value
    assert ours["DTSTART"].dt == theirs.dtstart.value == session.starts_at
    assert theirs.location.value == "Salle du Lavoir, 1 place du Lavoir, Sainte-Ourse"
    assert str(ours["UID"]) == str(session.uuid)
    assert str(ours["URL"]) == page.full_url
    assert ours["CATEGORIES"].cats == ["Mobilité, partage"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_feed_asks_for_nothing_and_names_nobody(client: Client, session: Session) -> None:
    """I10, L-11."""
    Session.objects.filter(pk=session.pk).update(join_url="https://visio.exemple.org/secret")
    registration = RegistrationFactory(session=session)
    content = client.get(FEED).content.decode()
    words = ("METHOD", "ATTENDEE", "CONFERENCE", "secret", registration.contact_email, registration.person.family_name)
    assert [word for word in words if word in content] == []
    head = Calendar.from_ical(content)
    assert (str(head["REFRESH-INTERVAL"].to_ical().decode()), str(head["X-PUBLISHED-TTL"])) == ("PT1H", "PT1H")
    assert {"NAME", "X-WR-CALNAME", "URL", "SOURCE", "LAST-MODIFIED"} <= set(head)


@pytest.mark.parametrize(
    ("day", "winter"), [(dt.date(2026, 3, 28), True), (dt.date(2026, 3, 29), False), (dt.date(2026, 10, 26), True)]
)
def test_nine_o_clock_stays_nine_o_clock_across_the_change_of_time(
    client: Client, workshop: WorkshopPage, day: dt.date, winter: bool
) -> None:
    """I5, I6."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    SessionFactory(event=workshop, open=True, starts_at=start)
    with time_machine.travel(start - dt.timedelta(days=1), tick=False):
        (event,) = read(client).walk("VEVENT")
        raw = client.get(FEED).content.decode()
    assert f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T090000" in raw
    assert event["DTSTART"].dt.astimezone(dt.UTC).hour == (8 if winter else 7)
    assert vobject.readOne(raw).vevent.dtstart.value.astimezone(dt.UTC).hour == (8 if winter else 7)


def test_the_hour_that_comes_twice_keeps_its_order(client: Client, workshop: WorkshopPage) -> None:
    """25 October 2026, 2 h 30: summer's, then winter's an hour later."""
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    SessionFactory(event=workshop, open=True, starts_at=first - dt.timedelta(hours=1), ends_at=first)
    with time_machine.travel(first - dt.timedelta(days=1), tick=False):
        (event,) = read(client).walk("VEVENT")
    assert event["DTEND"].dt.astimezone(dt.UTC) == first


def test_the_feed_and_the_page_show_the_same_dates_for_the_same_choice(client: Client, house: House) -> None:
    """I14."""
    topic, place = TopicFactory(name="Mobilité"), TerritoryFactory(name="Sainte-Ourse")
    workshop = WorkshopPageFactory(parent=house.agenda, territory=place)
    workshop.topics.add(topic)
    workshop.save()
    training = TrainingPageFactory(parent=house.agenda)
    near, far = SessionFactory(event=workshop, open=True), SessionFactory(event=workshop, open=True, days=90)
    full = SessionFactory(event=training, open=True, capacity=1, full=True)
    SessionFactory(event=WorkshopPageFactory(parent=house.agenda, live=False), open=True)
    limit = (timezone.localdate() + dt.timedelta(days=60)).isoformat()
    expected = {
        "": [near, full, far],
        "?theme=mobilite": [near, far],
        "?territoire=sainte-ourse&type=ateliers": [near, far],
        "?type=formations": [full],
        "?places=1": [near, far],
        f"?au={limit}": [near, full],
        f"?du={limit}": [far],
        "?type=inconnu&du=demain": [near, full, far],
    }
    for query, sessions in expected.items():
        assert sorted(uids(read(client, f"{FEED}{query}"))) == sorted(str(each.uuid) for each in sessions), query
        page = client.get(f"{house.agenda.url}{query}").content.decode()
        assert {each.event.title in page for each in sessions} == {True}, query


def test_an_unchanged_feed_is_the_same_to_the_byte_and_answers_304(client: Client, session: Session) -> None:
    """I4, I13."""
    first, second = client.get(FEED), client.get(FEED)
    assert (first.content == second.content, first["ETag"] == second["ETag"]) == (True, True)
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Session.objects.filter(pk=session.pk).update(title="Autre chose")
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200
    packed = client.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert client.get(FEED, headers={"If-None-Match": packed["ETag"], "Accept-Encoding": "gzip"}).status_code == 304


def test_a_cancelled_date_says_so_for_thirty_days_and_the_past_has_its_months(client: Client, house: House) -> None:
    """I11, I13."""
    page = WorkshopPageFactory(parent=house.agenda)
    cancelled = SessionFactory(event=page, cancelled=True, days=10)
    long_ago = SessionFactory(event=page, cancelled=True, days=-40)
    past = SessionFactory(event=page, past=True, days=-200)
    (states,) = [{str(event["UID"]): str(event["STATUS"]) for event in read(client).walk("VEVENT")}]
    assert states == {str(cancelled.uuid): "CANCELLED", str(past.uuid): "CONFIRMED"}
    assert str(long_ago.uuid) not in states
    EventsSettings.objects.create(site=page.get_site(), feed_months=3)
    assert uids(read(client)) == [str(cancelled.uuid)]


def test_an_event_and_a_series_have_their_own_calendar(client: Client, house: House) -> None:
    """I2: one entry for each date, tied by the event they belong to."""
    series = SeriesPageFactory(parent=house.agenda)
    dates = [SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True, days=day) for day in (3, 5)]
    workshop = WorkshopPageFactory(parent=house.agenda)
    parts = [SessionFactory(event=workshop, open=True, days=day) for day in (3, 13)]
    assert uids(read(client, f"/rendez-vous/{series.pk}.ics")) == [str(each.uuid) for each in dates]
    both = read(client, f"/rendez-vous/{workshop.pk}.ics").walk("VEVENT")
    assert [str(event["UID"]) for event in both] == [str(each.uuid) for each in parts]
    assert {str(event["X-DIRIGEABLE-EVENT"]) for event in both} == {str(workshop.translation_key)}
    assert client.get("/rendez-vous/999999.ics").status_code == 404


def test_a_personal_calendar_shows_what_its_holder_registered_for_and_can_be_closed(
    client: Client, session: Session
) -> None:
    """I15."""
    mine = RegistrationFactory(session=session)
    other = SessionFactory(event=session.event, open=True, days=50)
    RegistrationFactory(session=other)
    RegistrationFactory(
        session=SessionFactory(event=session.event, open=True, days=70),
        person=mine.person,
        contact_email=mine.contact_email,
        state=RegistrationState.WAITING,
    )
    feed = PrivateFeed.objects.create(address=mine.contact_email)
    response = client.get(f"/mon-agenda/{feed.key}.ics")
    assert uids(Calendar.from_ical(response.content)) == [str(session.uuid)]
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex, nofollow")
    feed.delete()
    assert client.get(f"/mon-agenda/{feed.key}.ics").status_code == 404


def test_the_news_feed_lists_the_dates_to_come(client: Client, session: Session) -> None:
    response = client.get("/agenda.xml?type=ateliers")
    body = response.content.decode()
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (f"urn:uuid:{session.uuid}" in body, "Se déplacer autrement" in body) == (True, True)
    assert f"urn:uuid:{session.uuid}" not in client.get("/agenda.xml?type=formations").content.decode()


@pytest.mark.parametrize("address", [FEED, "/agenda.xml", "agenda", "mois"])
def test_thirty_dates_cost_no_more_queries_than_one(client: Client, house: House, address: str) -> None:
    url = {"agenda": house.agenda.url, "mois": f"{house.agenda.url}?vue=mois"}.get(address, address)

    def cost(more: int) -> int:
        for number in range(more):
            SessionFactory(event=WorkshopPageFactory(parent=house.agenda), open=True, days=number + 1)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    assert cost(2) == cost(10)


@pytest.mark.parametrize(
    "name",
    ["Europe/Paris", "America/Cayenne", "Indian/Reunion", "America/Miquelon", "Pacific/Noumea", "Africa/Casablanca"],
)
def test_every_zone_of_the_territory_is_read_right_in_both_seasons(name: str) -> None:
    """I5: also overseas, and where the hour follows the moon."""
    zone = ZoneInfo(name)
    for month in (1, 4, 7, 11):
        nine = dt.datetime(2027, month, 10, 9, tzinfo=zone)
        lines = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", local_time("DTSTART", nine), "END:VEVENT"]
        content = calendar([], [lines], [name])
        assert Calendar.from_ical(content).walk("VEVENT")[0]["DTSTART"].dt == nine
        if name != "Africa/Casablanca":
            assert vobject.readOne(content.decode()).vevent.dtstart.value == nine


def test_lines_are_cut_by_octets_and_never_inside_a_letter() -> None:
    line = "SUMMARY:" + "é" * 100
    pieces = folded(line).split("\r\n ")
    assert "".join(pieces) == line
    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert text("a\x00b\r\nc;d,e\\f") == "ab\\nc\\;d\\,e\\\\f"
