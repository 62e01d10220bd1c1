"""Programmes: typed parts, coverage, versions, shared words and quotations that can be hidden (issue 8.2; S1)."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cms.enums import TerritoryKind
from cms.models import Territory
from home.enums import EditionStage, PartnerRole
from home.models import (
    Definition,
    ProgrammeEdition,
    ProgrammePage,
    ProgrammePartner,
    ProgrammeVersion,
    Quotation,
    SharedWord,
)
from home.search.results import search_pages
from home.selectors import coverage_of, versions_of
from home.services.versions import freeze_version
from tests.factories.cms import ImageFactory, TerritoryFactory
from tests.factories.events import SessionFactory, TrainingPageFactory
from tests.factories.home import OrganisationPageFactory, ProgrammePageFactory, TermPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, get, main_text, make_private, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Territory:
    """A department of three known delegations, one of which covers a commune that lies elsewhere in the tree."""
    made: Territory = TerritoryFactory(name="Loire", kind=TerritoryKind.DEPARTMENT)
    for name in ("Retz", "Ancenis", "Clisson"):
        TerritoryFactory(name=name, kind=TerritoryKind.DELEGATION, parent=Territory.objects.get(pk=made.pk))
    return Territory.objects.get(pk=made.pk)


@pytest.fixture
def programme(house: House, department: Territory) -> ProgrammePage:
    page: ProgrammePage = ProgrammePageFactory(
        parent=house.programmes,
        title="Se former ensemble",
        territory=department,
        coverage_kind=TerritoryKind.DELEGATION,
        context="<p>Lever des freins, avec la médiation.</p>",
        skills="<ul><li>Accompagner</li></ul>",
        accessibility="<p>Une boucle magnétique.</p>",
    )
    return page


def test_typed_parts_are_read_in_their_order_and_empty_ones_are_left_out(
    client: Client, programme: ProgrammePage
) -> None:
    """S1-09"""
    headings = [heading.get_text() for heading in soup(get(client, programme)).select("main h2")]
    assert headings[:3] == ["Contexte", "Compétences attendues", "Accessibilité"]
    assert [teaser.title for teaser in search_pages("boucles magnétiques", page_number=None).teasers] == [
        "Se former ensemble"
    ]


def test_pilots_and_funders_show_their_logos(client: Client, house: House, programme: ProgrammePage) -> None:
    """S0-03"""
    for role, logo in ((PartnerRole.PILOT, ImageFactory()), (PartnerRole.FUNDER, None)):
        organisation = OrganisationPageFactory(parent=house.organisations, logo=logo)
        ProgrammePartner.objects.create(page=programme, organisation=organisation, role=role)
    rows = soup(get(client, programme)).select(".roles > li")
    assert [(row.select_one(".meta").get_text(), len(row.select("img"))) for row in rows] == [
        ("pilote", 1),
        ("finance", 0),
    ]


def test_coverage_counts_what_the_page_says_and_what_events_are(
    client: Client, house: House, programme: ProgrammePage
) -> None:
    """S1-08: a commune inside a delegation, or covered by it, reaches that delegation once."""
    retz, ancenis = Territory.objects.get(name="Retz"), Territory.objects.get(name="Ancenis")
    ProgrammeEdition.objects.create(page=programme, territory=retz, period="2019", stage=EditionStage.EXPERIMENT)
    assert coverage_of(programme).sentence == "1 délégation sur 3"
    commune = TerritoryFactory(name="Une commune")
    ancenis.covers.add(commune)
    for title, live in (("Notre édition", True), ("Secrète", False)):
        training = TrainingPageFactory(
            parent=house.agenda, title=title, programme=programme, territory=commune, live=live
        )
        SessionFactory(event=training)
    programme.coverage_total = 6
    programme.save()
    text = main_text(get(client, programme))
    assert "2 délégations sur 6" in text
    assert "Retz 2019 expérimentation" in text
    assert "Une commune" in text
    assert "Secrète" not in text


def test_a_version_freezes_what_is_read_and_the_next_one_says_what_changed(
    client: Client, programme: ProgrammePage
) -> None:
    """S1-07"""
    freeze_version(programme=programme, name="2019", dated=dt.date(2019, 9, 1))
    programme.context = "<p>Lever des freins, avec la médiation sociale.</p>"
    programme.skills = "<ul><li><b>Accompagner</b></li></ul>"
    programme.save_revision().publish()
    freeze_version(programme=programme, name="2023", dated=dt.date(2023, 9, 1), changes="La médiation se précise.")
    newest, oldest = versions_of(programme)
    assert [(change.title, [(p.kind, p.words) for p in change.passages]) for change in newest.changes] == [
        (
            "Contexte",
            [
                ("same", "Lever des freins, avec la"),
                ("removed", "médiation."),
                ("added", "médiation sociale."),
            ],
        )
    ]
    assert oldest.changes == []
    text = main_text(get(client, programme))
    assert "La médiation se précise." in text
    assert "ajouté : médiation sociale." in text
    freeze_version(programme=programme, name="2019", dated=dt.date(2019, 10, 1))
    assert "sociale" not in str(ProgrammeVersion.objects.get(name="2019").parts)


def test_an_editor_freezes_a_version_in_the_admin(client: Client, programme: ProgrammePage) -> None:
    client.force_login(UserFactory(is_superuser=True))
    fields = {"programme": programme.pk, "name": "2024", "dated": "01/09/2024", "changes": "", "contributors": ""}
    assert client.post("/admin/programmeversion/new/", fields).status_code == 302
    version = ProgrammeVersion.objects.get()
    assert version.parts["accessibility"] == "<p>Une boucle magnétique.</p>"
    again = client.post(f"/admin/programmeversion/edit/{version.pk}/", {**fields, "changes": "Tout."})
    assert again.status_code == 302
    version.refresh_from_db()
    assert (version.changes, version.name) == ("Tout.", "2024")
    assert client.get("/admin/programmeversion/").status_code == 200


class TestSharedWords:
    @pytest.fixture
    def shared(self, house: House, programme: ProgrammePage) -> ProgrammePage:
        term = TermPageFactory(parent=house.glossary, title="Médiation", summary="Mettre en lien.")
        hidden = OrganisationPageFactory(parent=house.organisations, title="Structure cachée", live=False)
        public = OrganisationPageFactory(parent=house.organisations, title="Le Département")
        Definition.objects.create(page=term, text="Un métier.", organisation=public)
        Definition.objects.create(page=term, text="Un état d’esprit.", organisation=hidden, according_to="")
        Quotation.objects.create(page=term, text="On ne vient pas pour regarder.", speaker="une médiatrice")
        draft = TermPageFactory(parent=house.glossary, title="Brouillon", live=False)
        for place, each in enumerate((term, draft)):
            SharedWord.objects.create(page=programme, term=each, sort_order=place)
        return programme

    def test_a_programme_shows_definitions_and_by_whom_and_links_the_first_use(
        self, client: Client, shared: ProgrammePage
    ) -> None:
        """S1-06"""
        response = get(client, shared)
        text = main_text(response)
        for words in ("Un métier.", "selon Le Département", "Un état d’esprit.", "On ne vient pas pour regarder."):
            assert words in text
        assert "Structure cachée" not in text
        assert "Brouillon" not in text
        (link,) = soup(response).select("a.term")
        assert (link["href"], link["title"], link.get_text()) == ("#mot-mediation", "Mettre en lien.", "médiation")

    def test_quotations_are_hidden_everywhere_when_the_editor_says_so(
        self, client: Client, shared: ProgrammePage
    ) -> None:
        """S1-03: the page, its body and its search; the definitions stay."""
        shared.body = [("quote", {"text": "Paroles rapportées", "author": "", "role": ""})]
        shared.save_revision().publish()
        assert "Paroles rapportées" in main_text(get(client, shared))
        shared.shows_quotations = False
        shared.save_revision().publish()
        text = main_text(get(client, shared))
        assert "Un métier." in text
        assert "Paroles rapportées" not in text
        assert "pour regarder" not in text
        assert search_pages("rapportées", page_number=None).count == 0

    def test_the_glossary_lists_words_by_letter_and_each_leads_to_its_programmes(
        self, client: Client, house: House, shared: ProgrammePage
    ) -> None:
        TermPageFactory(parent=house.glossary, title="Éducation populaire")
        response = get(client, house.glossary)
        assert [heading.get_text() for heading in soup(response).select("main h2")] == ["E", "M"]
        term = shared.shared_words.first().term
        assert "Les programmes qui partagent ce mot Se former ensemble" in main_text(get(client, term))
        make_private(shared)
        assert "Se former ensemble" not in main_text(get(client, term))


def test_a_fuller_programme_asks_no_more_queries(client: Client, house: House, programme: ProgrammePage) -> None:
    def grow(number: int) -> None:
        place = TerritoryFactory()
        ProgrammeEdition.objects.create(page=programme, territory=place)
        organisation = OrganisationPageFactory(parent=house.organisations, logo=ImageFactory())
        ProgrammePartner.objects.create(page=programme, organisation=organisation)
        term = TermPageFactory(parent=house.glossary)
        Definition.objects.create(page=term, text="Une définition.", organisation=organisation)
        SharedWord.objects.create(page=programme, term=term)
        freeze_version(programme=programme, name=f"Version {number}", dated=timezone.localdate())

    grow(1)
    one = count_queries(client, programme.url)
    grow(2)
    grow(3)
    assert count_queries(client, programme.url) == one
