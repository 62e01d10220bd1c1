"""Filling a letter from what the site knows, taking that back, and being told what changed (letters.md 25, 26)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from events.enums import SeedState
from newsletter.changes import changes_of
from newsletter.models import Insertion, LetterPage
from newsletter.proposals import proposal_for
from newsletter.services import accept_changes, note_insertions, propose_contents, withdraw_proposal
from tests.factories.events import (
    SeedFactory,
    SeriesPageFactory,
    SessionFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
)
from tests.factories.home import CallPageFactory, NewsPageFactory, ProjectPageFactory
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def published(page: Page, *, days_ago: float) -> Page:
    Page.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timedelta(days=days_ago))
    page.refresh_from_db()
    return page


def draft_of(letter: LetterPage) -> LetterPage:
    draft: LetterPage = LetterPage.objects.get(pk=letter.pk).get_latest_revision_as_object()
    return draft


def outline(letter: LetterPage) -> list[tuple[str, list[str]]]:
    """The blocks of a letter with the titles of what each lists."""
    found = []
    for child in letter.body:
        names = [str(item["page"]) for item in child.value["teasers"]] if "teasers" in child.value else []
        if child.block_type == "seeds":
            names = [str(seed) for seed in child.value["seeds"]]
        found.append((child.block_type, names))
    return found


@pytest.fixture
def last_letter(house: House) -> LetterPage:
    """A letter that left ten days ago."""
    SubscriberFactory()
    old = published(NewsPageFactory(parent=house.news, title="Déjà dite"), days_ago=12)
    letter = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("N", [old])]))
    make_sent_letter(letter, sent_at=timezone.now() - timedelta(days=10))
    return letter


@pytest.fixture
def matter(house: House, last_letter: LetterPage) -> dict[str, Any]:
    """What came out since the last letter, and what did not."""
    published(NewsPageFactory(parent=house.news, title="Trop ancienne"), days_ago=11)
    NewsPageFactory(parent=house.news, title="Brouillon", live=False)
    published(WorkshopPageFactory(parent=house.agenda, title="Sans date"), days_ago=2)
    past = published(WorkshopPageFactory(parent=house.agenda, title="Atelier passé"), days_ago=2)
    SessionFactory(event=past, past=True)
    coming = published(WorkshopPageFactory(parent=house.agenda, title="Atelier à venir"), days_ago=2)
    SessionFactory(event=coming, open=True)
    today = timezone.localdate()
    published(CallPageFactory(parent=house.calls, title="Clos", deadline=today - timedelta(days=1)), days_ago=2)
    issue = IssuePageFactory(parent=house.journal)
    found = {
        "news": published(NewsPageFactory(parent=house.news, title="Fraîche"), days_ago=2),
        "call": published(CallPageFactory(parent=house.calls, title="Ouvert", deadline=today), days_ago=2),
        "project": published(ProjectPageFactory(parent=house.projects, title="Projet neuf"), days_ago=2),
        "article": published(ArticlePageFactory(parent=published(issue, days_ago=40), title="Article"), days_ago=2),
        "seed": SeedFactory(workshop=past, title="Covoiturage", state=SeedState.GROWING),
    }
    SeedFactory(workshop=past, title="Au repos", state=SeedState.DORMANT)
    return found


EVERYTHING = [
    ("news", ["Fraîche"]),
    ("workshops", ["Atelier à venir"]),
    ("calls", ["Ouvert"]),
    ("rubric", ["Projet neuf"]),
    ("articles", ["Article"]),
    ("seeds", ["Covoiturage"]),
]


class TestProposal:
    def test_it_fills_each_rubric_with_what_came_out_and_was_never_sent(self, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=letter_body(text="<p>Bonjour.</p>"))
        proposal = propose_contents(draft=draft_of(letter), user=None)
        assert proposal.count == 6
        assert outline(draft_of(letter)) == [("editorial", []), *EVERYTHING]

    def test_it_writes_a_draft_and_publishes_nothing(self, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters)
        propose_contents(draft=draft_of(letter), user=None)
        row = LetterPage.objects.get(pk=letter.pk)
        assert (len(row.body), row.has_unpublished_changes) == (1, True)

    def test_twice_adds_nothing_the_second_time(self, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[])
        propose_contents(draft=draft_of(letter), user=None)
        assert propose_contents(draft=draft_of(letter), user=None).is_empty
        assert outline(draft_of(letter)) == EVERYTHING

    def test_what_comes_out_later_joins_the_rubric_that_is_there(self, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[])
        propose_contents(draft=draft_of(letter), user=None)
        published(NewsPageFactory(parent=house.news, title="Plus fraîche"), days_ago=0)
        propose_contents(draft=draft_of(letter), user=None)
        assert outline(draft_of(letter))[0] == ("news", ["Fraîche", "Plus fraîche"])

    def test_what_was_proposed_and_sent_is_not_proposed_again(self, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[])
        propose_contents(draft=draft_of(letter), user=None)
        draft_of(letter).save_revision().publish()
        make_sent_letter(LetterPage.objects.get(pk=letter.pk))
        following = LetterPageFactory(parent=house.letters, title="La suivante")
        assert proposal_for(following).is_empty
        matter["seed"].state = SeedState.FLOWERING
        matter["seed"].save()
        assert [rubric.block_type for rubric in proposal_for(following).rubrics] == ["seeds"]

    def test_an_issue_stands_for_its_articles_and_a_series_for_its_dates(self, house: House) -> None:
        issue = IssuePageFactory(parent=house.journal, title="Numéro 2")
        ArticlePageFactory(parent=issue, title="Dedans")
        series = SeriesPageFactory(parent=house.agenda, title="Le cycle")
        SessionFactory(event=VideoWorkshopPageFactory(parent=series, title="Une date"), open=True)
        letter = LetterPageFactory(parent=house.letters, body=[])
        propose_contents(draft=draft_of(letter), user=None)
        assert outline(draft_of(letter)) == [("workshops", ["Le cycle"]), ("articles", ["Numéro 2"])]

    def test_taking_it_back_leaves_what_the_editor_wrote(self, house: House, matter: Any) -> None:
        mine = NewsPageFactory(parent=house.news, title="La mienne")
        body = letter_body(text="<p>Bonjour.</p>")
        body.append(("news", {"title": "Brèves", "introduction": "", "pictures": "none", "teasers": [{"page": mine}]}))
        letter = LetterPageFactory(parent=house.letters, body=body)
        propose_contents(draft=draft_of(letter), user=None)
        draft = draft_of(letter)
        draft.title = "Mon titre"
        draft.body.append(("voice", {"text": "Écrit entre-temps.", "author": "", "role": ""}))
        draft.save_revision()
        assert withdraw_proposal(draft=draft_of(letter), user=None) == 6
        after = draft_of(letter)
        assert (after.title, outline(after)) == (
            "Mon titre",
            [("editorial", []), ("news", ["La mienne"]), ("voice", [])],
        )
        assert withdraw_proposal(draft=after, user=None) == 0

    def test_its_queries_do_not_grow(
        self, house: House, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[])
        NewsPageFactory(parent=house.news)
        proposal_for(letter)
        with django_assert_max_num_queries(20) as one:
            proposal_for(letter)
        for _ in range(3):
            NewsPageFactory(parent=house.news)
            CallPageFactory(parent=house.calls, deadline=timezone.localdate())
        with django_assert_num_queries(len(one)):
            assert proposal_for(letter).count == 7


class TestChanges:
    @pytest.fixture
    def letter(self, house: House) -> LetterPage:
        page = NewsPageFactory(parent=house.news, title="Le minibus roule", summary="Du lundi au vendredi.")
        made = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("N", [page])]))
        letter = LetterPage.objects.get(pk=made.pk)
        note_insertions(draft=letter)
        return letter

    def change(self, letter: LetterPage, **fields: Any) -> None:
        page = letter.body[0].value["teasers"][0]["page"].specific
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()

    def test_a_page_that_says_the_same_has_not_changed(self, letter: LetterPage) -> None:
        self.change(letter, needs="autre chose")
        assert changes_of(letter) == []

    def test_each_part_that_changed_is_named(self, letter: LetterPage) -> None:
        self.change(letter, title="Le minibus s’arrête", summary="Plus personne au volant.")
        (change,) = changes_of(LetterPage.objects.get(pk=letter.pk))
        assert (change.block_id, change.in_words) == (letter.body[0].id, "le titre et le résumé")

    def test_reading_it_again_is_enough(self, letter: LetterPage) -> None:
        self.change(letter, title="Le minibus s’arrête")
        accept_changes(draft=LetterPage.objects.get(pk=letter.pk))
        assert changes_of(LetterPage.objects.get(pk=letter.pk)) == []

    def test_a_page_taken_out_is_no_longer_followed(self, letter: LetterPage) -> None:
        del letter.body[0]
        note_insertions(draft=letter)
        assert Insertion.objects.count() == 0


class TestScreens:
    @pytest.fixture
    def desk(self, client: Client, house: House) -> Client:
        client.force_login(UserFactory(groups=["Rédaction"]))
        return client

    def screen(self, letter: LetterPage, name: str) -> str:
        return reverse(f"newsletter_admin:{name}", args=[letter.pk])

    def edit(self, letter: LetterPage) -> str:
        return reverse("wagtailadmin_pages:edit", args=[letter.pk])

    def test_one_click_fills_and_one_click_takes_back(self, desk: Client, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=letter_body(text="<p>Bonjour.</p>"))
        page = desk.get(self.edit(letter)).content.decode()
        assert f'formaction="{self.screen(letter, "propose")}"' in page
        assert "Annuler la proposition" not in page
        response = desk.post(self.screen(letter, "propose"), follow=True)
        assert response.redirect_chain == [(self.edit(letter), 302)]
        assert "Actualités (1)" in response.content.decode()
        assert f'formaction="{self.screen(letter, "withdraw")}"' in response.content.decode()
        desk.post(self.screen(letter, "withdraw"))
        assert outline(draft_of(letter)) == [("editorial", [])]

    def test_what_was_typed_and_not_saved_is_kept(self, desk: Client, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[], title="Avant")
        typed = {
            "title": "Tapé à l’instant",
            "summary": "",
            "date": "2027-03-01",
            "subject": "",
            "slug": letter.slug,
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "voice",
            "body-0-id": "",
            "body-0-value-text": "Une parole pas encore enregistrée.",
            "body-0-value-author": "",
            "body-0-value-role": "",
        }
        desk.post(self.screen(letter, "propose"), typed)
        draft = draft_of(letter)
        assert (draft.title, outline(draft)) == ("Tapé à l’instant", [("voice", []), *EVERYTHING])

    def test_a_form_that_cannot_be_read_loses_nothing_saved(self, desk: Client, house: House, matter: Any) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[])
        response = desk.post(self.screen(letter, "propose"), {"body-count": "1", "date": "n’importe quoi"}, follow=True)
        assert "le dernier brouillon est repris" in response.content.decode()
        assert outline(draft_of(letter)) == EVERYTHING

    def test_saving_in_the_editor_remembers_what_pages_said(self, desk: Client, house: House) -> None:
        page = NewsPageFactory(parent=house.news, title="Avant")
        letter = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("N", [page])]))
        fields = {"title": "T", "date": "2027-03-01", "slug": letter.slug, "body-count": "1", "body-0-deleted": ""}
        block = {"body-0-order": "0", "body-0-type": "news", "body-0-id": "", "body-0-value-title": "N"}
        teasers = {"body-0-value-pictures": "first", "body-0-value-teasers-count": "1"}
        teaser = {
            "body-0-value-teasers-0-deleted": "",
            "body-0-value-teasers-0-order": "0",
            "body-0-value-teasers-0-value-page": str(page.pk),
        }
        assert desk.post(self.edit(letter), {**fields, **block, **teasers, **teaser}).status_code == 302
        assert list(Insertion.objects.values_list("page", flat=True)) == [page.pk]
        page.title = "Après"
        page.save_revision().publish()
        shown = desk.get(self.edit(letter)).content.decode()
        assert "Des pages ont changé" in shown
        assert "le titre" in shown
        desk.post(self.screen(letter, "accept"))
        assert "Des pages ont changé" not in desk.get(self.edit(letter)).content.decode()

    def test_the_editor_shows_the_faults_of_the_draft(self, desk: Client, house: House) -> None:
        letter = LetterPageFactory(parent=house.letters, body=letter_body(text="<p>Rendez-vous à compléter.</p>"))
        assert "Un passage reste à compléter." in desk.get(self.edit(letter)).content.decode()

    def test_once_gone_nothing_is_composed_any_more(self, desk: Client, last_letter: LetterPage) -> None:
        page = desk.get(self.edit(last_letter)).content.decode()
        assert "Cette lettre est partie." in page
        assert "Proposer le sommaire" not in page

    @pytest.mark.parametrize("name", ["propose", "withdraw", "accept", "schedule", "others"])
    def test_what_acts_refuses_to_be_looked_at(self, desk: Client, house: House, name: str) -> None:
        letter = LetterPageFactory(parent=house.letters)
        assert desk.get(self.screen(letter, name)).status_code == 405

    @pytest.mark.parametrize("query", ["", "?mode=mail-dark&width=320", "?mode=mail-bare", "?mode=text", "?mode=rien"])
    def test_the_mail_is_seen_in_every_manner(self, desk: Client, house: House, query: str) -> None:
        letter = LetterPageFactory(parent=house.letters)
        assert desk.get(self.screen(letter, "preview") + query).status_code == 200
        frame = desk.get(self.screen(letter, "preview_frame") + query)
        assert (frame.status_code, frame["X-Frame-Options"]) == (200, "SAMEORIGIN")
        assert "Bonjour à toutes et à tous." in frame.content.decode()

    def test_an_unknown_subscriber_is_told_apart(self, desk: Client, house: House) -> None:
        letter = LetterPageFactory(parent=house.letters)
        page = desk.get(self.screen(letter, "preview"), {"subscriber": "personne@valclair.example"}).content.decode()
        assert "Personne ne reçoit l’infolettre à cette adresse." in page
