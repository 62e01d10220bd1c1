"""Dates typed by hand that contradict a deadline (S0-08; issue 8.4)."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from cms.mentions import mentions_in, sentences_of
from home.contradictions import contradictions
from home.models import CallPage, DeadlineChange
from tests.factories.home import CallPageFactory, NewsPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before_the_deadline():
    with time_machine.travel("2021-01-15 12:00+01:00", tick=False):
        yield


@pytest.fixture
def call(house: House) -> CallPage:
    """The call of S0: first until 31 December 2020, then until 31 March 2021."""
    page: CallPage = CallPageFactory(
        parent=house.calls,
        title="Culture santé",
        campaign=2021,
        summary="",
        opens_on=dt.date(2020, 10, 15),
        deadline=dt.date(2021, 3, 31),
    )
    DeadlineChange.objects.create(page=page, previous_deadline=dt.date(2020, 12, 31))
    return page


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Les dossiers se déposent jusqu’au 31 décembre 2020.", ["31 décembre 2020"]),
        ("Date limite : 31/12/2020", ["31/12/2020"]),
        ("Clôture le 1er avril.", ["1er avril"]),
        ("Les dossiers se déposent jusqu’au 31 mars 2021.", []),
        ("Clôture le 31 mars", []),
        ("La clôture, d’abord prévue le 31 décembre 2020, est reportée au 31 mars 2021.", []),
        ("La clôture, initialement prévue le 31 décembre 2020, a été reportée.", []),
        ("L’appel ouvre le 15 octobre 2020, clôture au printemps.", []),
        ("Un webinaire a eu lieu le 20 novembre 2020.", []),
    ],
)
def test_a_sentence_about_closing_gives_the_date_of_the_call_or_is_listed(
    call: CallPage, sentence: str, found: list[str]
) -> None:
    call.body = [("text", f"<p>{sentence}</p>")]
    call.save_revision().publish()
    assert [one.mention.words for one in contradictions()] == found


def test_other_pages_are_read_when_they_name_the_call_or_lead_to_it_alone(house: House, call: CallPage) -> None:
    other = CallPageFactory(parent=house.calls, title="Culture handicap", deadline=dt.date(2021, 6, 1), summary="")
    said = "Répondez avant le 31 décembre 2020."
    NewsPageFactory(parent=house.news, title="Nommé", summary=f"Culture santé : {said[0].lower()}{said[1:]}")
    NewsPageFactory(parent=house.news, title="Sans rapport", summary=said)
    NewsPageFactory(parent=house.news, title="Brouillon", summary=f"Culture santé : {said}", live=False)
    for title, pages in (("Mène à lui", [call]), ("Mène à deux", [call, other])):
        teasers = [("page_teaser", {"page": page, "title": "", "summary": ""}) for page in pages]
        news = NewsPageFactory(parent=house.news, title=title, summary="", body=[("text", f"<p>{said}</p>"), *teasers])
        news.save_revision().publish()
    assert sorted(one.page.title for one in contradictions([call])) == ["Mène à lui", "Nommé"]
    with time_machine.travel("2021-04-15 12:00+02:00", tick=False):
        assert contradictions() == []


def test_an_editor_reads_the_report_and_the_warning_on_the_call(client: Client, house: House, call: CallPage) -> None:
    NewsPageFactory(parent=house.news, title="Une vieille nouvelle", summary="Culture santé : clôture le 2 janvier.")
    client.force_login(UserFactory(is_superuser=True))
    for path in ("/admin/rapports/dates-a-verifier/", f"/admin/pages/{call.pk}/edit/"):
        assert "Une vieille nouvelle" in client.get(path).content.decode()


def test_what_is_no_date_is_left_alone() -> None:
    assert [
        mention.words for mention in mentions_in("le 40/13/2021, 1/2 heure, version 3.2.1, le 3 mai et 03/05/21")
    ] == [
        "3 mai",
        "40/13/2021",
        "03/05/21",
    ]
    assert sentences_of("Un. Deux ;\n• Trois…  Quatre") == ["Un.", "Deux", "Trois…", "Quatre"]
