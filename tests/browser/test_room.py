"""A telephone in the room, with and without a network, and the wall beside it (S3-22, S3-23)."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from events.models import DiagnosisItem, Room, RoomCard
from tests.browser.conftest import barriers
from tests.factories.workshop import RoomFactory


@pytest.fixture
def room(live_server: Any) -> Room:
    return RoomFactory(workshop__title="Se déplacer autrement")


def say(page: Page, words: str) -> None:
    page.get_by_label("En une phrase").fill(words)
    page.get_by_role("button", name="Envoyer", exact=True).click()


def test_what_is_said_without_a_network_reaches_the_wall_once_it_is_back(
    page: Page, room: Room, live_server: Any, axe: Axe, no_foreign_requests: list[str]
) -> None:
    wall = page.context.new_page()
    wall.goto(f"{live_server.url}/mur/{room.wall_key}/")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/salle/{room.phone_key}/")
    assert barriers(axe, page) == []
    page.get_by_label("Prénom").fill("Ada")
    page.get_by_role("button", name="Enregistrer ma carte").click()
    expect(page.locator("[data-card-made]")).to_have_text("Carte faite : Ada.")
    say(page, "Le dernier car part trop tôt.")
    expect(wall.get_by_text("Le dernier car part trop tôt.")).to_be_visible(timeout=10_000)
    page.context.set_offline(True)
    say(page, "Rentrer du cinéma.")
    expect(page.locator("[data-said] li").first).to_contain_text("pas encore envoyé")
    page.context.set_offline(False)
    expect(wall.get_by_text("Rentrer du cinéma.")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-sync]")).to_be_empty()
    assert barriers(axe, wall) == []
    wall.close()
    assert (DiagnosisItem.objects.count(), RoomCard.objects.count()) == (2, 1)
    assert {item.author.given_name for item in DiagnosisItem.objects.select_related("author") if item.author} == {"Ada"}


def test_two_tabs_of_one_telephone_lose_nothing_of_each_other(page: Page, room: Room, live_server: Any) -> None:
    """A link opened twice: what waits in this device is shared by the two, and reaches the wall once each."""
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{live_server.url}/salle/{room.phone_key}/")
    page.context.set_offline(True)
    for tab, words in ((page, "Le car part trop tôt."), (other, "La salle ferme à midi."), (page, "Il neige.")):
        say(tab, words)
    expect(other.locator("[data-sync]")).to_have_text("3 à envoyer\u00a0: tout part dès que le réseau le permet.")
    expect(other.locator("[data-said] li")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator("[data-sync]")).to_be_empty(timeout=20_000)
    expect(other.locator("[data-sync]")).to_be_empty(timeout=20_000)
    said = DiagnosisItem.objects.order_by("text").values_list("text", flat=True)
    assert list(said) == ["Il neige.", "La salle ferme à midi.", "Le car part trop tôt."]
