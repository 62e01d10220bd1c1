"""Each person of an address book chooses who reads what; a withdrawal empties every place (S3-03, C-10 to C-15)."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.books import book_of, network_book
from events.enums import ContactState
from events.group_links import card_url
from events.models import Contact, Session, WorkshopPage
from events.services.books import (
    Card,
    ask_yearly,
    forget_unanswered,
    invite_to_book,
    let_silent_cards_go,
    propose_contact,
    save_card,
    withdraw_card,
)
from outbox.models import Message
from people.enums import Audience, ConsentMethod
from people.models import Consent, Person
from people.services import withdraw_consent
from tests.factories.events import ContactFactory, RegistrationFactory, SessionFactory
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.tree import House

SECRETS = {"email": "lea-secrete@valclair.example", "phone": "01 23 45 67 89", "address": "12 rue Cachée"}


@pytest.fixture
def held(workshop: WorkshopPage) -> Session:
    return SessionFactory(event=workshop, past=True)


@pytest.fixture
def lea(workshop: WorkshopPage, held: Session) -> Contact:
    person = PersonFactory(given_name="Léa", family_name="Martin")
    RegistrationFactory(session=held, person=person)
    return ContactFactory(workshop=workshop, person=person, **SECRETS)


def path_of(contact: Contact) -> str:
    return "/" + card_url(contact).split("/", 3)[3]


def post(client: Client, contact: Contact, **data: object) -> int:
    card = {"organisation_name": "La Régie", "role": "", "what": "", "website": "", **SECRETS}
    return client.post(path_of(contact), {**card, **data}).status_code


def read(workshop: WorkshopPage) -> dict[str, list[tuple[str, str, str]]]:
    return {
        audience.value: [(entry.email, entry.phone, entry.address) for entry in book_of(workshop, audience)]
        for audience in Audience
    }


def test_four_audiences_and_three_fields_are_chosen_one_by_one(
    client: Client, workshop: WorkshopPage, lea: Contact
) -> None:
    nothing: dict[str, list[object]] = {audience.value: [] for audience in Audience}
    assert read(workshop) == nothing
    assert "checked" not in client.get(path_of(lea)).content.decode()
    assert post(client, lea, to_participants="on", fields_participants=["email"], fields_web=["phone"]) == 200
    assert read(workshop) == {**nothing, "participants": [(SECRETS["email"], "", "")]}
    assert post(client, lea, to_print="on", to_network="on", fields_network=["phone", "address"]) == 200
    assert read(workshop) == {
        **nothing,
        "network": [("", SECRETS["phone"], SECRETS["address"])],
        "print": [("", "", "")],
    }
    assert set(Consent.objects.given().values_list("audience", "method")) == {("print", "mail"), ("network", "mail")}
    assert post(client, lea, email="pas-une-adresse") == 422


def test_a_withdrawal_takes_two_actions_and_empties_every_place(
    client: Client, workshop: WorkshopPage, lea: Contact
) -> None:
    everything = {f"to_{audience.value}": "on" for audience in Audience}
    post(client, lea, **everything, **{f"fields_{audience.value}": list(SECRETS) for audience in Audience})
    places = [f"/ateliers/{workshop.pk}/carnet.vcf", f"/ateliers/{workshop.pk}/carnet.csv", workshop.url]
    assert all("Martin" in client.get(place).content.decode() for place in places)
    assert post(client, lea, order="withdraw") == 200
    assert all("Martin" not in client.get(place).content.decode() for place in places)
    lea.refresh_from_db()
    assert (read(workshop), network_book()) == ({audience.value: [] for audience in Audience}, [])
    assert (lea.email, lea.phone, lea.consent, Consent.objects.given().count()) == ("", "", None, 0)


def test_participants_read_their_book_and_the_network_reads_the_network(client: Client, workshop: WorkshopPage,
                                                                       lea: Contact) -> None:  # fmt: skip
    save_card(contact=lea, card=None, choices={Audience.PARTICIPANTS: frozenset({"phone"})})
    book = path_of(lea).replace("ma-fiche/", "")
    page = client.get(book).content.decode()
    assert (SECRETS["phone"] in page, SECRETS["email"] in page) == (True, False)
    card = client.get(f"{book}carnet.vcf").content.decode()
    assert "TEL:01 23 45 67 89\r\n" in card
    assert (card.count("BEGIN:VCARD"), "EMAIL" in card, "N:Martin;Léa;;;" in card) == (1, False, True)
    stranger = ContactFactory(workshop=workshop, person=PersonFactory())
    assert SECRETS["phone"] not in client.get(path_of(stranger).replace("ma-fiche/", "")).content.decode()
    assert client.get(f"{book}carnet.exe").status_code == 404


def test_a_proposed_contact_is_written_to_and_hidden_until_they_accept(client: Client, workshop: WorkshopPage,
                                                                      lea: Contact) -> None:  # fmt: skip
    book = path_of(lea).replace("ma-fiche/", "")
    proposed = {
        "given_name": "Paul",
        "family_name": "Rouvière",
        "email": "paul@valclair.example",
        "what": "Prête un car.",
    }
    assert [client.post(book, proposed).status_code for _ in range(2)] == [303, 303]
    paul = Contact.objects.get(state=ContactState.PROPOSED)
    mail = Message.objects.select_related("content").get(address="paul@valclair.example")
    assert (paul.proposed_by, "/carnet/ma-fiche/" in mail.content.text) == (lea.person, True)
    assert "Rouvière" not in client.get(workshop.url).content.decode() + client.get(book).content.decode()
    assert client.get(path_of(paul).replace("ma-fiche/", "")).status_code == 410  # they read nothing before accepting
    assert post(client, paul, to_web="on") == 200
    assert [entry.name for entry in book_of(workshop, Audience.WEB)] == ["Paul Rouvière"]
    assert client.post(book, {"email": "x@valclair.example"}).status_code == 422


def test_one_proposes_five_contacts_an_hour_and_loses_no_word(client: Client, lea: Contact) -> None:
    """C-09: each proposal writes to an address that somebody typed."""
    book = path_of(lea).replace("ma-fiche/", "")
    said = [
        {"given_name": f"Ami {n}", "email": f"ami-{n}@valclair.example", "what": f"Prête {n} vélos."} for n in range(6)
    ]
    answers = [client.post(book, one) for one in [*said[:5], said[0], said[5]]]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert "Prête 5 vélos." in answers[-1].content.decode()
    assert Message.objects.count() == Contact.objects.filter(state=ContactState.PROPOSED).count() == 5


@pytest.mark.parametrize("way", ["refuses", "says nothing"])
def test_who_was_proposed_and_does_not_accept_is_forgotten(client: Client, workshop: WorkshopPage, way: str) -> None:
    card = Card(email="paul@valclair.example")
    paul = propose_contact(workshop=workshop, by=None, name=("Paul", "Col"), card=card)
    if way == "refuses":
        assert post(client, paul, order="refuse") == 200
    else:
        assert [forget_unanswered(timezone.now() + timedelta(days=days)) for days in (29, 31)] == [0, 1]
    assert (Contact.objects.count(), Person.objects.count()) == (0, 0)


def test_an_organisation_proposed_is_hidden_until_it_accepts_too(client: Client, workshop: WorkshopPage) -> None:
    card = Card(email="bonjour@regie.example", organisation_name="La Régie")
    regie = propose_contact(workshop=workshop, by=None, name=("", ""), card=card)
    assert book_of(workshop, Audience.WEB) == []
    assert client.post(path_of(regie), {"organisation_name": "La Régie", "email": card.email}).status_code == 200
    assert [(entry.name, entry.email) for entry in book_of(workshop, Audience.WEB)] == [("La Régie", card.email)]


def test_participants_are_invited_once_and_those_without_address_have_their_place(
    workshop: WorkshopPage, held: Session
) -> None:
    RegistrationFactory(session=held, person=PersonFactory(email="ada@valclair.example"))
    paper = PersonFactory(given_name="Paul", family_name="Col", email="")
    RegistrationFactory(session=held, person=paper, contact_email="")
    assert [invite_to_book(workshop=workshop) for _ in range(2)] == [1, 0]
    card, editor = Contact.objects.get(person=paper), UserFactory()
    signed = timezone.now() - timedelta(days=2)
    choices = {Audience.WEB: frozenset[str]()}
    save_card(contact=card, card=None, choices=choices, method=ConsentMethod.PAPER, by=editor, at=signed)
    consent = Consent.objects.get()
    assert (consent.recorded_by, consent.given_at, consent.method) == (editor, signed, "paper")
    assert [entry.name for entry in book_of(workshop, Audience.WEB)] == ["Paul Col"]


def test_a_spreadsheet_runs_nothing(client: Client, workshop: WorkshopPage) -> None:
    ContactFactory(workshop=workshop, organisation_name="=1+1", what="Rien")
    text = client.get(f"/ateliers/{workshop.pk}/carnet.csv").content.decode("utf-8-sig")
    assert re.findall(r"^.*=1.*$", text, re.MULTILINE) == ["'=1+1;;;Rien;;;;\r"]


def test_withdrawing_one_card_leaves_the_others_of_the_same_person(workshop: WorkshopPage, lea: Contact) -> None:
    other = ContactFactory(workshop=lea.workshop, person=lea.person)
    for card in (lea, other):
        save_card(contact=card, card=None, choices={Audience.WEB: frozenset()})
    withdraw_card(contact=lea)
    assert [entry.contact for entry in book_of(workshop, Audience.WEB)] == [other]


class TestOnceAYear:
    """Each person is asked whether their cards are still right; silence empties every place (law.md G-07)."""

    @pytest.fixture
    def cards(self, workshop: WorkshopPage, lea: Contact) -> list[Contact]:
        """Two of Léa's, opened on the same day."""
        other = ContactFactory(workshop=workshop, person=lea.person)
        for card in (lea, other):
            save_card(contact=card, card=None, choices={Audience.WEB: frozenset({"phone"})})
        return [lea, other]

    @staticmethod
    def after(days: int) -> datetime:
        return timezone.now() + timedelta(days=days)

    def test_one_mail_asks_about_all_the_cards_of_a_person(self, client: Client, cards: list[Contact]) -> None:
        assert [ask_yearly(self.after(days)) for days in (364, 366, 367)] == [0, 1, 0]
        mail = Message.objects.select_related("content").get()
        assert mail.address == cards[0].person.email
        assert mail.content.text.count("/carnet/ma-fiche/") == 2
        asked = list(Contact.objects.order_by("pk").values())
        assert "toujours juste" in client.get(path_of(cards[0])).content.decode()
        assert list(Contact.objects.order_by("pk").values()) == asked

    def test_one_answer_does_for_all_and_holds_a_year(
        self, client: Client, workshop: WorkshopPage, cards: list[Contact]
    ) -> None:
        with time_machine.travel(self.after(366), tick=False):
            ask_yearly(timezone.now())
            answer = client.post(path_of(cards[0]), {"order": "confirm"})
            assert "Merci, c’est noté." in answer.content.decode()
            assert [let_silent_cards_go(self.after(61)), ask_yearly(self.after(364))] == [0, 0]
            assert ask_yearly(self.after(366)) == 1
        assert len(book_of(workshop, Audience.WEB)) == 2

    def test_to_correct_ones_card_is_an_answer_too(self, client: Client, cards: list[Contact]) -> None:
        with time_machine.travel(self.after(366), tick=False):
            ask_yearly(timezone.now())
            assert post(client, cards[0], to_web="on") == 200
            assert let_silent_cards_go(self.after(61)) == 0

    def test_silence_takes_them_out_of_every_place(self, workshop: WorkshopPage, cards: list[Contact]) -> None:
        ask_yearly(self.after(366))
        assert [let_silent_cards_go(self.after(366 + days)) for days in (59, 60, 61)] == [0, 2, 0]
        assert (read(workshop)["web"], Consent.objects.given().count()) == ([], 0)
        assert set(Contact.objects.values_list("phone", "email")) == {("", "")}
        assert ask_yearly(self.after(900)) == 0

    def test_nobody_is_asked_about_what_they_withdrew_elsewhere(self, cards: list[Contact]) -> None:
        withdraw_consent(consent=Consent.objects.given().get())
        assert ask_yearly(self.after(366)) == 0

    def test_nobody_is_asked_who_opened_nothing_or_has_no_address(self, workshop: WorkshopPage, lea: Contact) -> None:
        Contact.objects.update(confirmed_at=timezone.now())
        paper = ContactFactory(workshop=workshop, person=PersonFactory(email=""))
        save_card(contact=paper, card=None, choices={Audience.WEB: frozenset()}, method=ConsentMethod.PAPER)
        later = self.after(800)
        assert (ask_yearly(later), let_silent_cards_go(later), len(book_of(workshop, Audience.WEB))) == (0, 0, 1)


