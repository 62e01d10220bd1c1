"""Organisations: what they stand for, who gives them life, and what they took part in without typing it (issue 8.1)."""

import pytest
from django.test import Client

from events.models import Contact, EventPartner, SeriesPartner
from home.enums import ResourceKind, StatementKind
from home.models import (
    NetworkMembership,
    OrganisationLink,
    OrganisationPage,
    OrganisationPerson,
    ResourceIndexPage,
    Service,
    Statement,
    Step,
    ToolOpinion,
)
from home.search.directory import directory_page
from home.services.members import agree_to_be_shown, withdraw_place
from people.enums import ConsentMethod
from people.models import Consent
from tests.factories.cms import ImageFactory, TerritoryFactory
from tests.factories.events import SeedFactory, SeriesPageFactory, WorkshopPageFactory
from tests.factories.home import CallPageFactory, OrganisationPageFactory, ResourcePageFactory
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, get, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(house: House) -> OrganisationPage:
    page: OrganisationPage = OrganisationPageFactory(parent=house.organisations, title="La Manufacture")
    return page


def test_a_page_says_charter_approach_services_links_and_logo(client: Client, organisation: OrganisationPage) -> None:
    """S2-01, S2-10, S2-11"""
    organisation.statements.add(
        Statement(kind=StatementKind.COMMITMENT, title="L’impartialité", text="Un dialogue équitable."),
        Statement(kind=StatementKind.VALUE, title="Prendre soin"),
    )
    organisation.steps.add(Step(title="Diagnostic partagé", sort_order=0), Step(title="Feuille de route", sort_order=1))
    organisation.services.add(Service(title="Entretiens", text="Un à un, ou à plusieurs."))
    organisation.links.add(OrganisationLink(label="Nos vidéos", url="https://videos.example/"))
    organisation.logo = ImageFactory(alt_text="La Manufacture")
    organisation.save_revision().publish()
    response = get(client, organisation)
    page = soup(response)
    charter = page.select_one("section[aria-labelledby=charte]")
    assert charter is not None
    assert [each.get_text() for each in charter.select("h3, .titled-title")] == [
        "Ses valeurs",
        "Prendre soin",
        "Ses engagements",
        "L’impartialité",
    ]
    assert [each.get_text() for each in page.select(".titled-steps .titled-title")] == [
        "Diagnostic partagé",
        "Feuille de route",
    ]
    assert "Un à un, ou à plusieurs." in main_text(response)
    assert "https://videos.example/" in links(response)
    assert [img["alt"] for img in page.select(".organisation-logo img")] == ["La Manufacture"]


def test_a_network_and_its_members_are_read_from_both_ends(
    client: Client, house: House, organisation: OrganisationPage
) -> None:
    network = OrganisationPageFactory(parent=house.organisations, title="Le réseau")
    hidden = OrganisationPageFactory(parent=house.organisations, title="Secret", live=False)
    NetworkMembership.objects.create(page=organisation, network=network)
    NetworkMembership.objects.create(page=organisation, network=hidden)
    NetworkMembership.objects.create(page=hidden, network=network)
    assert "Fait partie de Le réseau" in main_text(get(client, organisation))
    assert "Qui en fait partie La Manufacture" in main_text(get(client, network))
    assert "Secret" not in main_text(get(client, organisation)) + main_text(get(client, network))


def test_somebody_is_named_while_they_agree_and_found_while_the_page_is_public(
    client: Client, organisation: OrganisationPage
) -> None:
    """law.md C-10, C-14; the name leaves page, directory and search at once."""
    person = PersonFactory(given_name="Ada", family_name="Lumière", email="ada@valclair.example")
    place = OrganisationPerson.objects.create(organisation=organisation, person=person, role="coordination")

    def shown() -> tuple[bool, list[str]]:
        return "Ada Lumière" in main_text(get(client, organisation)), [
            teaser.title for teaser in directory_page({"q": "lumieres", "sorte": "person"}).teasers
        ]

    assert shown() == (False, [])
    agree_to_be_shown(place=place, method=ConsentMethod.PAPER, by=UserFactory())
    assert shown() == (True, ["Ada Lumière"])
    assert "ada@valclair.example" not in client.get("/annuaire/annuaire.json").content.decode()
    withdraw_place(place=place)
    assert shown() == (False, [])
    assert Consent.objects.get().withdrawn_at is not None


