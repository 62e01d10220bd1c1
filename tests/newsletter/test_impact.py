"""The funders' report: figures that are right, and nobody found in them (issue 8 item 7, law.md G-09)."""

import csv
import io
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.enums import Half, PresenceSource, RegistrationState
from events.models import Attendance, Profile, Registration, Session
from home.models import ProgrammePage
from newsletter.impact.chart import chart_of
from newsletter.impact.figures import By, report_of
from newsletter.impact.files import as_csv, rows_of
from newsletter.impact.hiding import FEWEST, hidden_among
from tests.factories.events import RegistrationFactory, SeedFactory, SessionFactory, WorkshopPageFactory
from tests.factories.home import ProgrammePageFactory
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.tree import House

NOW = datetime(2027, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize("smallest", range(8))
def test_no_hidden_group_is_found_by_subtraction(smallest: int) -> None:
    for others in product(range(8), repeat=3):
        assert_nobody_is_found([smallest, *others])


def assert_nobody_is_found(sizes: list[int]) -> None:
    groups = [frozenset(range(rank * 10, rank * 10 + size)) for rank, size in enumerate(sizes)]
    assert_no_few_are_told(groups, hidden_among(groups, people=lambda group: group))


def assert_no_few_are_told(groups: list[frozenset[int]], hidden: list[frozenset[int]]) -> None:
    assert {group for group in groups if 0 < len(group) < FEWEST} <= set(hidden)
    unseen = frozenset[int]().union(*hidden)
    seen = frozenset[int]().union(*(group for group in groups if group not in hidden))
    if hidden and seen:
        assert len(hidden) > 1
        assert len(unseen) >= FEWEST
        assert len(unseen - seen) not in range(1, FEWEST)


@pytest.mark.parametrize(
    "groups",
    [
        [{1, 2, 3}, {1, 2, 3, 4}, {11, 12, 13, 14, 15}, {*range(20, 30)}],
        [{1, 2, 3}, {11, 12, 13}, {1, 11, 12, 13, 14, 15}],
        [{1, 2, 3}, {11, 12, 13}, {1, 11, 12, 13, 14, 15}, {*range(20, 30)}],
    ],
    ids=["the same few twice", "alone with one shown", "few who are nowhere else"],
)
def test_somebody_of_two_groups_is_counted_once_when_they_are_hidden(groups: list[set[int]]) -> None:
    frozen = list(map(frozenset, groups))
    assert_no_few_are_told(frozen, hidden_among(frozen, people=lambda group: group))


pytestmark = pytest.mark.django_db


def held(house: House, programme: ProgrammePage | None, day: date, people: list[Any], **session: Any) -> Session:
    """A session of two hours on `day`, where `people` had a place."""
    start = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    event = WorkshopPageFactory(parent=house.agenda, programme=programme)
    made = SessionFactory(event=event, past=True, starts_at=start, ends_at=start.replace(hour=11), **session)
    for person in people:
        RegistrationFactory(session=made, person=person)
    return made


@pytest.fixture
def programmes(house: House) -> list[ProgrammePage]:
    return [ProgrammePageFactory(parent=house.programmes, title=title) for title in ("Grand", "Moyen", "Petit")]


def shown(year: int | None, by: By) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows_of(report_of(year, by, now=NOW))}


def test_people_count_once_and_hours_for_each(house: House, programmes: list[ProgrammePage]) -> None:
    people = PersonFactory.create_batch(6)
    first = held(house, programmes[0], date(2027, 3, 1), people, capacity=10)
    held(house, programmes[0], date(2027, 4, 1), people, capacity=8)
    held(house, programmes[0], date(2026, 4, 1), people)
    SeedFactory(workshop=first.event.specific, sown_on=date(2027, 3, 1))
    RegistrationFactory(session=first, state=RegistrationState.CANCELLED)
    SessionFactory(event=first.event, cancelled=True, days=-120)
    assert shown(2027, By.PROGRAMME) == {
        "Grand": ["2", "6", "24", "24", "18", "1", "0"],
        "Ensemble": ["2", "6", "24", "24", "18", "1", "0"],
    }


