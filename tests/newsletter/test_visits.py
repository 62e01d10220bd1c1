"""Figures that point at nobody: one number for each link, robots left out (law.md C-21, C-24, D-10, D-11, G-09)."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter.figures import figures_of
from newsletter.models import Dispatch, LetterPage, MailedLink, Subscriber
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.home import NewsPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def dispatch(house: House) -> Dispatch:
    """A letter that announces five pages."""
    SubscriberFactory()
    pages = [NewsPageFactory(parent=house.news, title=f"Page {number}") for number in range(5)]
    made = LetterPageFactory(
        parent=house.letters, title="La lettre de mars", slug="mars", body=letter_body(rubrics=[("N", pages)])
    )
    return make_sent_letter(LetterPage.objects.get(pk=made.pk))


def follow(dispatch: Dispatch, number: int = 0, *, who: int = 1, agent: str = BROWSER, **headers: str) -> int:
    """Somebody follows the link to the page of that number; what the link counts afterwards."""
    path = f"/actualites/page-{number}/"
    address = f"{path}?lettre={dispatch.letter_id}"
    response = Client().get(address, REMOTE_ADDR=f"10.0.0.{who}", HTTP_USER_AGENT=agent, headers=headers)
    assert response.status_code == 200
    return MailedLink.objects.get(dispatch=dispatch, path=path).clicks


class TestCounting:
    def test_a_visit_adds_one_whoever_comes(self, dispatch: Dispatch) -> None:
        assert [follow(dispatch, who=1), follow(dispatch, who=2)] == [1, 2]

    def test_the_same_link_again_within_minutes_is_the_same_visit(self, dispatch: Dispatch) -> None:
        assert [follow(dispatch), follow(dispatch)] == [1, 1]

    def test_the_links_of_the_mail_say_which_letter_and_not_whose(self, dispatch: Dispatch) -> None:
        html = dispatch.mailing.content.html
        assert f'href="http://testserver/actualites/page-0/?lettre={dispatch.letter_id}"' in html
        assert f"http://testserver/actualites/page-0/?lettre={dispatch.letter_id}\n" in dispatch.mailing.content.text

    def test_the_archive_counts_nothing(self, client: Client, dispatch: Dispatch) -> None:
        article = client.get("/infolettre/mars/").content.decode().partition('<article class="web-letter')[2]
        assert "lettre=" not in article.partition("</article>")[0]

    @pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 40, "²", "0"])
    def test_an_odd_mark_counts_nothing_and_shows_the_page(self, dispatch: Dispatch, value: str) -> None:
        assert Client().get("/actualites/page-0/", {"lettre": value}, HTTP_USER_AGENT=BROWSER).status_code == 200
        assert total(dispatch) == 0

    def test_a_page_the_letter_does_not_name_counts_nothing(self, house: House, dispatch: Dispatch) -> None:
        NewsPageFactory(parent=house.news, title="Ailleurs")
        Client().get(f"/actualites/ailleurs/?lettre={dispatch.letter_id}", HTTP_USER_AGENT=BROWSER)
        assert total(dispatch) == 0


def total(dispatch: Dispatch) -> int:
    counted: int = dispatch.links.aggregate(total=models.Sum("clicks"))["total"]
    return counted


class TestRobots:
    def test_the_trace_of_a_scanner_counts_nothing(self, dispatch: Dispatch) -> None:
        """It takes every link at once, under the name of a browser."""
        for link in dispatch.links.order_by("pk"):
            address = f"{link.path}?lettre={dispatch.letter_id}"
            Client().head(address, HTTP_USER_AGENT=BROWSER)
            Client().get(address, HTTP_USER_AGENT=BROWSER)
        assert total(dispatch) == 0

    def test_it_takes_back_its_own_visits_only(self, dispatch: Dispatch) -> None:
        follow(dispatch, 0, who=9)
        for number in range(5):
            follow(dispatch, number, who=1)
        assert (total(dispatch), follow(dispatch, 0, who=1)) == (1, 1)

    def test_a_reader_may_take_their_time_over_every_link(self, dispatch: Dispatch, monkeypatch: Any) -> None:
        seconds = iter(range(0, 1_000, 60))
        monkeypatch.setattr("newsletter.visits.time.monotonic", lambda: float(next(seconds)))
        for number in range(5):
            follow(dispatch, number)
        assert total(dispatch) == 5

    def test_who_follows_the_link_that_nobody_sees_is_a_robot(self, dispatch: Dispatch) -> None:
        follow(dispatch, 0)
        assert total(dispatch) == 1
        trap = reverse("newsletter:trap")
        assert trap in dispatch.mailing.content.html
        Client().get(trap, REMOTE_ADDR="10.0.0.1", HTTP_USER_AGENT=BROWSER)
        assert total(dispatch) == 0
        assert follow(dispatch, 1) == 0

    @pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "Mimecast-URL-Scanner", "python-requests/2.34", "curl/8"])
    def test_what_says_it_is_a_robot_counts_nothing(self, dispatch: Dispatch, agent: str) -> None:
        assert follow(dispatch, agent=agent) == 0

    def test_what_is_fetched_in_advance_counts_nothing(self, dispatch: Dispatch) -> None:
        assert follow(dispatch, headers={}, **{"Sec-Purpose": "prefetch;prerender"}) == 0


class TestNobodyIsKnown:
    def test_no_row_ties_a_visit_to_anybody(self, dispatch: Dispatch) -> None:
        """law.md C-24: the count changes, and nothing else in the whole database."""
        before = snapshot()
        follow(dispatch)
        after = snapshot()
        changed = {label for label in after if after[label] != before.get(label)}
        assert changed == {"newsletter.MailedLink"}
        fields = {field.name for field in MailedLink._meta.get_fields()} - {"id", "title", "clicks", "mailed_at"}
        assert fields == {"dispatch", "path", "content_type", "object_id", "target"}

    def test_the_cache_holds_neither_address_nor_program(self, dispatch: Dispatch) -> None:
        follow(dispatch, who=77)
        kept = repr(cache._cache) if hasattr(cache, "_cache") else ""
        assert "10.0.0.77" not in kept
        assert "Firefox" not in kept


def snapshot() -> dict[str, list[Any]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in ("newsletter", "outbox", "people", "events", "sessions")
    }


class TestFigures:
    def test_under_five_nothing_is_shown(self, client: Client, dispatch: Dispatch) -> None:
        MailedLink.objects.filter(path="/actualites/page-0/").update(clicks=5)
        MailedLink.objects.filter(path="/actualites/page-1/").update(clicks=4)
        figures = figures_of(dispatch)
        assert [(link.path, link.clicks) for link in figures.links] == [("/actualites/page-0/", 5)]
        assert figures.few == dispatch.links.count() - 1
        client.force_login(UserFactory(groups=["Rédaction"]))
        page = client.get(reverse("newsletter_admin:send", args=[dispatch.letter_id])).content.decode()
        assert "page-0/" in page
        assert "page-1/" not in page

    def test_what_followed_is_compared_with_the_fortnight_before(self, house: House) -> None:
        SubscriberFactory()
        workshop = WorkshopPageFactory(parent=house.agenda)
        session, elsewhere = SessionFactory(event=workshop, open=True), SessionFactory(open=True)
        made = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("N", [workshop])]))
        left = timezone.now() - timedelta(days=20)
        dispatch = make_sent_letter(LetterPage.objects.get(pk=made.pk), sent_at=left)
        for days, count in ((-3, 2), (3, 6), (15, 3)):
            RegistrationFactory.create_batch(count, session=session, registered_at=left + timedelta(days=days))
        RegistrationFactory(session=elsewhere, registered_at=left + timedelta(days=1))
        for days in (1, 2, 3, 4):
            Subscriber.objects.filter(pk=SubscriberFactory().pk).update(confirmed_at=left + timedelta(days=days))
        figures = figures_of(dispatch)
        assert (figures.registrations.after, figures.registrations.before) == (6, None)
        assert (figures.subscriptions.after, figures.is_over) == (5, True)
