"""The way of a subscriber, in a browser without scripts: every page works, fits and shuts nobody out (A-22)."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from newsletter.enums import MoveEnd, Rhythm, SubscriberState
from newsletter.links import confirm_url, move_url, preferences_url, stay_url
from newsletter.models import AddressMove, Subscriber
from tests.browser.conftest import barriers
from tests.factories.cms import TopicFactory
from tests.factories.tree import make_house

LOOKS = ((320, "dark"), (1280, "light"))


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A browser where no script of the site runs; axe still looks, from outside."""
    context = browser.new_context(locale="fr-FR")
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    yield page
    context.close()


def look(page: Page, axe: Axe) -> None:
    page.wait_for_load_state()  # a click waits for the answer's first byte only: there may be no <html> yet
    for width, ink in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=ink)
        sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(sideways), page.url
        assert barriers(axe, page) == [], page.url


def test_one_subscribes_chooses_moves_and_leaves_without_a_script(
    live_server: LiveServer, plain_page: Page, axe: Axe
) -> None:
    make_house()
    topic = TopicFactory(name="Mobilité")
    page, here = plain_page, live_server.url

    def local(address: str) -> str:
        return here + address.removeprefix("http://testserver")

    page.goto(f"{here}/suivre/theme/{topic.pk}/")
    look(page, axe)
    page.goto(f"{here}/abonnement/")
    look(page, axe)
    page.get_by_role("button", name="Recevoir l’infolettre").click()
    assert "Écrivez votre adresse électronique." in page.content() or "Encore un coup d’œil" in page.content()
    look(page, axe)
    page.get_by_label("Votre adresse électronique").fill("ada@valclair.example")
    page.get_by_label("J’accepte").check()
    page.wait_for_timeout(2_100)
    page.get_by_role("button", name="Recevoir l’infolettre").click()
    assert page.url.endswith("/abonnement/merci/")
    look(page, axe)

    subscriber = Subscriber.objects.get()
    page.goto(local(confirm_url(subscriber)))
    look(page, axe)
    page.get_by_role("button", name="Oui, je la veux").click()
    look(page, axe)
    page.get_by_role("link", name="Choisir ce que je suis").click()
    look(page, axe)
    page.get_by_label("Mobilité").check()
    page.get_by_label("une fois par mois").check()
    page.get_by_role("button", name="Enregistrer mes choix").click()
    assert "Vos choix sont enregistrés." in page.content()
    look(page, axe)
    subscriber.refresh_from_db()
    assert (subscriber.rhythm, subscriber.follows.count()) == (Rhythm.MONTHLY, 1)
    page.get_by_role("link", name="Changer d’adresse").click()
    page.get_by_label("Votre nouvelle adresse électronique").fill("ada@ailleurs.example")
    look(page, axe)
    page.get_by_role("button", name="Écrire aux deux adresses").click()
    look(page, axe)
    move = AddressMove.objects.get()
    for end in MoveEnd:
        page.goto(local(move_url(move, end)))
        look(page, axe)
        page.get_by_role("button", name="Oui, changer d’adresse").click()
        look(page, axe)
    subscriber.refresh_from_db()
    assert subscriber.email == "ada@ailleurs.example"
    for path in ("/suivre/", "/abonnement/preferences/", "/abonnement/preferences/demandees/", "/abonnement/ailleurs/"):
        page.goto(here + path)
        look(page, axe)
    page.goto(local(stay_url(subscriber)))
    look(page, axe)
    page.get_by_role("button", name="Oui, je reste").click()
    look(page, axe)
    page.goto(local(preferences_url(subscriber)))
    page.get_by_role("link", name="Ne plus rien recevoir").click()
    look(page, axe)
    page.get_by_role("button", name="Ne plus la recevoir").click()
    look(page, axe)
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.LEFT


def test_the_proof_of_work_is_done_by_the_browser_alone(
    live_server: LiveServer, browser: Browser, settings: Any
) -> None:
    """ALTCHA's protocol, worked out by our own script: the form goes through without anybody doing anything."""
    settings.FORMS_ALTCHA = True
    make_house()
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{live_server.url}/abonnement/")
    expect(page.get_by_role("status").filter(has_text="Vérification faite.")).to_be_visible(timeout=60_000)
    page.get_by_label("Votre adresse électronique").fill("ada@valclair.example")
    page.get_by_label("J’accepte").check()
    page.wait_for_timeout(2_100)
    page.get_by_role("button", name="Recevoir l’infolettre").click()
    assert page.url.endswith("/abonnement/merci/")
    assert Subscriber.objects.get().email == "ada@valclair.example"
    context.close()
