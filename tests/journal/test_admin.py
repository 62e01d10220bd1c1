"""The journal in the admin: « Préparer un dossier », the menu, refusals (issue items 8 and 13, Bad input)."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from config.first_run.tree import House
from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from journal.models import ArticlePage, IssuePage, Rubric
from journal.services import ensure_rubrics, prepare_dossier
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.people import PersonFactory, UserFactory

LABEL = "Préparer un dossier du journal"


def page_of(response: Any) -> Any:
    return BeautifulSoup(response.content, "html.parser")


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").replace("\u202f", " ").split())


@pytest.fixture
def url(workshop: WorkshopPage) -> str:
    return reverse("journal_prepare_dossier", args=[workshop.pk])


@pytest.fixture
def outputs(
    add_item: Callable[..., DiagnosisItem], add_contact: Callable[..., Contact], add_seed: Callable[..., Seed]
) -> None:
    add_item("Un.")
    add_item("Deux.", kind="lever")
    add_item("Sans accord.", author=PersonFactory())
    add_contact()
    add_seed()


class TestPrepareDossier:
    def test_the_screen_tells_what_will_be_made(self, admin: Client, url: str, issue: IssuePage, outputs: None) -> None:
        main = page_of(admin.get(url)).select_one(".journal-dossier")
        assert [words(line) for line in main.select(".journal-dossier-counts li")] == [
            "2 éléments d’état des lieux à citer, et le tableau des freins et des leviers",
            "1 fiche avec accord, pour des portraits",
            "1 graine de projet, un article",
        ]
        assert words(main.select_one(".help-warning")) == (
            "Un élément ou une fiche reste de côté : la personne n’a pas donné son accord."
        )
        assert [words(label) for label in main.select("form label")] == [
            "Ouvrir le numéro 4 (brouillon)",
            "Numéro 3, Printemps 2026 (paru)",
        ]

    def test_looking_changes_nothing(self, admin: Client, url: str, issue: IssuePage, outputs: None) -> None:
        before = (Page.objects.count(), Rubric.objects.count())
        assert admin.get(url).status_code == 200
        assert (Page.objects.count(), Rubric.objects.count()) == before

    def test_it_leads_to_the_drafts_of_the_issue(
        self, admin: Client, url: str, issue: IssuePage, outputs: None
    ) -> None:
        response = admin.post(url, {"issue": str(issue.pk)}, follow=True)
        assert response.redirect_chain == [(reverse("wagtailadmin_explore", args=[issue.pk]), 302)]
        assert [a.live for a in ArticlePage.objects.child_of(issue)] == [False] * 3
        assert (
            "3 brouillons sont prêts depuis l’atelier « Se déplacer sans voiture ». "
            "Rien n’est publié : relisez, complétez, puis publiez."
        ) in words(page_of(response))

    def test_it_can_open_the_next_issue(
        self, admin: Client, url: str, house: House, issue: IssuePage, outputs: None
    ) -> None:
        admin.post(url, {"issue": f"next-{house.journal.pk}"})
        opened = IssuePage.objects.get(number=4)
        assert (opened.live, ArticlePage.objects.child_of(opened).count()) == (False, 3)

    def test_asked_twice_it_shows_the_drafts_that_exist(
        self, admin: Client, url: str, issue: IssuePage, outputs: None
    ) -> None:
        admin.post(url, {"issue": str(issue.pk)})
        response = admin.post(url, {"issue": str(issue.pk)})
        alert = page_of(response).select_one(".journal-dossier [role=alert]")
        assert response.status_code == 409
        assert [a["href"] for a in alert.select("a")] == [
            reverse("wagtailadmin_pages:edit", args=[article.pk])
            for article in ArticlePage.objects.child_of(issue).order_by("path")
        ]
        assert ArticlePage.objects.count() == 3

    def test_a_workshop_that_left_nothing_cannot_be_prepared(self, admin: Client, url: str, issue: IssuePage) -> None:
        main = page_of(admin.get(url)).select_one(".journal-dossier")
        assert (main.form, words(main.select_one(".help-info"))) == (
            None,
            "Cet atelier n’a encore rien laissé. Notez son état des lieux, ses contacts ou ses graines de projet, "
            "puis revenez ici.",
        )
        response = admin.post(url, {"issue": str(issue.pk)})
        assert (response.status_code, ArticlePage.objects.count()) == (409, 0)

    @pytest.mark.parametrize("answer", [{}, {"issue": ""}, {"issue": "999999"}, {"issue": "next-0"}, {"issue": "%00"}])
    def test_a_wrong_issue_is_asked_again(
        self, admin: Client, url: str, issue: IssuePage, outputs: None, answer: dict[str, str]
    ) -> None:
        response = admin.post(url, answer)
        error = page_of(response).select_one(".journal-dossier .error-message")
        assert (response.status_code, ArticlePage.objects.count()) == (422, 0)
        assert words(error) == (
            "Ce numéro n’existe plus, ou ne vous est pas ouvert : choisissez-en un autre."
            if answer.get("issue")
            else "Choisissez un numéro."
        )

    def test_an_unknown_workshop_is_not_found(self, admin: Client, house: House) -> None:
        for pk in (house.agenda.pk, 999_999):
            assert admin.get(reverse("journal_prepare_dossier", args=[pk])).status_code == 404


class TestWhoMay:
    @pytest.fixture
    def group(self, house: House) -> Group:
        group = Group.objects.create(name="Petites mains")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        return group

    @pytest.fixture
    def member(self, client: Client, group: Group) -> Client:
        user = UserFactory()
        user.groups.add(group)
        client.force_login(user)
        return client

    def test_someone_without_the_journal_is_sent_back(
        self, member: Client, url: str, issue: IssuePage, outputs: None
    ) -> None:
        response = member.post(url, {"issue": str(issue.pk)})
        assert (response.status_code, response["Location"], ArticlePage.objects.count()) == (
            302,
            reverse("wagtailadmin_home"),
            0,
        )

    def test_a_visitor_is_asked_to_sign_in(self, client: Client, url: str) -> None:
        assert client.get(url)["Location"] == f"{reverse('wagtailadmin_login')}?next={url}"

    def test_someone_who_writes_in_one_issue_sees_that_one_only(
        self, member: Client, group: Group, house: House, url: str, issue: IssuePage, outputs: None
    ) -> None:
        IssuePageFactory(parent=house.journal, number=9)
        add = Permission.objects.get(codename="add_page")
        GroupPagePermission.objects.create(group=group, page=issue, permission=add)
        labels = [words(label) for label in page_of(member.get(url)).select(".journal-dossier form label")]
        assert labels == ["Numéro 3, Printemps 2026 (paru)"]
        member.post(url, {"issue": str(issue.pk)})
        assert ArticlePage.objects.child_of(issue).count() == 3


class TestWhereItIsOffered:
    def test_on_the_editor_and_in_the_explorer(
        self, admin: Client, house: House, workshop: WorkshopPage, url: str
    ) -> None:
        edit = page_of(admin.get(reverse("wagtailadmin_pages:edit", args=[workshop.pk])))
        explorer = page_of(admin.get(reverse("wagtailadmin_explore", args=[house.agenda.pk])))
        assert {words(a) for a in edit.select(f'a[href="{url}"]')} == {LABEL}
        # In the header, beside the actions, and among what the workshop produced.
        assert len(edit.select(f'a[href="{url}"]')) == 3
        assert {words(a) for a in explorer.select(f'a[href="{url}"]')} == {LABEL}

    def test_on_no_other_page(self, admin: Client, house: House) -> None:
        text = admin.get(reverse("wagtailadmin_pages:edit", args=[house.agenda.pk])).content.decode()
        assert LABEL not in text


class TestDeletion:
    @pytest.fixture
    def article(self, workshop: WorkshopPage, issue: IssuePage, add_seed: Callable[..., Seed]) -> ArticlePage:
        seed = add_seed()
        article = prepare_dossier(workshop=workshop, issue=issue, user=None)[0]
        for other in ArticlePage.objects.exclude(pk=article.pk):
            other.delete()
        seed.delete()
        return article

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("which", ["workshop", "agenda"])
    def test_a_cited_workshop_stays(
        self, admin: Client, house: House, workshop: WorkshopPage, article: ArticlePage, method: str, which: str
    ) -> None:
        page = workshop if which == "workshop" else house.agenda
        delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
        response = getattr(admin, method)(delete, follow=True)
        assert response.redirect_chain == [(reverse("wagtailadmin_explore", args=[page.get_parent().pk]), 302)]
        assert "Le journal cite un atelier qui serait supprimé." in words(page_of(response))
        assert WorkshopPage.objects.filter(pk=workshop.pk).exists()

    def test_not_even_in_bulk(self, admin: Client, house: House, workshop: WorkshopPage, article: ArticlePage) -> None:
        """Wagtail itself keeps the workshop; it does not look below a page, so the agenda is ours to keep."""
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        workshop_alone = admin.post(f"{bulk}?id={workshop.pk}", follow=True)
        whole_agenda = admin.post(f"{bulk}?id={house.agenda.pk}", follow=True)
        assert workshop_alone.status_code == 200
        assert "Le journal cite un atelier qui serait supprimé." in words(page_of(whole_agenda))
        assert WorkshopPage.objects.filter(pk=workshop.pk).exists()

    def test_once_its_articles_are_gone_it_may_go(
        self, admin: Client, workshop: WorkshopPage, article: ArticlePage
    ) -> None:
        ArticlePage.objects.get(pk=article.pk).delete()
        admin.post(reverse("wagtailadmin_pages:delete", args=[workshop.pk]))
        assert not WorkshopPage.objects.filter(pk=workshop.pk).exists()

    def test_a_rubric_with_articles_stays(self, admin: Client, issue: IssuePage) -> None:
        rubric = ArticlePageFactory(parent=issue).rubric
        response = admin.post(reverse("journal_rubrics:delete", args=[rubric.pk]))
        assert response.status_code in {200, 302}
        assert Rubric.objects.filter(pk=rubric.pk).exists()


class TestRubrics:
    def test_the_menu_holds_issues_articles_and_rubrics(self, admin: Client, issue: IssuePage) -> None:
        for name in ("journal_issues", "journal_articles", "journal_rubrics"):
            assert admin.get(reverse(f"{name}:index")).status_code == 200

    def test_a_rubric_gets_its_address_from_its_name(self, admin: Client, house: House) -> None:
        admin.post(reverse("journal_rubrics:add"), {"name": "L’œil", "slug": "", "promise": ""})
        assert Rubric.objects.get(name="L’œil").slug == "l-oeil"

    def test_two_rubrics_never_share_a_name_or_an_address(self, admin: Client, house: House) -> None:
        ensure_rubrics()
        add = reverse("journal_rubrics:add")
        same_name = admin.post(add, {"name": "Semer", "slug": "autre", "promise": ""})
        same_address = admin.post(add, {"name": "Semer !", "slug": "", "promise": ""})
        assert "Une rubrique porte déjà ce nom." in same_name.content.decode()
        assert "Une rubrique a déjà cette adresse." in same_address.content.decode()
        assert Rubric.objects.count() == 6

    def test_rubrics_are_listed_in_their_order(self, admin: Client, house: House) -> None:
        ensure_rubrics()
        Rubric.objects.filter(name="Partager").update(position=0)
        table = page_of(admin.get(reverse("journal_rubrics:index"))).select("td.title")
        assert [words(cell).split()[0] for cell in table] == [
            "Partager",
            "Rencontrer",
            "Comprendre",
            "S’entraider",
            "Semer",
            "Agir",
        ]


class TestIssueForm:
    def test_a_number_is_given_once(self, admin: Client, house: House, issue: IssuePage) -> None:
        add = reverse("wagtailadmin_pages:add", args=["journal", "issuepage", house.journal.pk])
        data = {
            "title": "Encore",
            "slug": "encore",
            "number": "3",
            "colour": "sapin",
            "season": "",
            "theme": "",
            "summary": "",
            "editorial-count": "0",
            "editorial_author": "",
            "ordered_rubrics-TOTAL_FORMS": "0",
            "ordered_rubrics-INITIAL_FORMS": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
        response = admin.post(add, data)
        assert response.status_code == 200
        assert "Le numéro 3 existe déjà : choisissez-en un autre." in response.content.decode()
        admin.post(add, {**data, "number": "4"})
        assert IssuePage.objects.get(number=4).title == "Encore"

    def test_saving_an_issue_again_keeps_its_number(self, admin: Client, house: House, issue: IssuePage) -> None:
        copied = issue.copy(update_attrs={"slug": "copie", "title": "Copie"})
        assert copied.number == issue.number
