"""The welcome desk, presence half-day by half-day, and speaking time (issue 5, item 8)."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.dates import short_date_text
from events.attendance import attended_by
from events.door import door_token, speaking_time
from events.enums import Half, PresenceSource, RegistrationState
from events.half_days import half_days_of
from events.models import Attendance, Registration, Session, WorkshopPage
from events.services import Note, note_presences
from tests.factories.events import RegistrationFactory, SessionFactory, TimetableSlotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(workshop: WorkshopPage) -> Session:
    """9 h to 16 h today, with the meal of S3-15."""
    start = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(9)))
    session = SessionFactory(event=workshop, open=True, starts_at=start, ends_at=start + dt.timedelta(hours=7))
    for begins, ends, title in ((9, 12, "État des lieux"), (12, 13, "Déjeuner convivial"), (13, 16, "Graines")):
        TimetableSlotFactory(session=session, starts_at=dt.time(begins), ends_at=dt.time(ends), title=title)
    return session


def at(session: Session, hour: int, minute: int = 0) -> dt.datetime:
    return timezone.localtime(session.starts_at).replace(hour=hour, minute=minute)


def desk(session: Session) -> str:
    return f"/accueil-seance/{door_token(session)}/"


def send(client: Client, session: Session, notes: list[dict[str, Any]], half: str = "") -> Any:
    return client.post(
        f"{desk(session)}notes/?demi-journee={half}", json.dumps({"notes": notes}), content_type="application/json"
    )


def test_a_day_with_a_meal_is_two_half_days_without_it(day: Session) -> None:
    """law.md T-01: the meal is nobody's training."""
    assert [(half.half, half.minutes) for half in half_days_of(day)] == [(Half.MORNING, 180), (Half.AFTERNOON, 180)]


@pytest.mark.parametrize(
    ("begins", "ends", "halves"),
    [
        (dt.time(9), dt.time(10), [(Half.MORNING, 60)]),
        (dt.time(14), dt.time(17), [(Half.AFTERNOON, 180)]),
        (dt.time(18), dt.time(20), [(Half.AFTERNOON, 120)]),
        (dt.time(9), dt.time(17), [(Half.MORNING, 240), (Half.AFTERNOON, 240)]),
        (dt.time(9), dt.time(13, 30), [(Half.MORNING, 270)]),
    ],
)
def test_a_session_is_cut_at_thirteen_hours(
    session: Session, begins: dt.time, ends: dt.time, halves: list[Any]
) -> None:
    day = session.local_date
    session.starts_at = timezone.make_aware(dt.datetime.combine(day, begins))
    session.ends_at = timezone.make_aware(dt.datetime.combine(day, ends))
    assert [(half.half, half.minutes) for half in half_days_of(session)] == halves


def test_without_javascript_a_button_notes_a_presence(client: Client, day: Session) -> None:
    registration = RegistrationFactory(session=day)
    with time_machine.travel(at(day, 9, 5), tick=False):
        page = client.get(desk(day)).content.decode()
        assert str(registration.person) in page
        response = client.post(desk(day), {"note": f"{registration.uuid}:present", "demi-journee": ""}, follow=True)
    assert "Présence notée à 9" in response.content.decode()
    note = registration.attendances.get()
    assert (note.is_present, note.half, note.source) == (True, Half.MORNING, PresenceSource.DOOR)


