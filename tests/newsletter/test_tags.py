"""What the newsletter shows on the pages of others: form, last letter, figures, chain band (S3-10, law.md G-09)."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Page

from events.enums import SessionState
from newsletter.enums import Stop
from newsletter.models import LetterPage
from newsletter.selectors import Passage, chain_figures, latest_dispatch, passages_of
from outbox.enums import MessageState
from outbox.services import cancel_mailing
from people.models import ConsentText
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.home import NewsPageFactory, ProjectPageFactory
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def shown(source: str, **context: Any) -> BeautifulSoup:
    request = RequestFactory().get("/actualites/")
    rendered = Template("{% load newsletter_tags %}" + source).render(Context({"request": request, **context}))
    return BeautifulSoup(rendered, "html.parser")


def sent(house: House, *pages: Page, title: str = "La lettre de mars", date: str = "2026-03-01") -> LetterPage:
    if not latest_dispatch():
        SubscriberFactory()
    letter = LetterPageFactory(
        parent=house.letters, title=title, date=date, body=letter_body(text="<p>x</p>", rubrics=[("N", pages)])
    )
    letter = LetterPage.objects.get(pk=letter.pk)
    make_sent_letter(letter)
    return letter


def held_workshop(house: House, **more: Any) -> Any:
    workshop = WorkshopPageFactory(parent=house.agenda, **more)
    start = timezone.now() - timedelta(days=20)
    SessionFactory(event=workshop, starts_at=start, ends_at=start + timedelta(hours=6), state=SessionState.TOOK_PLACE)
    return workshop


class TestForm:
    def test_it_stands_at_the_foot_of_every_page_and_says_where_it_stood(self, client: Client, house: House) -> None:
        page = BeautifulSoup(client.get("/actualites/").content, "html.parser")
        form = page.select_one("footer form")
        assert form is not None
        assert (form["method"], form["action"]) == ("post", "/abonnement/")
        field = form.select_one("[name=source]")
        assert field is not None
        assert field["value"] == "/actualites/"

    def test_it_is_not_there_twice_on_its_own_page(self, client: Client, house: House) -> None:
        page = BeautifulSoup(client.get("/abonnement/").content, "html.parser")
        assert len(page.select("form[action='/abonnement/']")) == 1

    def test_its_box_is_empty_and_its_fields_have_labels(self, house: House) -> None:
        form = shown("{% subscribe_form %}")
        box = form.select_one("[type=checkbox]")
        assert box is not None
        assert not box.has_attr("checked")
        labels = {label["for"] for label in form.select("label")}
        fields = {field["id"] for field in form.select("input:not([type=hidden])")}
        assert fields == labels

    def test_without_wording_it_says_so(self, house: House) -> None:
        ConsentText.objects.update(live=False)
        form = shown("{% subscribe_form %}")
        assert form.select("form") == []
        assert "ne sont pas ouverts" in form.get_text()


class TestLatestLetter:
    def test_nothing_before_the_first_departure(self, house: House, letter: LetterPage) -> None:
        assert shown("{% latest_letter %}").get_text().strip() == ""

    def test_the_last_one_by_its_date(self, house: House) -> None:
        sent(house, title="Mars", date="2026-03-01")
        sent(house, title="Février", date="2026-02-01")
        title = shown("{% latest_letter %}").select_one("h3")
        assert title is not None
        assert title.get_text() == "Mars"

    def test_a_letter_cancelled_before_the_first_mail_was_never_sent(self, house: House) -> None:
        letter = sent(house)
        mailing = letter.dispatch.mailing
        mailing.messages.update(state=MessageState.READY, settled_at=None, departed_at=None)
        type(mailing).objects.filter(pk=mailing.pk).update(state="running", finished_at=None)
        cancel_mailing(mailing=mailing)
        assert latest_dispatch() is None
        assert chain_figures().letters == 0


class TestFigures:
    def test_readers_are_shown_from_five(self, house: House) -> None:
        """law.md G-09."""
        SubscriberFactory.create_batch(4)
        assert chain_figures().subscribers is None
        SubscriberFactory()
        assert chain_figures().subscribers == 5

    def test_only_what_a_visitor_may_see_is_counted(self, house: House) -> None:
        ProjectPageFactory(parent=house.projects)
        ProjectPageFactory(parent=house.projects, live=False)
        held_workshop(house)
        held_workshop(house, live=False)
        figures = chain_figures()
        assert (figures.projects, figures.workshops) == (1, 1)

    def test_a_new_site_shows_no_figure_and_no_error(self, house: House) -> None:
        figures = chain_figures()
        assert (figures.letters, figures.projects, figures.workshops) == (0, 0, 0)
        assert (figures.subscribers, figures.people, figures.seeds, figures.articles) == (None, None, 0, 0)
        shown("{% chain_figures %}")

    def test_queries_do_not_grow(self, house: House, django_assert_num_queries: Any) -> None:
        for n in range(3):
            sent(house, ProjectPageFactory(parent=house.projects), title=f"Lettre {n}")
            held_workshop(house)
            with django_assert_num_queries(11):  # seven counts, and four times which pages are restricted
                chain_figures()


class TestBand:
    def test_a_page_that_went_nowhere_has_three_unlit_balloons(self, house: House) -> None:
        news = NewsPageFactory(parent=house.news)
        assert passages_of(news) == (Passage(Stop.LETTER), Passage(Stop.WORKSHOP), Passage(Stop.JOURNAL))
        words = [stop.get_text(" ", strip=True) for stop in shown("{% chain_band page %}", page=news).select("li")]
        assert words == [
            "Infolettre Pas encore dans l’infolettre",
            "Atelier Pas encore travaillé en atelier",
            "Journal Pas encore dans le journal",
        ]

    def test_a_project_that_went_through_the_three(self, house: House) -> None:
        project = ProjectPageFactory(parent=house.projects)
        sent(house, project)
        link = {"type": "text", "value": f'<p><a linktype="page" id="{project.pk}">le projet</a></p>'}
        workshop = held_workshop(house, body=[link])
        issue = IssuePageFactory(parent=house.journal, number=4)
        ArticlePageFactory(parent=issue, body=[link])
        letter, event, journal = passages_of(project)
        assert (letter.reached, str(letter.date)) == (True, "2026-03-01")
        assert (event.reached, event.title) == (True, workshop.title)
        assert (journal.reached, journal.number) == (True, 4)
        text = shown("{% chain_band page %}", page=project).get_text(" ", strip=True)
        assert "Lu dans l’infolettre du 1 er mars 2026" in text
        assert "Travaillé à l’atelier du" in text
        assert "Paru dans le n o 4" in text

    def test_a_workshop_announced_but_not_held_is_not_lit(self, house: House) -> None:
        workshop = WorkshopPageFactory(parent=house.agenda)
        sent(house, workshop)
        letter, event, _journal = passages_of(workshop)
        assert (letter.reached, event.reached) == (True, False)

    def test_an_article_made_from_a_workshop(self, house: House) -> None:
        workshop = held_workshop(house)
        issue = IssuePageFactory(parent=house.journal, number=1)
        article = ArticlePageFactory(parent=issue, source_workshop=workshop)
        assert [stop.reached for stop in passages_of(article)] == [False, True, True]
        assert [stop.reached for stop in passages_of(workshop)] == [False, True, True]

    def test_what_is_not_public_lights_nothing(self, house: House) -> None:
        project = ProjectPageFactory(parent=house.projects)
        letter = sent(house, project)
        letter.unpublish()
        workshop = held_workshop(house)
        issue = IssuePageFactory(parent=house.journal, live=False)
        ArticlePageFactory(parent=issue, source_workshop=workshop)
        workshop.unpublish()
        assert [stop.reached for stop in passages_of(project)] == [False] * 3
        assert [stop.reached for stop in passages_of(workshop)] == [False] * 3

    def test_queries_do_not_grow(self, house: House, django_assert_num_queries: Any) -> None:
        def project_cited(times: int) -> Page:
            project = ProjectPageFactory(parent=house.projects)
            link = {"type": "text", "value": f'<p><a linktype="page" id="{project.pk}">x</a></p>'}
            for n in range(times):
                sent(house, project, title=f"L{times}-{n}")
                held_workshop(house, body=[link])
            return Page.objects.get(pk=project.pk).specific

        one, three = project_cited(1), project_cited(3)
        passages_of(one)
        with django_assert_num_queries(6):
            passages_of(one)
        with django_assert_num_queries(6):
            passages_of(three)

    @pytest.mark.parametrize("page", [None, "", 12])
    def test_what_is_not_a_page_has_no_band(self, house: House, page: object) -> None:
        assert shown("{% chain_band page %}", page=page).get_text().strip() == ""
