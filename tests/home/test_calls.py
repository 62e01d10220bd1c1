"""Calls for projects: one deadline, its history, and where it stands today (S0-06 to S0-08)."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from home.enums import CallState
from home.models import CallPage, DeadlineChange
from tests.factories.home import CallPageFactory
from tests.factories.tree import House
from tests.home.reading import get, main_text, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(house: House) -> CallPage:
    return CallPageFactory(parent=house.calls, opens_on=dt.date(2027, 1, 10), deadline=dt.date(2027, 3, 31))


@pytest.mark.parametrize(
    ("now", "state", "listed"),
    [
        ("2027-01-09 23:30+01:00", CallState.UPCOMING, False),
        ("2027-01-10 00:30+01:00", CallState.OPEN, True),
        ("2027-03-31 23:59+02:00", CallState.OPEN, True),
        ("2027-04-01 00:01+02:00", CallState.CLOSED, False),
    ],
)
def test_a_call_is_open_from_its_opening_to_the_end_of_its_last_day(
    call: CallPage, now: str, state: CallState, listed: bool
) -> None:
    with time_machine.travel(now, tick=False):
        assert call.state == state
        assert call.is_open is listed
        assert CallPage.objects.open().exists() is listed


@pytest.mark.parametrize(
    ("now", "chip", "words"),
    [
        ("2027-01-01", "Ouvre bientôt", "Ouverture le dimanche 10 janvier 2027."),
        ("2027-03-01", "Ouvert", "Il reste 30 jours."),
        ("2027-03-30", "Ouvert", "C’est demain."),
        ("2027-03-31", "Ouvert", "C’est le dernier jour."),
        ("2027-04-01", "Clos", "Cette campagne est terminée"),
    ],
)
def test_the_page_says_where_the_call_stands(client: Client, call: CallPage, now: str, chip: str, words: str) -> None:
    with time_machine.travel(f"{now} 12:00+01:00", tick=False):
        response = get(client, call)
    state = soup(response).select_one(".deadline-state")
    assert state is not None
    assert state.get_text(strip=True) == chip
    assert "mercredi 31 mars 2027" in main_text(response)
    assert words in main_text(response)


def test_a_postponement_strikes_the_old_date_and_says_who_and_why(client: Client, call: CallPage) -> None:
    """S0-08"""
    DeadlineChange.objects.create(
        page=call,
        previous_deadline=dt.date(2026, 12, 31),
        decided_by="le comité de pilotage",
        reason="les équipes manquaient de temps",
    )
    row = soup(get(client, call)).select_one(".deadline-history li")
    assert row is not None
    struck = row.select_one("s time")
    assert struck is not None
    assert struck["datetime"] == "2026-12-31"
    words = " ".join(row.get_text(" ").split())
    assert words == (
        "Date qui n’est plus valable : 31 décembre 2026 reportée (décision : le comité de pilotage) : "
        "les équipes manquaient de temps"
    )


def test_a_call_without_postponement_shows_no_history(client: Client, call: CallPage) -> None:
    assert soup(get(client, call)).select_one(".deadline-history") is None
