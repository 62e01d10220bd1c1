"""The register of subscribers in the admin: list, filters, proof, export, departure (issue item 2; law.md G-13)."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from newsletter.enums import SubscriberState
from newsletter.models import LetterPage, Subscriber
from tests.factories.newsletter import SubscriberFactory, make_sent_letter
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
LIST = "/admin/newsletter/subscriber/"


def inspect_path(subscriber: Subscriber) -> str:
    return f"{LIST}inspect/{subscriber.pk}/"


def unsubscribe_path(subscriber: Subscriber) -> str:
    return reverse("newsletter_admin:unsubscribe", args=[subscriber.pk])


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    client.force_login(UserFactory(groups=["Modération"]))
    return client


@pytest.fixture
def three(house: House) -> dict[str, Subscriber]:
    return {
        state: SubscriberFactory(email=f"{state}@valclair.example", state=state) for state in SubscriberState.values
    }


@pytest.mark.parametrize("state", SubscriberState.values)
def test_the_list_is_narrowed_by_state(desk: Client, three: dict[str, Subscriber], state: str) -> None:
    page = desk.get(LIST, {"etat": state}).content.decode()
    assert [row for row in three if f"{row}@valclair.example" in page] == [state]


def test_someone_is_found_by_a_piece_of_their_address(desk: Client, three: dict[str, Subscriber]) -> None:
    page = desk.get(LIST, {"q": "PENDING@"}).content.decode()
    assert [row for row in three if f"{row}@valclair.example" in page] == ["pending"]


@pytest.mark.parametrize(
    "query", [{"etat": "x"}, {"inconnu": "1"}, {"asked_at__gte": "hier"}, {"p": "x"}, {"q": "\x00"}]
)
def test_an_odd_filter_still_shows_a_list(desk: Client, three: dict[str, Subscriber], query: dict[str, str]) -> None:
    assert desk.get(LIST, query, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("register", "sentence"),
    [
        (LIST, "Personne n’est encore abonné."),
        ("/admin/newsletter/reply/", "Personne n’a encore répondu à une lettre."),
    ],
)
def test_an_empty_register_says_so_in_a_sentence(desk: Client, register: str, sentence: str) -> None:
    page = desk.get(register).content.decode()
    assert (sentence in page, "Page 1 sur 1" in page) == (True, False)


def test_queries_do_not_grow_with_the_list(desk: Client, django_assert_num_queries: Any) -> None:
    SubscriberFactory()
    desk.get(LIST)
    with CaptureQueriesContext(connection) as first:
        desk.get(LIST)
    SubscriberFactory.create_batch(2)
    with django_assert_num_queries(len(first)):
        desk.get(LIST)


def test_the_proof_shows_the_words_of_that_day_and_the_letters_received(
    desk: Client, three: dict[str, Subscriber], letter: LetterPage
) -> None:
    """law.md C-04."""
    subscriber = three["confirmed"]
    make_sent_letter(letter)
    consent = subscriber.consent
    assert consent is not None
    page = desk.get(inspect_path(subscriber)).content.decode()
    for words in (
        consent.text_revision.content["label"],
        consent.wording_hash,
        "Confirmé depuis l’adresse le",
        "Infolettre\u00a0: La lettre de mars",
        "accepté par le serveur suivant",
    ):
        assert words in page


@pytest.mark.parametrize("state", SubscriberState.values)
def test_each_state_can_be_inspected(desk: Client, three: dict[str, Subscriber], state: str) -> None:
    assert desk.get(inspect_path(three[state])).status_code == 200


def test_an_export_stands_in_the_history_without_any_address(desk: Client, three: dict[str, Subscriber]) -> None:
    """law.md G-13."""
    desk.get(LIST, {"export": "csv"})
    entry = ModelLogEntry.objects.get(action="cms.export")
    assert (entry.data["rows"], entry.data["columns"].split(", ")[:2]) == (3, ["email", "state_in_words"])
    assert "@" not in str(entry.data)


def test_addresses_leave_with_who_may_take_them_away_not_with_who_only_reads_the_list(
    client: Client, three: dict[str, Subscriber]
) -> None:
    reader = UserFactory()
    reader.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_subscriber"]))
    seen = []
    for user in (UserFactory(groups=["Rédaction"]), reader):
        client.force_login(user)
        seen.append([client.get(LIST, query).status_code for query in ({}, {"export": "csv"})])
    assert seen == [[200, 200], [200, 302]]


def test_the_export_never_holds_a_formula(desk: Client) -> None:
    for number, source in enumerate(["=HYPERLINK(1)", "+1", "-1", "@x", "/abonnement/"]):
        SubscriberFactory(email=f"a{number}@valclair.example", source=source)
    SubscriberFactory(email="=cmd@valclair.example")
    response = desk.get(LIST, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response).decode()), delimiter=";"))
    assert len(rows) == 7
    assert rows[0][-3:] == ["Suit l’infolettre entière", "Rythme", "En pause jusqu’au"]
    assert {cell[0] for row in rows for cell in row if cell} & set("=+@\t\r") == set()
    assert [row[2] for row in rows if row[0] == "a0@valclair.example"] == ["'=HYPERLINK(1)"]
    assert "'=cmd@valclair.example" in [row[0] for row in rows]


def test_the_team_takes_somebody_off_after_a_question(desk: Client, three: dict[str, Subscriber]) -> None:
    subscriber = three["confirmed"]
    assert unsubscribe_path(subscriber) in desk.get(LIST).content.decode()
    assert desk.get(unsubscribe_path(subscriber)).status_code == 200
    assert Subscriber.objects.confirmed().count() == 1
    response = desk.post(unsubscribe_path(subscriber), follow=True)
    assert "ne recevra plus l’infolettre" in response.content.decode()
    assert Subscriber.objects.confirmed().count() == 0
    assert "ne recevait déjà plus" in desk.post(unsubscribe_path(subscriber), follow=True).content.decode()


def test_who_only_reads_does_not_take_anybody_off(client: Client, three: dict[str, Subscriber]) -> None:
    client.force_login(UserFactory(groups=["Rédaction"]))
    subscriber = three["confirmed"]
    page = client.get(LIST)
    assert page.status_code == 200
    assert unsubscribe_path(subscriber) not in page.content.decode()
    assert client.post(unsubscribe_path(subscriber)).status_code == 302
    assert Subscriber.objects.confirmed().count() == 1


def test_a_facilitator_does_not_see_the_list(client: Client, three: dict[str, Subscriber]) -> None:
    client.force_login(UserFactory(groups=["Animation"]))
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("action", ["create/", "edit/1/", "delete/1/"])
def test_nobody_writes_the_register_by_hand(desk: Client, three: dict[str, Subscriber], action: str) -> None:
    assert desk.get(f"{LIST}{action}").status_code in (302, 404)


def test_the_menu_leads_to_the_letters(desk: Client, house: House) -> None:
    response = desk.get(reverse("newsletter_admin:letters"))
    assert response["Location"] == reverse("wagtailadmin_explore", args=[house.letters.pk])
