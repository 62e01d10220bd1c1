"""The chain of a subject and the coverage board (issue 7, item 8; S3-10, S3-13, M8)."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import WorkshopPage
from home.models import OrganisationPage, ProjectPage
from journal.models import ArticleWorkshop, IssuePage
from newsletter.chain import steps_of
from newsletter.coverage import Board, board
from people.enums import Audience, ConsentPurpose
from people.services import withdraw_consent
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.events import ContactFactory, SessionFactory, WorkshopPageFactory
from tests.factories.home import OrganisationPageFactory, ProjectPageFactory
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.people import ConsentFactory, UserFactory
from tests.factories.tree import House


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").replace("\u00a0", " ").replace("\u202f", " ").split())


def teaser(page: Any) -> dict[str, Any]:
    return {"type": "page_teaser", "value": {"page": page.pk, "title": "", "summary": ""}}


@pytest.fixture
def project(house: House) -> ProjectPage:
    made: ProjectPage = ProjectPageFactory(parent=house.projects, title="Le four à pain", slug="four")
    return made


@pytest.fixture
def issue(house: House) -> IssuePage:
    made: IssuePage = IssuePageFactory(parent=house.journal, number=4)
    return made


def held(house: House, title: str, **fields: Any) -> WorkshopPage:
    page: WorkshopPage = WorkshopPageFactory(parent=house.agenda, title=title, **fields)
    SessionFactory(event=page, past=True)
    return page


class TestChain:
    def test_the_way_of_a_project_is_told_in_order(
        self, client: Client, house: House, project: ProjectPage, issue: IssuePage
    ) -> None:
        workshop = held(house, "Cuire ensemble")
        article = ArticlePageFactory(parent=issue, title="Le pain revient", body=[teaser(project)])
        article.save_revision().publish()
        steps = [(step.stop.value, step.title, step.number) for step in steps_of(project)]
        assert steps == [("journal", "Le pain revient", 4)]
        article.source_workshop = workshop
        article.save()
        assert [(step.stop.value, step.title) for step in steps_of(article)] == [
            ("journal", "Le pain revient"),
            ("workshop", "Cuire ensemble"),
        ]
        page = BeautifulSoup(client.get(reverse("newsletter:chain", args=[project.pk])).content, "html.parser")
        assert [words(line) for line in page.select(".chain-line")] == [
            "Journal, 21 mars 2026 Le pain revient , n o 4 du journal"
        ]

    def test_a_workshop_told_in_a_joint_dossier_has_its_article(self, house: House, issue: IssuePage) -> None:
        first, second = held(house, "Un"), held(house, "Deux")
        article = ArticlePageFactory(parent=issue, title="Les deux", source_workshop=first)
        ArticleWorkshop.objects.create(article=article, workshop=second)
        assert ("journal", "Les deux") in [(step.stop.value, step.title) for step in steps_of(second)]

    def test_a_subject_that_went_nowhere_says_so(self, client: Client, project: ProjectPage) -> None:
        html = client.get(reverse("newsletter:chain", args=[project.pk])).content.decode()
        assert "ni raconté dans le journal" in html

    def test_what_is_not_public_has_no_way(self, client: Client, house: House, project: ProjectPage) -> None:
        project.unpublish()
        for key in (project.pk, house.home.pk, 999_999):
            assert client.get(reverse("newsletter:chain", args=[key])).status_code == 404

    def test_the_band_of_a_workshop_and_of_a_project_lead_to_it(
        self, client: Client, house: House, project: ProjectPage
    ) -> None:
        for page in (project, held(house, "Cuire ensemble")):
            found = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(".chain-more a")
            assert found["href"] == f"/chaine/{page.pk}/"

    def test_every_project_is_listed_with_its_stops(
        self, client: Client, project: ProjectPage, issue: IssuePage
    ) -> None:
        ArticlePageFactory(parent=issue, body=[teaser(project)]).save_revision().publish()
        row = BeautifulSoup(client.get("/chaine/").content, "html.parser").select_one("tbody tr")
        assert words(row) == "Le four à pain pas encore pas encore raconté"


class TestCoverage:
    @pytest.fixture
    def known(self, house: House) -> dict[str, Any]:
        """Bread was met; its mill was met and told; the choir, nobody knows."""
        topic, valley = TopicFactory(name="Pain"), TerritoryFactory(name="La vallée")
        mill = OrganisationPageFactory(parent=house.organisations, title="Le moulin", kind="company", territory=valley)
        bread = ProjectPageFactory(parent=house.projects, title="Le pain", organisation=mill)
        choir = OrganisationPageFactory(parent=house.organisations, title="La chorale", kind="culture")
        bread.topics.add(topic)
        bread.save()
        workshop = held(house, "Cuire ensemble")
        ContactFactory(workshop=workshop, organisation=mill)
        issue = IssuePageFactory(parent=house.journal, number=1)
        ArticlePageFactory(parent=issue, body=[teaser(mill)]).save_revision().publish()
        return {"topic": topic, "valley": valley, "mill": mill, "bread": bread, "choir": choir}

    def told(self, shown: Board) -> list[tuple[str, bool, bool, bool]]:
        return [(s.page.title, s.announced, s.met, s.featured) for s in shown.subjects]

    def test_who_was_met_and_who_was_told(self, known: dict[str, Any]) -> None:
        shown = board()
        assert self.told(shown) == [
            ("Le pain", False, True, False),
            ("La chorale", False, False, False),
            ("Le moulin", False, True, True),
        ]
        assert [subject.page.title for subject in shown.never_featured] == ["Le pain"]

    def test_a_portrait_in_the_journal_tells_of_its_organisation_while_the_person_agrees(
        self, known: dict[str, Any]
    ) -> None:
        consent = ConsentFactory(purpose=ConsentPurpose.ADDRESS_BOOK, audience=Audience.WEB)
        workshop = WorkshopPage.objects.get()
        card = ContactFactory(
            workshop=workshop, organisation=known["choir"], person=consent.person, consent=consent, role="cheffe"
        )
        source = {"kind": "contact", "uuid": str(card.uuid), "needs_consent": True}
        body = [{"type": "portrait", "value": {"text": "", "provenance": source}}]
        ArticlePageFactory(parent=IssuePage.objects.get(), body=body).save_revision().publish()
        assert ("La chorale", False, True, True) in self.told(board())
        withdraw_consent(consent=consent)
        assert ("La chorale", False, True, False) in self.told(board())

    def test_it_is_cut_by_territory_topic_and_kind(self, known: dict[str, Any]) -> None:
        cuts = [
            board(territory=known["valley"].pk),
            board(topic=known["topic"].pk),
            board(kind="culture"),
            board(territory=999_999),
        ]
        assert [[subject.page.title for subject in cut.subjects] for cut in cuts] == [
            ["Le moulin"],
            ["Le pain"],
            ["La chorale"],
            [],
        ]

    def test_a_territory_holds_what_lies_under_it_and_what_it_covers_besides(self, known: dict[str, Any]) -> None:
        hamlet, delegation = (
            TerritoryFactory(name="Le hameau", parent=known["valley"]),
            TerritoryFactory(name="Ailleurs"),
        )
        delegation.covers.add(hamlet)
        OrganisationPage.objects.filter(pk=known["choir"].pk).update(territory=hamlet)
        shown = [[s.page.title for s in board(territory=place.pk).subjects] for place in (known["valley"], delegation)]
        assert shown == [["La chorale", "Le moulin"], ["La chorale"]]

    def test_blind_spots_come_first(self, known: dict[str, Any]) -> None:
        counts = [(count.label, count.total, count.met, count.featured, count.is_blind) for count in board().by_kind]
        assert counts == [("Structure culturelle", 1, 0, 0, True), ("Entreprise", 2, 2, 1, False)]

    def test_those_announced_and_never_met_are_sent_to_the_next_event_that_fits(
        self, house: House, known: dict[str, Any]
    ) -> None:
        choir = known["choir"]
        OrganisationPage.objects.filter(pk=choir.pk).update(territory=known["valley"])
        SubscriberFactory(state="confirmed")
        letter = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("Ici", [choir])]))
        make_sent_letter(letter)
        far = WorkshopPageFactory(parent=house.agenda, title="Ailleurs")
        near = WorkshopPageFactory(parent=house.agenda, title="Chanter", territory=known["valley"])
        for event in (far, near):
            SessionFactory(event=event, open=True)
        (subject,) = board().never_met
        assert (subject.page.title, subject.next_event and subject.next_event.title) == ("La chorale", "Chanter")

    def test_the_screen_suggests_what_to_do(self, client: Client, house: House, known: dict[str, Any]) -> None:
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        issue = IssuePageFactory(parent=house.journal, number=2, title="Numéro 2", live=False)
        url = reverse("journal_coverage")
        page = BeautifulSoup(client.get(url).content, "html.parser")
        link = page.find("a", string=lambda text: text and "Leur trouver une place" in text)
        assert link["href"] == reverse("journal_making", args=[issue.pk])
        for wrong in ("?territoire=abc&theme=99999999999999999999&nature=rien", "?theme=%00"):
            assert client.get(url + wrong).status_code == 200

    def test_visitors_are_asked_to_sign_in(self, client: Client, house: House) -> None:
        assert client.get(reverse("journal_coverage")).status_code == 302

    def test_queries_do_not_grow_with_the_subjects(self, house: House, known: dict[str, Any]) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                list(board().subjects)
            return len(queries)

        count()
        one = count()
        for rank in range(3):
            ProjectPageFactory(parent=house.projects, title=f"Projet {rank}", organisation=known["mill"])
            OrganisationPageFactory(parent=house.organisations, title=f"Structure {rank}", territory=known["valley"])
        assert count() == one