def test_attendance_noted_replaces_the_estimate(house: House) -> None:
    session = held(house, None, date(2027, 3, 1), PersonFactory.create_batch(6))
    for registration in Registration.objects.order_by("pk")[:5]:
        Attendance.objects.create(
            registration=registration,
            day=session.local_date,
            half=Half.MORNING,
            noted_at=session.starts_at,
            source=PresenceSource.choices[0][0],
        )
    assert shown(2027, By.TERRITORY)["Ensemble"][:4] == ["1", "5", "10", "0"]


def test_small_groups_are_not_shown_nor_those_that_betray_them(house: House, programmes: list[ProgrammePage]) -> None:
    for programme, size in zip(programmes, (9, 6, 2), strict=True):
        held(house, programme, date(2027, 3, 1), PersonFactory.create_batch(size))
    report = report_of(2027, By.PROGRAMME, now=NOW)
    assert [(group.label, group.is_hidden) for group in report.groups] == [
        ("Grand", False),
        ("Moyen", True),
        ("Petit", True),
    ]
    rows = list(csv.reader(io.StringIO(as_csv(report)[1:]), delimiter=";"))
    assert [row[1:5] for row in rows if row[0] in ("Moyen", "Petit")] == [["1", *["non montré"] * 3]] * 2
    chart = chart_of(report)
    assert chart is not None
    assert [bar.words for bar in chart.bars] == ["9", "non montré", "non montré"]


def test_a_year_with_few_people_takes_the_sum_of_years_with_it(house: House, programmes: list[ProgrammePage]) -> None:
    held(house, programmes[0], date(2027, 3, 1), PersonFactory.create_batch(6))
    held(house, programmes[0], date(2026, 3, 1), PersonFactory.create_batch(2))
    told = shown(None, By.PROGRAMME)
    assert {label: row[1] for label, row in told.items()} == {
        "2026": "non montré",
        "2027": "6",
        "Ensemble": "non montré",
    }


def test_profiles_divide_people_and_say_nothing_of_outputs(house: House) -> None:
    session = held(house, None, date(2027, 3, 1), [])
    for name, size in (("social", 5), ("culture", 7)):
        profile = Profile.objects.create(name=name)
        for person in PersonFactory.create_batch(size):
            RegistrationFactory(session=session, person=person, profile=profile)
    assert shown(2027, By.PROFILE) == {
        "culture": ["1", "7", "14", "14"],
        "social": ["1", "5", "10", "10"],
        "Ensemble": ["1", "12", "24", "24"],
    }


def test_the_number_of_queries_does_not_depend_on_the_figures(
    house: House, programmes: list[ProgrammePage], django_assert_num_queries: Any
) -> None:
    held(house, programmes[0], date(2027, 3, 1), PersonFactory.create_batch(1))
    with CaptureQueriesContext(connection) as one:
        report_of(2027, By.PROGRAMME, now=NOW)
    for programme in programmes:
        held(house, programme, date(2027, 4, 1), PersonFactory.create_batch(3))
    with django_assert_num_queries(len(one)):
        report_of(2027, By.PROGRAMME, now=NOW)


@pytest.mark.parametrize("query", ["", "?annee=2027&par=profil", "?annee=hier&par=humeur", "?annee=²027"])
def test_the_screen_answers_whatever_is_asked(client: Client, house: House, query: str) -> None:
    client.force_login(UserFactory(groups=["Animation"]))
    held(house, None, date(2020, 3, 1), PersonFactory.create_batch(5))
    answer = client.get(f"/admin/bilan/{query}")
    assert answer.status_code == 200
    assert "Bilan pour les financeurs" in answer.content.decode()


def test_files_are_for_those_who_see_registrations(client: Client, house: House) -> None:
    held(house, None, date(2020, 3, 1), PersonFactory.create_batch(5))
    client.force_login(UserFactory(groups=["Rédaction"]))
    assert client.get("/admin/bilan/")["Location"] == "/admin/"
    client.force_login(UserFactory(groups=["Modération"]))
    assert client.get("/admin/bilan/?annee=2020&fichier=csv")["Content-Type"] == "text/csv; charset=utf-8"
    assert client.get("/admin/bilan/?annee=2020&fichier=pdf").content[:4] == b"%PDF"
