"""Pages of organisations, programmes, projects and news: what they say of each other, never of what is hidden."""

import pytest
from django.test import Client

from events.models import EventPartner
from home.enums import PartnerRole, ProjectStage
from home.models import ProgrammePartner
from tests.factories.cms import ImageFactory, TerritoryFactory, TopicFactory
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.home import (
    NewsPageFactory,
    OrganisationPageFactory,
    ProgrammePageFactory,
    ProjectPageFactory,
    StandardPageFactory,
)
from tests.factories.tree import House
from tests.home.reading import count_queries, get, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db


def test_an_organisation_shows_what_it_took_part_in(client: Client, house: House) -> None:
    organisation = OrganisationPageFactory(parent=house.organisations, website="https://ours.example/")
    programme = ProgrammePageFactory(parent=house.programmes, title="Les manettes")
    ProgrammePartner.objects.create(page=programme, organisation=organisation, role=PartnerRole.FUNDER)
    project = ProjectPageFactory(parent=house.projects, title="Un bus", organisation=organisation)
    news = NewsPageFactory(parent=house.news, title="Il démarre", organisation=organisation)
    response = get(client, organisation)
    text = main_text(response)
    assert "Faire se rencontrer les gens de la vallée." in text
    assert "Les manettes finance ce programme" in text
    shown = {href.removeprefix("http://localhost").removeprefix("http://testserver") for href in links(response)}
    assert {page.url.removeprefix("http://localhost") for page in (programme, project, news)} <= shown
    assert "https://ours.example/" in shown


def test_an_organisation_does_not_betray_hidden_pages(client: Client, house: House) -> None:
    organisation = OrganisationPageFactory(parent=house.organisations)
    programme = ProgrammePageFactory(parent=house.programmes, title="Secret un", live=False)
    ProgrammePartner.objects.create(page=programme, organisation=organisation)
    make_private(ProjectPageFactory(parent=house.projects, title="Secret deux", organisation=organisation))
    make_private(NewsPageFactory(parent=house.news, title="Secret trois", organisation=organisation))
    assert "Secret" not in main_text(get(client, organisation))


def test_a_programme_names_its_partners_with_their_roles(client: Client, house: House) -> None:
    programme = ProgrammePageFactory(
        parent=house.programmes, period="de janvier à mars 2027", duration="cinq heures", audience="Tout le monde."
    )
    for position, (title, role, live) in enumerate(
        [("Pilote", PartnerRole.PILOT, True), ("Secret", PartnerRole.FUNDER, False), ("Ami", PartnerRole.PARTNER, True)]
    ):
        organisation = OrganisationPageFactory(parent=house.organisations, title=title, live=live)
        ProgrammePartner.objects.create(page=programme, organisation=organisation, role=role, sort_order=position)
    response = get(client, programme)
    assert [" ".join(row.get_text(" ").split()) for row in soup(response).select(".roles > li")] == [
        "Pilote pilote",
        "Ami participe",
    ]
    for words in ("de janvier à mars 2027", "cinq heures", "Tout le monde.", "Coopération"):
        assert words in main_text(response)


def test_a_programme_and_an_organisation_show_their_events(client: Client, house: House) -> None:
    programme = ProgrammePageFactory(parent=house.programmes)
    organisation = OrganisationPageFactory(parent=house.organisations)
    for title, live in (("Se déplacer autrement", True), ("Secret", False)):
        workshop = WorkshopPageFactory(parent=house.agenda, title=title, live=live, programme=programme)
        EventPartner.objects.create(page=workshop, organisation=organisation)
    for page in (programme, organisation):
        text = main_text(get(client, page))
        assert "Atelier participatif" in text
        assert "Se déplacer autrement" in text
        assert "Secret" not in text