def test_an_editor_notes_an_agreement_in_the_admin(client: Client, organisation: OrganisationPage) -> None:
    client.force_login(UserFactory(is_superuser=True))
    person = PersonFactory()
    fields = {"organisation": organisation.pk, "person": person.pk, "role": "", "order": "0", "agreement": "spoken"}
    assert client.post("/admin/organisationperson/new/", fields).status_code == 302
    place = OrganisationPerson.objects.get()
    assert (place.may_be_named, place.consent and place.consent.method) == (True, ConsentMethod.SPOKEN)
    for path in ("", f"edit/{place.pk}/"):
        assert client.get(f"/admin/organisationperson/{path}").status_code == 200


def test_the_apps_above_say_what_it_took_part_in(client: Client, house: House, organisation: OrganisationPage) -> None:
    """Issue 8.1: workshops, seeds and articles, typed nowhere on the page."""
    workshop = WorkshopPageFactory(parent=house.agenda, title="Qui m’emmène ?")
    EventPartner.objects.create(page=workshop, organisation=organisation)
    elsewhere = WorkshopPageFactory(parent=house.agenda, title="Un autre atelier")
    Contact.objects.create(workshop=elsewhere, organisation=organisation)
    private = WorkshopPageFactory(parent=house.agenda, title="Réservé")
    EventPartner.objects.create(page=private, organisation=organisation)
    make_private(private)
    for place, title in ((workshop, "Le car du soir"), (elsewhere, "La marmite"), (private, "Secret")):
        SeedFactory(workshop=place, title=title)
    issue = IssuePageFactory(parent=house.journal)
    article = ArticlePageFactory(parent=issue, title="Un article sur elle")
    article.body = [("page_teaser", {"page": organisation, "title": "", "summary": ""})]
    article.save_revision().publish()
    text = main_text(get(client, organisation))
    for words in ("Qui m’emmène ?", "Le car du soir", "La marmite", "Un article sur elle"):
        assert words in text
    assert "Secret" not in text


def test_its_resources_and_what_it_says_of_tools_are_read_from_the_library(
    client: Client, house: House, organisation: OrganisationPage
) -> None:
    library = ResourceIndexPage.objects.get()
    ResourcePageFactory(parent=library, title="Le guide du car", organisation=organisation)
    tool = ResourcePageFactory(parent=library, title="Un pad", kind=ResourceKind.TOOL)
    ToolOpinion.objects.create(
        page=tool, organisation=organisation, use="Écrire à plusieurs", advantages="Rien à installer"
    )
    secret = ResourcePageFactory(parent=library, title="Secret", organisation=organisation)
    ToolOpinion.objects.create(page=secret, organisation=organisation, limits="Secret aussi")
    make_private(secret)
    text = main_text(get(client, organisation))
    for words in ("Ses ressources", "Le guide du car", "Ce qu’elle dit des outils", "Un pad", "Rien à installer"):
        assert words in text
    assert "Secret" not in text


def test_it_is_listed_wherever_it_acts(client: Client, house: House, organisation: OrganisationPage) -> None:
    home, away = TerritoryFactory(name="Ici"), TerritoryFactory(name="Là-bas")
    organisation.territory = home
    organisation.also_in.set([away])
    organisation.save_revision().publish()
    for slug in ("ici", "la-bas"):
        assert "La Manufacture" in main_text(get(client, house.organisations, f"?territoire={slug}"))
    assert "Agit aussi à" in main_text(get(client, organisation))


def test_a_fuller_page_asks_no_more_queries(client: Client, house: House, organisation: OrganisationPage) -> None:
    by = UserFactory()
    library = ResourceIndexPage.objects.get()

    def grow() -> None:
        network = OrganisationPageFactory(parent=house.organisations)
        NetworkMembership.objects.create(page=organisation, network=network)
        NetworkMembership.objects.create(page=network, network=organisation)
        Statement.objects.create(page=organisation, title="Une valeur")
        place = OrganisationPerson.objects.create(organisation=organisation, person=PersonFactory())
        agree_to_be_shown(place=place, method=ConsentMethod.PAPER, by=by)
        call = CallPageFactory(parent=house.calls)
        call.partners.create(organisation=organisation)
        workshop = WorkshopPageFactory(parent=house.agenda)
        EventPartner.objects.create(page=workshop, organisation=organisation)
        SeriesPartner.objects.create(page=SeriesPageFactory(parent=house.agenda), organisation=organisation)
        SeedFactory(workshop=workshop)
        tool = ResourcePageFactory(parent=library, organisation=organisation)
        ToolOpinion.objects.create(page=tool, organisation=organisation, advantages="Rien à installer")

    grow()
    one = count_queries(client, organisation.url)
    grow()
    grow()
    assert count_queries(client, organisation.url) == one