def test_a_queue_kept_offline_may_be_sent_twice_late_and_from_two_telephones(client: Client, day: Session) -> None:
    """The latest note wins, whatever the order of arrival: no double presence, none lost."""
    ada, bruno = RegistrationFactory(session=day), RegistrationFactory(session=day)
    morning = f"{day.local_date:%Y-%m-%d}-morning"
    first = [
        {"registration": str(ada.uuid), "at": at(day, 9, 20).isoformat(), "action": "present", "half": morning},
        {"registration": str(bruno.uuid), "at": at(day, 9, 2).isoformat(), "action": "absent", "half": morning},
    ]
    second = [{"registration": str(bruno.uuid), "at": at(day, 9, 40).isoformat(), "action": "present", "half": morning}]
    with time_machine.travel(at(day, 11), tick=False):
        answers = [send(client, day, notes, morning).json() for notes in (second, first, first, second)]
    assert answers[-1] == {"half": morning, "here": 2, "states": {str(ada.uuid): "present", str(bruno.uuid): "present"}}
    assert all(answer == answers[-1] for answer in answers[1:])
    arrivals = {note.registration_id: note.arrived_at for note in Attendance.objects.order_by("pk")}
    assert arrivals == {ada.pk: at(day, 9, 20), bruno.pk: at(day, 9, 40)}


def test_a_telephone_whose_clock_runs_ahead_does_not_win_for_ever(client: Client, day: Session) -> None:
    ada = RegistrationFactory(session=day)
    with time_machine.travel(at(day, 9, 30), tick=False):
        note = {"registration": str(ada.uuid), "at": at(day, 15).isoformat(), "action": "absent", "half": ""}
        send(client, day, [note])
    with time_machine.travel(at(day, 9, 45), tick=False):
        client.post(desk(day), {"note": f"{ada.uuid}:present"})
    assert ada.attendances.filter(is_present=True, half=Half.MORNING).exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"notes": 3}',
        b'{"notes": [{}]}',
        b'{"notes": [{"registration": "x", "at": "", "action": ""}]}',
        b'{"notes": [{"registration": "00000000000000000000000000000000", "at": "2026-01-01", "action": "dance"}]}',
    ],
)
def test_odd_notes_are_refused_and_write_nothing(client: Client, day: Session, body: bytes) -> None:
    with time_machine.travel(at(day, 9), tick=False):
        response = client.post(f"{desk(day)}notes/", body, content_type="application/json")
    assert (response.status_code, Attendance.objects.count()) == (400, 0)


def test_an_unknown_half_day_or_a_stranger_changes_nothing(client: Client, day: Session, session: Session) -> None:
    stranger = RegistrationFactory(session=session)
    ada = RegistrationFactory(session=day)
    with time_machine.travel(at(day, 9), tick=False):
        note = {"registration": str(stranger.uuid), "at": at(day, 9).isoformat(), "action": "present", "half": ""}
        assert send(client, day, [note]).status_code == 200
        wrong = {**note, "registration": str(ada.uuid), "half": "2001-01-01-morning"}
        assert send(client, day, [wrong]).status_code == 409
    assert Attendance.objects.count() == 0


def test_the_desk_is_open_around_the_day_only_and_a_new_key_closes_it(client: Client, day: Session) -> None:
    address = desk(day)
    pages = {}
    for days in (-3, 0, 3):
        with time_machine.travel(day.starts_at + dt.timedelta(days=days), tick=False):
            pages[days] = client.get(address)
    assert {days: page.status_code for days, page in pages.items()} == {-3: 403, 0: 200, 3: 410}
    assert "L’accueil n’est pas ouvert" in pages[-3].content.decode()
    assert short_date_text(day.starts_at - dt.timedelta(days=2)) in pages[-3].content.decode()
    assert "s’est refermée" in pages[3].content.decode()
    Session.objects.filter(pk=day.pk).update(door_key="00000000-0000-0000-0000-000000000000")
    with time_machine.travel(day.starts_at, tick=False):
        assert client.get(address).status_code == 404


def test_names_of_the_desk_are_not_cached_nor_indexed_and_get_writes_nothing(client: Client, day: Session) -> None:
    RegistrationFactory(session=day)
    waiting = RegistrationFactory(session=day, state=RegistrationState.WAITING, person__family_name="Attente")
    with time_machine.travel(day.starts_at, tick=False):
        page = client.get(desk(day))
    assert "no-store" in page["Cache-Control"]
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert (str(waiting.person) in page.content.decode(), Attendance.objects.count()) == (False, 0)


