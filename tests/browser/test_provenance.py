"""The provenance of a block under an editor's hands: duplicated, or chosen for a block added by hand (trap 2)."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.first_run.tree import House
from events.models import DiagnosisItem, WorkshopPage
from journal.models import ArticlePage, IssuePage
from journal.services import prepare_dossier
from tests.factories.journal import IssuePageFactory
from tests.factories.people import UserFactory


@pytest.fixture
def article(transactional_db: None, house: House) -> ArticlePage:
    workshop = house.agenda.add_child(instance=WorkshopPage(title="Se déplacer", slug="se-deplacer", stake="Comment ?"))
    for text in ("Le car part trop tôt.", "Un minibus dort."):
        DiagnosisItem.objects.create(workshop=workshop, kind="need", text=text)
    issue: IssuePage = IssuePageFactory(parent=house.journal)
    return prepare_dossier(workshop=workshop, issue=issue, user=None)[0]


@pytest.fixture
def editor(live_server: LiveServer, page: Page, article: ArticlePage, settings: Settings) -> Page:
    """The article, open in the editor, which saves when it is told to and not before."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.wait_for_selector(".journal-provenance p:not(:empty)", state="attached")
    return page


def block(editor: Page, block_type: str, rank: int = 0) -> Locator:
    """A block of the body: its hidden field names its type."""
    return editor.locator(f'[data-streamfield-child]:has(> input[name$="-type"][value="{block_type}"])').nth(rank)


def words(editor: Page) -> list[str]:
    return editor.locator(".journal-provenance p").all_inner_texts()


def saved(editor: Page, article: ArticlePage) -> list[dict[str, Any]]:
    with editor.expect_navigation():
        editor.get_by_role("button", name="Enregistrer le brouillon").click()
    return [
        {"type": child.block_type, "id": child.id, "value": child.value}
        for child in ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().body
    ]


def test_a_duplicate_shows_and_keeps_the_provenance_of_its_block(editor: Page, article: ArticlePage) -> None:
    before = words(editor)
    block(editor, "quoted_item").locator('[data-streamfield-action="DUPLICATE"]').click()
    editor.wait_for_function("n => document.querySelectorAll('.journal-provenance').length === n", arg=len(before) + 1)
    assert words(editor) == [*before[:2], before[1], *before[2:]]
    first, second = [b for b in saved(editor, article) if b["type"] == "quoted_item"][:2]
    assert first["id"] != second["id"]
    assert first["value"]["provenance"] == second["value"]["provenance"]


def test_a_block_added_by_hand_is_tied_to_what_it_quotes(editor: Page, article: ArticlePage) -> None:
    item = DiagnosisItem.objects.order_by("pk")[1]
    editor.get_by_role("button", name="Insérer un bloc").first.click()
    editor.get_by_role("option", name="Parole de l’atelier").click()
    added = block(editor, "quoted_item")
    assert added.locator(".journal-provenance p").inner_text() == "Pas encore d’origine."
    added.locator(".journal-provenance select").select_option(label=f"Besoin : {item.text}")
    assert added.locator(".journal-provenance select").is_hidden()
    value = next(b for b in saved(editor, article) if b["type"] == "quoted_item")["value"]
    assert (value["text"], value["provenance"].code) == (item.text, f"diagnosis-item:{item.uuid}")
