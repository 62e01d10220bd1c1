"""A workshop gives back five resources, and is not closed before its three results (S3-17, S3-26, S3-29)."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from events.enums import DiagnosisKind, RegistrationState
from events.models import Contact, EventExchange, Restitution, WorkshopPage
from events.services.books import invite_to_book, save_card
from events.services.restitution import NotYet, catch_up, close_workshop, publish_restitution
from outbox.models import Message
from people.enums import Audience, ConsentMethod
from people.services import note_passage, note_voice
from tests.factories.events import (
    ContactFactory,
    DiagnosisItemFactory,
    RegistrationFactory,
    SeedFactory,
    SessionFactory,
)
from tests.factories.people import ExchangeFactory, PersonFactory, UserFactory

FIVE = ["Carnet d’adresses", "État des lieux", "Freins et leviers", "Initiatives locales", "Graines de projet"]
WORDS = {"summary": "Une journée, trois graines.", "no_contacts": "", "no_diagnosis": "", "no_seeds": ""}


@pytest.fixture
def over(workshop: WorkshopPage) -> WorkshopPage:
    SessionFactory(event=workshop, past=True)
    return workshop


@pytest.fixture
def published(over: WorkshopPage) -> Restitution:
    return publish_restitution(workshop=over, restitution=Restitution(summary="Une journée, trois graines."))


def test_the_page_has_exactly_the_five_resources(client: Client, over: WorkshopPage) -> None:
    ContactFactory(workshop=over, agreed=True)
    for kind in (DiagnosisKind.BRAKE, DiagnosisKind.NEED, DiagnosisKind.INITIATIVE):
        DiagnosisItemFactory(workshop=over, kind=kind, text=f"Dit : {kind.label}.")
    SeedFactory(workshop=over)
    url = reverse("events:restitution", args=[over.pk])
    assert (client.get(url).status_code, url in client.get(over.url).content.decode()) == (404, False)
    publish_restitution(workshop=over, restitution=Restitution(summary="Une journée."))
    page = BeautifulSoup(client.get(url).content, "html.parser")
    heads = [head.get_text(strip=True).replace("\u00a0", " ") for head in page.select("section.resource h2")]
    assert heads == FIVE
    assert [len(part.select(".contact, .packet, .other li, .board-item:not(.muted), ul > li")) > 0
            for part in page.select("section.resource")] == [True] * 5  # fmt: skip
    assert url in client.get(over.url).content.decode()
    over.unpublish()
    assert client.get(url).status_code == 404


def test_search_engines_learn_of_it_while_anybody_may_read_it(client: Client, over: WorkshopPage) -> None:
    def declared() -> list[str]:
        found = re.findall(r"<loc>http://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
        return [address for address in found if address.endswith(("/restitution/", "/accompagnement/"))]

    catalogue, url = reverse("events:accompaniment_catalogue"), reverse("events:restitution", args=[over.pk])
    assert declared() == [catalogue]
    publish_restitution(workshop=over, restitution=Restitution(summary="Une journée."))
    assert declared() == [catalogue, url]
    assert f'href="{catalogue}"' in client.get(url).content.decode()
    over.unpublish()
    assert declared() == [catalogue]


def test_it_cannot_be_closed_before_each_result_exists_or_is_without_object(
    published: Restitution, over: WorkshopPage
) -> None:
    editor = UserFactory()
    with pytest.raises(NotYet, match="carnet d’adresses, état des lieux, graines de projet"):
        close_workshop(workshop=over, by=editor)
    ContactFactory(workshop=over)
    DiagnosisItemFactory(workshop=over)
    with pytest.raises(NotYet, match="encore : graines de projet"):
        close_workshop(workshop=over, by=editor)
    published.no_seeds = "Le groupe préfère attendre le printemps."
    publish_restitution(workshop=over, restitution=published)
    first = close_workshop(workshop=over, by=editor)
    assert (first.closed_by, close_workshop(workshop=over, by=UserFactory()).closed_at) == (editor, first.closed_at)


def test_nothing_is_given_back_before_the_day_nor_without_words(workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop)
    with pytest.raises(NotYet, match="pas encore eu lieu"):
        publish_restitution(workshop=workshop, restitution=Restitution(summary="Une journée."))
    session.delete()
    SessionFactory(event=workshop, past=True)
    with pytest.raises(NotYet, match="quelques phrases"):
        publish_restitution(workshop=workshop, restitution=Restitution(summary=" "))
    with pytest.raises(NotYet, match="Publiez d’abord"):
        close_workshop(workshop=workshop, by=UserFactory())


def test_the_excused_are_written_to_once(published: Restitution, over: WorkshopPage) -> None:
    session = over.sessions.get()
    RegistrationFactory(session=session, person=PersonFactory(email="venue@valclair.example"))
    RegistrationFactory(
        session=session, person=PersonFactory(email="excusee@valclair.example"), state=RegistrationState.CANCELLED
    )
    assert [catch_up(workshop=over) for _ in range(2)] == [1, 0]
    mail = Message.objects.select_related("content").get()
    assert mail.address == "excusee@valclair.example"
    assert re.search(rf"/ateliers/{over.pk}/restitution/", mail.content.text)


def test_a_confided_passage_comes_back_once_it_is_open(
    client: Client, published: Restitution, over: WorkshopPage
) -> None:
    keeper = UserFactory()
    exchange = ExchangeFactory(keeper=keeper)
    EventExchange.objects.create(event=over, exchange=exchange)
    passage = note_passage(exchange=exchange, words="On nous l’a interdit.", by=keeper, speakers=[PersonFactory()])
    url = reverse("events:restitution", args=[over.pk])
    assert "interdit" not in client.get(url).content.decode()
    note_voice(voice=passage.voices.get(), agrees=True, method=ConsentMethod.PAPER, by=keeper)
    assert "interdit" in client.get(url).content.decode()


def test_the_team_publishes_then_closes_and_the_third_party_only_prepares(client: Client, over: WorkshopPage) -> None:
    url = reverse("events_restitution", args=[over.pk])
    client.force_login(UserFactory(groups=["Tiers"]))
    assert (client.get(url).status_code, client.post(url, {"order": "close"}).status_code) == (200, 302)
    client.force_login(UserFactory(groups=["Animation"]))
    assert client.post(url, {**WORDS, "order": "close"}).status_code == 409
    assert client.post(url, {**WORDS, "summary": "", "order": "publish"}).status_code == 409
    assert client.post(url, {**WORDS, "no_seeds": "x" * 300, "order": "publish"}).status_code == 422
    reasons = dict.fromkeys(["no_contacts", "no_diagnosis", "no_seeds"], "Atelier d’essai.")
    assert client.post(url, {**WORDS, **reasons, "order": "publish"}).status_code == 302
    assert client.post(url, {"order": "close"}).status_code == 302
    assert Restitution.objects.get().closed_at is not None
    assert "Atelier d’essai." in client.get(reverse("events:restitution", args=[over.pk])).content.decode()


def test_cards_that_nobody_may_read_are_no_address_book(published: Restitution, over: WorkshopPage) -> None:
    """S3-17: an invitation sent is not an address book."""
    person = PersonFactory(email="ada@valclair.example")
    RegistrationFactory(session=over.sessions.get(), person=person)
    assert invite_to_book(workshop=over) == 1
    with pytest.raises(NotYet, match="carnet d’adresses"):
        close_workshop(workshop=over, by=UserFactory())
    card = Contact.objects.get(person=person)
    save_card(contact=card, card=None, choices={Audience.PARTICIPANTS: frozenset()})
    with pytest.raises(NotYet, match="encore : état des lieux, graines de projet"):
        close_workshop(workshop=over, by=UserFactory())


def test_a_closed_workshop_keeps_its_reasons_and_a_form_left_open_does_not_open_it(over: WorkshopPage) -> None:
    said = {**WORDS, **dict.fromkeys(["no_contacts", "no_diagnosis", "no_seeds"], "Atelier d’essai.")}
    left_open = publish_restitution(workshop=over, restitution=Restitution(**said))
    close_workshop(workshop=over, by=UserFactory())
    left_open.summary = "Une matinée."
    assert publish_restitution(workshop=over, restitution=left_open).closed_at is not None
    left_open.no_seeds = ""
    with pytest.raises(NotYet, match="encore : graines de projet"):
        publish_restitution(workshop=over, restitution=left_open)
    assert (Restitution.objects.get().no_seeds, Restitution.objects.get().summary) == (
        "Atelier d’essai.",
        "Une matinée.",
    )