def noted(registration: Registration, half: str, *moments: tuple[str, dt.datetime]) -> None:
    for action, moment in moments:
        note = Note(registration.uuid, moment, action != "absent", half, left=action == "left")
        note_presences(session=registration.session, notes=[note], source=PresenceSource.DOOR, now=moment)


def test_hours_are_those_really_attended(day: Session) -> None:
    """law.md T-02: arrival and departure inside each half-day; a queue at the door costs nothing."""
    ada = RegistrationFactory(session=day)
    morning, afternoon = [half.key for half in half_days_of(day)]
    noted(ada, morning, ("present", at(day, 9, 12)))
    noted(ada, afternoon, ("present", at(day, 13, 30)), ("left", at(day, 15, 0)))
    assert [(row.session, row.minutes) for row in attended_by(ada.person_id, day.event)] == [(day, 180 + 90)]


def test_a_signed_sheet_gives_the_whole_half_day(day: Session) -> None:
    ada = RegistrationFactory(session=day)
    keys = [half.key for half in half_days_of(day)]
    notes = [Note(ada.uuid, at(day, 18), half_day=key) for key in keys]
    note_presences(session=day, notes=notes, source=PresenceSource.SHEET, now=at(day, 18))
    assert [row.minutes for row in attended_by(ada.person_id, day.event)] == [360]


def test_the_speaking_time_is_the_moment_shared_between_those_present(client: Client, session: Session) -> None:
    """S0-19: 25 min for 20 people make 75 s each."""
    TimetableSlotFactory(
        session=session, starts_at=dt.time(9, 5), ends_at=dt.time(9, 30), title="Pitch de chaque projet"
    )
    TimetableSlotFactory(session=session, starts_at=dt.time(9, 30), ends_at=dt.time(9, 50), title="Point formel")
    Session.objects.filter(pk=session.pk).update(capacity=20)
    session.refresh_from_db()
    people = RegistrationFactory.create_batch(20, session=session)
    assert (speaking_time(session).minutes, speaking_time(session).seconds_each) == (25, 75)
    notes = [Note(each.uuid, session.starts_at) for each in people[:10]]
    note_presences(session=session, notes=notes, source=PresenceSource.DOOR, now=session.starts_at)
    assert speaking_time(session).seconds_each == 150
    with time_machine.travel(session.starts_at, tick=False):
        page = client.get(f"{desk(session)}tour-de-table/").content.decode()
        whole = client.get(f"{desk(session)}tour-de-table/", {"moment": "seance"}).content.decode()
    assert "25 min ÷ 10 personnes" in page
    assert "<strong data-left>2\u00a0min 30\u00a0s</strong>" in page
    assert '<option value="seance" selected>Toute la séance</option>' in whole
    assert speaking_time(session, "seance").minutes == 180


def test_three_people_at_the_desk_cost_no_more_queries_than_one(client: Client, day: Session) -> None:
    def cost() -> int:
        noted(RegistrationFactory(session=day), "", ("present", at(day, 9)))
        with time_machine.travel(at(day, 10), tick=False):
            client.get(desk(day))
            with CaptureQueriesContext(connection) as queries:
                client.get(desk(day))
        return len(queries)

    assert cost() == cost() == cost()


def test_the_script_that_keeps_the_desk_lives_at_its_address_and_dies_with_it(client: Client, day: Session) -> None:
    """Its scope is the folder it is served from: nothing outside the desk, and nothing once the desk is closed."""
    address = f"{desk(day)}sans-reseau.js"
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/javascript")
    assert (day.ends_at + dt.timedelta(days=2)).date().isoformat() in answer.content.decode()
    assert f'data-worker="{address}"' in client.get(desk(day)).content.decode()
    with time_machine.travel(day.ends_at + dt.timedelta(days=3)):
        assert client.get(address).status_code == 410