def test_who_said_no_is_not_written_to_again(client: Client, workshop: WorkshopPage, lea: Contact) -> None:
    """C-15: the same contact proposed again, by anybody, under any case of the same address."""
    paul = propose_contact(workshop=workshop, by=None, name=("Paul", "Col"), card=Card(email="paul@valclair.example"))
    assert post(client, paul, order="refuse") == 200
    again = {"given_name": "Paul", "family_name": "COL", "email": "Paul@valclair.example", "what": "Prête un car."}
    answer = client.post(path_of(lea).replace("ma-fiche/", ""), again)
    assert (answer.status_code, "Prête un car." in answer.content.decode()) == (409, True)
    assert Message.objects.count() == 1
    assert not Person.objects.filter(given_name="Paul").exists()
    propose_contact(workshop=workshop, by=None, name=("Ana", "Col"), card=Card(email="paul@valclair.example"))
    assert Message.objects.count() == 2


def test_a_person_with_two_cards_is_invited_once(workshop: WorkshopPage, held: Session) -> None:
    ada = PersonFactory(email="ada@valclair.example")
    RegistrationFactory(session=held, person=ada)
    ContactFactory.create_batch(2, workshop=workshop, person=ada)
    assert [invite_to_book(workshop=workshop) for _ in range(2)] == [1, 0]
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("group", ["Rédaction", "Tiers"])
def test_on_our_screens_whoever_does_not_run_the_book_reads_what_was_opened(
    client: Client, house: House, lea: Contact, group: str
) -> None:
    """C-10, C-11: a field nobody opened is nobody's to read, but those who write to the people of the book."""
    address = reverse("wagtailsnippets_events_contact:inspect", args=[lea.pk])

    def shown(group: str) -> set[str]:
        client.force_login(UserFactory(groups=[group]))
        page = client.get(address).content.decode()
        return {name for name, value in SECRETS.items() if value in page}

    assert shown(group) == set()
    save_card(contact=lea, card=None, choices={Audience.NETWORK: frozenset({"phone"}), Audience.PRINT: frozenset()})
    assert shown(group) == {"phone"}
    assert shown("Animation") == set(SECRETS)
    withdraw_consent(consent=Consent.objects.given().get(person=lea.person, audience=Audience.NETWORK))
    assert shown(group) == set()
    organisation = ContactFactory(workshop=lea.workshop, **SECRETS)
    address = reverse("wagtailsnippets_events_contact:inspect", args=[organisation.pk])
    assert shown(group) == set(SECRETS)
