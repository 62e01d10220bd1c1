"""The day of a workshop in a real browser: the welcome desk without a network, the time of each to speak (S0-19)."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from events.door import door_token
from events.models import Attendance, Session
from tests.browser.conftest import barriers
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.tree import make_house


@pytest.fixture
def session(transactional_db: None) -> Session:
    start = timezone.now() + timedelta(minutes=30)
    event = WorkshopPageFactory(parent=make_house().agenda)
    session = SessionFactory(event=event, open=True, starts_at=start, ends_at=start + timedelta(hours=2))
    for name in ("Ada", "Béa", "Zoé"):
        RegistrationFactory(session=session, person__given_name=name, person__family_name="Durand")
    return session


def test_the_desk_goes_on_without_a_network_and_sends_what_it_kept(
    live_server: LiveServer, page: Page, session: Session, axe: Axe
) -> None:
    page.goto(f"{live_server.url}{reverse('events:door', args=[door_token(session)])}")
    count, sync = page.locator("[data-here]"), page.locator("[data-sync]")
    ada, bea = (page.locator("[data-guest]").filter(has_text=name) for name in ("Ada", "Béa"))
    ada.get_by_role("button", name="Ici").click()
    expect(sync).to_have_text("")
    expect(ada.locator("[data-words]")).to_have_text("Présence notée")

    page.context.set_offline(True)
    bea.get_by_role("button", name="Ici").click()
    expect(bea.locator("[data-words]")).to_have_text("Présence notée, pas encore envoyée")
    expect(sync).to_have_text("– 1 à envoyer")
    expect(count).to_have_text("2")
    assert Attendance.objects.count() == 1

    page.context.set_offline(False)
    expect(sync).to_have_text("")
    expect(bea.locator("[data-words]")).to_have_text("Présence notée")
    assert Attendance.objects.filter(is_present=True).count() == 2

    page.get_by_label("Chercher un nom").fill("bea")
    expect(ada).to_be_hidden()
    expect(bea).to_be_visible()
    assert barriers(axe, page) == []


def test_each_speaks_in_turn_for_the_same_time(live_server: LiveServer, page: Page, session: Session) -> None:
    """Two hours for three people: forty minutes each."""
    page.clock.install()
    page.goto(f"{live_server.url}{reverse('events:round_table', args=[door_token(session)])}")
    left, name = page.locator("[data-left]"), page.locator("[data-name]")
    expect(left).to_have_text("2400")
    page.get_by_role("button", name="Commencer").click()
    expect(name).to_have_text("La parole est à Ada Durand")
    page.clock.fast_forward(2_400_000)
    expect(name).to_have_text("C’est l’heure : à la personne suivante.")
    page.get_by_role("button", name="Personne suivante").click()
    expect(name).to_have_text("La parole est à Béa Durand")
    expect(page.locator("[data-person][aria-current=true]")).to_have_text("Béa Durand")
    expect(left).to_have_text("2400")