def test_a_project_says_its_stage_by_icon_and_word(client: Client, house: House) -> None:
    organisation = OrganisationPageFactory(parent=house.organisations, title="La bibliothèque")
    project = ProjectPageFactory(parent=house.projects, stage=ProjectStage.IDEA, organisation=organisation)
    NewsPageFactory(parent=house.news, title="Une nouvelle", project=project)
    response = get(client, project)
    chip = soup(response).select_one(".facts .chip")
    assert chip is not None
    assert chip.get_text(strip=True) == "en idée"
    assert chip.select_one("svg.icon-seed") is not None
    text = main_text(response)
    assert "Porté par La bibliothèque" in text
    assert "Un local, et des bras pour le repeindre." in text
    assert "Une nouvelle" in text


@pytest.mark.parametrize("stage", ProjectStage.values)
def test_each_stage_has_its_icon(client: Client, house: House, stage: str) -> None:
    project = ProjectPageFactory(parent=house.projects, stage=stage)
    assert soup(get(client, project)).select_one(".facts .chip svg") is not None


def test_news_say_when_by_whom_and_about_what(client: Client, house: House) -> None:
    organisation = OrganisationPageFactory(parent=house.organisations, title="La bibliothèque")
    project = ProjectPageFactory(parent=house.projects, title="Le bus")
    news = NewsPageFactory(
        parent=house.news,
        date="2026-03-01",
        organisation=organisation,
        project=project,
        territory=TerritoryFactory(name="La vallée"),
        listing_image=ImageFactory(),
        body=[("text", "<p>Dix-sept communes ont signé.</p>")],
    )
    news.topics.set([TopicFactory(name="Mobilité")])
    news.save()
    text = main_text(get(client, news))
    for words in ("dimanche 1 er mars 2026", "La bibliothèque", "Le bus", "Mobilité", "La vallée", "Dix-sept communes"):
        assert words in text


def test_news_do_not_name_what_is_hidden(client: Client, house: House) -> None:
    organisation = OrganisationPageFactory(parent=house.organisations, title="Secret un", live=False)
    project = ProjectPageFactory(parent=house.projects, title="Secret deux")
    make_private(project)
    news = NewsPageFactory(parent=house.news, organisation=organisation, project=project)
    assert "Secret" not in main_text(get(client, news))


def test_a_page_of_text_shows_its_blocks_or_says_it_waits(client: Client, house: House) -> None:
    written = StandardPageFactory(parent=house.home, body=[("heading", {"text": "Le matin", "level": "2"})])
    assert [h2.get_text() for h2 in soup(get(client, written)).select("main h2")] == ["Le matin"]
    assert "Cette page attend son texte." in main_text(get(client, StandardPageFactory(parent=house.home)))


def test_a_page_under_a_private_one_is_refused_to_visitors(client: Client, house: House) -> None:
    page = StandardPageFactory(parent=house.home)
    make_private(page)
    assert client.get(page.url).status_code == 302


def test_an_organisation_in_more_things_asks_no_more_queries(client: Client, house: House) -> None:
    organisation = OrganisationPageFactory(parent=house.organisations)

    def take_part() -> None:
        ProgrammePartner.objects.create(page=ProgrammePageFactory(parent=house.programmes), organisation=organisation)
        ProjectPageFactory(parent=house.projects, organisation=organisation, listing_image=ImageFactory())
        NewsPageFactory(parent=house.news, organisation=organisation, listing_image=ImageFactory())
        workshop = WorkshopPageFactory(parent=house.agenda)
        SessionFactory(event=workshop)
        EventPartner.objects.create(page=workshop, organisation=organisation)

    take_part()
    one = count_queries(client, organisation.url)
    take_part()
    take_part()
    assert count_queries(client, organisation.url) == one


def test_a_programme_with_more_partners_asks_no_more_queries(client: Client, house: House) -> None:
    programme = ProgrammePageFactory(parent=house.programmes)

    def add_partner() -> None:
        organisation = OrganisationPageFactory(parent=house.organisations)
        ProgrammePartner.objects.create(page=programme, organisation=organisation)

    add_partner()
    one = count_queries(client, programme.url)
    add_partner()
    add_partner()
    assert count_queries(client, programme.url) == one
