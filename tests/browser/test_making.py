"""The guided way of an article in a real browser: from an idea in « Fabrication » to « prêt » (issue 7, items 3, 4)."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from wagtail.models import TaskState

from journal.models import ArticlePage, DraftVersion, IssuePage
from journal.versions import draft_of, passages_of
from tests.browser.conftest import barriers
from tests.factories.journal import IssuePageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import make_house
from tests.journal.writing import link_of_last_mail

FEW_GESTURES = 12


class Hand:
    """Clicks, and keeps count: fields filled in by whoever has something to say are not counted."""

    def __init__(self) -> None:
        self.gestures = 0

    def click(self, target: Locator) -> None:
        self.gestures += 1
        target.click()


@pytest.fixture
def issue(transactional_db: None, settings: Settings) -> IssuePage:
    # The automatic save of a page that a script leaves at once answers to nobody.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    issue: IssuePage = IssuePageFactory(parent=make_house().journal, number=3, title="Numéro 3", slug="numero-3")
    return issue


@pytest.fixture
def editing(live_server: LiveServer, page: Page, issue: IssuePage) -> Page:
    """The browser of an editor who signed in."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


def steps() -> list[tuple[str, str]]:
    return list(TaskState.objects.order_by("pk").values_list("task__name", "status"))


def menu(page: Page, hand: Hand) -> None:
    """The menu at the foot of the editor."""
    hand.click(page.locator("footer [data-w-dropdown-target=toggle]"))


def plan_and_commission(page: Page, hand: Hand) -> None:
    page.get_by_label("Sujet").fill("Le dernier car")
    page.get_by_label("Rubrique").select_option(label="Agir")
    hand.click(page.get_by_role("button", name="Ajouter au plan"))
    hand.click(page.get_by_role("link", name="Commander"))
    page.locator("[name=order-due_on]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_label("Prénom").fill("Nour")
    page.get_by_label("Adresse e-mail").fill("nour@valclair.example")
    hand.click(page.get_by_role("button", name="Commander"))
    hand.click(page.get_by_role("button", name="Ouvrir le brouillon"))
    page.wait_for_url("**/edit/")


def write(page: Page, hand: Hand, address: str) -> None:
    """The writer, on their own screen, without an account."""
    hand.gestures += 1  # the link of the mail
    page.goto(address)
    page.get_by_label("Ajouter").last.fill("Il part à dix-huit heures douze.")
    hand.click(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Votre texte est enregistré.")).to_be_visible()


def approve(page: Page, hand: Hand, edit: str, *, then: list[tuple[str, str]]) -> None:
    """With the double click of a hurried hand: one step is approved, not two. `then` is what stands after it."""
    page.goto(edit)
    menu(page, hand)
    hand.gestures += 1
    page.locator("[data-workflow-action-name=approve]").first.dblclick()
    # Where it ends depends on which answer comes last: the list, or the editor that says the second order was too late.
    for _look in range(200):
        if steps() == then:
            break
        page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")
    assert steps() == then


def test_an_idea_becomes_a_text_ready_for_the_layout_in_few_gestures(
    live_server: LiveServer, editing: Page, issue: IssuePage, axe: Axe
) -> None:
    page, hand = editing, Hand()
    page.goto(live_server.url + reverse("journal_making", args=[issue.pk]))
    plan_and_commission(page, hand)
    edit = page.url
    writer = page.context.browser.new_page()
    write(writer, hand, live_server.url + urlsplit(link_of_last_mail()).path)
    writer.close()
    page.goto(edit)
    menu(page, hand)
    hand.click(page.locator("[name=action-submit]"))
    page.wait_for_url("**/pages/*/")
    written, read = ("Écriture", "approved"), ("Relecture", "approved")
    approve(page, hand, edit, then=[written, ("Relecture", "in_progress")])
    # Nobody is cited: the last step has nothing to wait for.
    approve(page, hand, edit, then=[written, read, ("Accord des personnes citées", "approved")])
    article = ArticlePage.objects.get()
    said = [passage.plain for passage in passages_of(draft_of(article)) if passage.kind == "text"]
    assert (said, article.live) == (["Il part à dix-huit heures douze."], False)
    assert DraftVersion.objects.filter(article=article, ready_at__isnull=False).count() == 1
    assert hand.gestures <= FEW_GESTURES
    page.goto(live_server.url + reverse("journal_making", args=[issue.pk]))
    expect(page.locator(".journal-stage")).to_have_text("Prêt pour la maquette")
    assert barriers(axe, page) == []
