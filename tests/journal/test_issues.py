"""What an issue shows of itself: its rubrics, its imprint, an old PDF, joint dossiers (items 1 and 2)."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.test import Client

from cms.models import Document
from config.first_run.tree import House
from events.enums import DiagnosisKind
from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from journal.figures import figure_of
from journal.models import ArticlePage, IssuePage, IssueRubric, JournalPage
from journal.provenance import Provenance
from journal.quoting import provenance_of
from journal.selectors.citations import articles_citing_below
from journal.selectors.issues import contents_of, neighbours_of
from journal.services import DossierRefused, ensure_rubrics, prepare_dossier
from people.models import User
from tests.factories.events import DiagnosisItemFactory, WorkshopPageFactory
from tests.factories.journal import ArticlePageFactory

from .writing import words


def test_an_issue_orders_its_rubrics_as_it_likes(issue: IssuePage) -> None:
    rubrics = ensure_rubrics()
    articles = {
        name: ArticlePageFactory(parent=issue, title=name, rubric=rubrics[name])
        for name in ("Rencontrer", "Comprendre", "Semer", "Agir")
    }
    usual = [group.rubric.name for group in contents_of(issue) if group.rubric]
    for order, name in enumerate(("Agir", "Semer")):
        IssueRubric.objects.create(page=issue, rubric=rubrics[name], sort_order=order)
    chosen = IssuePage.objects.get(pk=issue.pk)
    assert (usual, [group.rubric.name for group in contents_of(chosen) if group.rubric]) == (
        ["Rencontrer", "Comprendre", "Semer", "Agir"],
        ["Agir", "Semer", "Rencontrer", "Comprendre"],
    )
    around = neighbours_of(articles["Semer"])
    assert around.previous
    assert around.next
    assert (around.folio, around.previous.article.title, around.next.article.title) == (2, "Agir", "Rencontrer")


def test_an_issue_bears_its_imprint(client: Client, issue: IssuePage) -> None:
    JournalPage.objects.update(printer="Imprimé par nos soins", price="Gratuit")
    page = BeautifulSoup(client.get(issue.url).content, "html.parser").select_one(".imprint")
    lines = {words(line.dt): words(line.dd) for line in page.select("dl div")}
    assert (lines["Impression"], lines["Parution"], lines["Prix"]) == (
        "Imprimé par nos soins",
        "21 mars 2026",
        "Gratuit",
    )
    assert "Ne pas jeter sur la voie publique." in words(page)


def test_an_old_issue_is_read_as_its_pdf(client: Client, issue: IssuePage) -> None:
    document = Document.objects.create(title="Numéro 3", file=ContentFile(b"%PDF-1.4" + b"0" * 3000, "numero-3.pdf"))
    IssuePage.objects.filter(pk=issue.pk).update(archive_pdf=document)
    page = BeautifulSoup(client.get(issue.url).content, "html.parser").main
    link = page.find("a", string=lambda text: text and text.startswith("Lire le numéro"))
    assert (words(link), link["href"]) == ("Lire le numéro (PDF, 2,9 Kio)", document.url)
    assert "arrivent" not in words(page)
    answer = client.get(link["href"])
    answer.close()
    assert (answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) == ("application/pdf", "inline")


class TestJointDossier:
    @pytest.fixture
    def second(self, house: House) -> WorkshopPage:
        page: WorkshopPage = WorkshopPageFactory(parent=house.agenda, title="Se nourrir", stake="Qui mange quoi ?")
        DiagnosisItemFactory(workshop=page, text="Le marché ferme à midi.")
        return page

    def test_two_workshops_make_one_main_article_and_each_block_keeps_its_own(
        self,
        workshop: WorkshopPage,
        second: WorkshopPage,
        issue: IssuePage,
        editor: User,
        add_item: Callable[..., DiagnosisItem],
        add_contact: Callable[..., Contact],
        add_seed: Callable[..., Seed],
    ) -> None:
        add_item("Le dernier car part trop tôt.")
        add_contact()
        add_seed()
        main, portraits, seed = prepare_dossier(workshop=workshop, issue=issue, user=editor, others=[second, workshop])
        assert [block.block_type for block in main.body] == [
            "workshop_intro", "diagnosis_board", "quoted_item",
            "workshop_intro", "diagnosis_board", "quoted_item",
            "next_dates",
        ]  # fmt: skip
        codes = [block.value["provenance"].uuid for block in main.body if block.block_type == "workshop_intro"]
        assert codes == [str(workshop.translation_key), str(second.translation_key)]
        assert (main.title, portraits.title, seed.title) == (
            "Se déplacer sans voiture et Se nourrir",
            "Les visages des ateliers",
            "Covoiturage du marché",
        )
        assert set(ArticlePage.objects.citing(second)) == {main, portraits}
        assert [article.title for article in articles_citing_below([second])] == [portraits.title, main.title]
        with pytest.raises(ProtectedError):
            second.delete()

    def test_a_workshop_already_told_in_this_issue_is_not_told_twice(
        self, workshop: WorkshopPage, second: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
    ) -> None:
        add_item()
        prepare_dossier(workshop=second, issue=issue, user=None)
        with pytest.raises(DossierRefused, match="déjà préparé"):
            prepare_dossier(workshop=workshop, issue=issue, user=None, others=[second])

    def test_the_editor_ticks_the_others(
        self,
        admin: Client,
        workshop: WorkshopPage,
        second: WorkshopPage,
        issue: IssuePage,
        add_item: Callable[..., DiagnosisItem],
    ) -> None:
        add_item()
        url = f"/admin/journal/dossier/{workshop.pk}/"
        page = BeautifulSoup(admin.get(url).content, "html.parser")
        assert [words(label) for label in page.select(".journal-dossier-others label")] == ["Se nourrir"]
        assert admin.post(url, {"issue": issue.pk, "others": [workshop.pk]}).status_code == 422
        admin.post(url, {"issue": issue.pk, "others": [second.pk]})
        assert ArticlePage.objects.citing(second).count() == 1


class TestFigure:
    def test_each_kind_has_a_bar_as_long_as_its_count(self) -> None:
        kinds = [DiagnosisKind.LEVER, *[DiagnosisKind.BRAKE] * 4]
        figure = figure_of([DiagnosisItem(kind=kind, text="…") for kind in kinds])
        assert [(bar.label, bar.count, bar.y, bar.length, bar.is_slowing) for bar in figure.bars] == [
            ("Freins", 4, 0, 168, True),
            ("Levier", 1, 18, 42, False),
        ]
        assert (figure.height, figure.total, figure_of([]).height) == (36, 5, 0)

    def test_it_is_drawn_in_the_article_and_says_its_numbers(
        self, client: Client, workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
    ) -> None:
        for kind in ("brake", "brake", "lever"):
            add_item(kind=kind)
        (article,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
        article.get_latest_revision().publish()
        page = BeautifulSoup(client.get(article.url).content, "html.parser")
        drawing = page.select_one(".journal-board svg")
        assert words(drawing.title) == "Ce qui s’est dit, en nombres : freins, 2 ; levier, 1"
        assert [bar["width"] for bar in drawing.select("rect")] == ["168.0", "84.0"]


def test_words_keep_the_licence_of_the_workshop(
    client: Client, workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
) -> None:
    taken = provenance_of(add_item())
    assert (taken.licence, Provenance.read(taken.as_dict())) == ("by-sa", taken)
    assert Provenance.read({**taken.as_dict(), "licence": "n’importe"}).licence == ""
    (article,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    article.get_latest_revision().publish()
    notes = BeautifulSoup(client.get(article.url).content, "html.parser").select_one(".source-notes")
    assert words(notes).endswith("partagé sous licence CC BY-SA 4.0.")
