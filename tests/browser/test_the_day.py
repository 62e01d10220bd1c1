"""The day of a workshop in a real browser: the welcome desk without a network, the time of each to speak (S0-19)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from events.door import door_token
from events.enums import RegistrationState
from events.models import Attendance, Session
from tests.browser.conftest import barriers
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.tree import make_house

PAUSE = "new Promise((after) => setTimeout(after, 50))"
# The addresses of what this browser keeps for later.
KEPT = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map((request) => request.url);
}"""


def wait_until(page: Page, fact: str) -> None:
    """Until an asynchronous `fact`, in JavaScript, is true: `wait_for_function` takes a promise for the truth."""
    tries = f"for (let n = 0; n < 200; n += 1) {{ if ({fact}) return true; await {PAUSE}; }}"
    assert page.evaluate(f"async () => {{ {tries} return false; }}"), f"never came: {fact}"


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


def test_a_note_that_is_refused_waits_for_a_person_and_stops_no_other(
    live_server: LiveServer, page: Page, session: Session, axe: Axe
) -> None:
    """The half-day is no longer one of the session's, somebody gave their place back: said with the reason."""
    page.goto(f"{live_server.url}{reverse('events:door', args=[door_token(session)])}")
    ada, bea, zoe = (page.locator("[data-guest]").filter(has_text=name) for name in ("Ada", "Béa", "Zoé"))
    page.context.set_offline(True)
    for guest in (ada, bea):
        guest.get_by_role("button", name="Ici").click()
    page.evaluate(
        """() => {
            const [store] = Object.keys(localStorage).filter((key) => JSON.parse(localStorage[key])[0]?.registration);
            const [first, second] = JSON.parse(localStorage[store]);
            localStorage[store] = JSON.stringify([{ ...first, half: "1999-01-01-matin" }, second]);
        }"""
    )
    session.registrations.filter(person__given_name="Zoé").update(state=RegistrationState.CANCELLED)
    zoe.get_by_role("button", name="Ici").click()
    page.context.set_offline(False)
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("Ada Durand : présence notée")
    expect(refused).to_contain_text("Cette demi-journée n’est pas une de celles de la séance.")
    expect(refused).to_contain_text("Cette personne n’est plus sur la liste.")
    expect(bea.locator("[data-words]")).to_have_text("Présence notée")
    expect(page.locator("[data-sync]")).to_have_text("")
    assert Attendance.objects.filter(is_present=True).count() == 1
    assert barriers(axe, page) == []

    again = refused.get_by_role("listitem").filter(has_text="Ada")
    again.get_by_role("button", name="Réessayer").click()
    expect(again).to_contain_text("Cette demi-journée")
    for _ in range(2):
        refused.get_by_role("button", name="Oublier cette note").first.click()
    expect(refused).to_be_hidden()
    page.reload()
    expect(refused).to_be_hidden()


def test_the_desk_opens_again_without_a_network_until_its_link_is_dead(
    live_server: LiveServer, page: Page, session: Session
) -> None:
    """A telephone short of memory closes the page: it comes back with its list. What it keeps dies with the link."""
    url = f"{live_server.url}{reverse('events:door', args=[door_token(session)])}"
    page.goto(url)
    wait_until(page, f"(await ({KEPT})()).includes('{url}')")
    pages = [address for address in page.evaluate(KEPT) if "/static/" not in address]
    assert {address.partition("?")[0] for address in pages} == {url}, "the desk, each half-day of it, nothing else"
    ada = page.locator("[data-guest]").filter(has_text="Ada")
    ada.get_by_role("button", name="Ici").click()
    expect(ada.locator("[data-words]")).to_have_text("Présence notée")

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Sans réseau, voici la page telle qu’elle était à")).to_be_visible()
    expect(ada.locator("[data-words]")).to_have_text("Présence notée")
    page.locator("[data-guest]").filter(has_text="Béa").get_by_role("button", name="Ici").click()
    expect(page.locator("[data-sync]")).to_have_text("– 1 à envoyer")
    page.context.set_offline(False)
    expect(page.locator("[data-sync]")).to_have_text("")
    assert Attendance.objects.filter(is_present=True).count() == 2

    Session.objects.filter(pk=session.pk).update(door_key=uuid4())
    page.reload()
    wait_until(page, "(await caches.keys()).length === 0")
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


# What this browser remembers of a desk, « door- » and its identifier left out: "" for what waits to be sent.
STORED = "Object.keys(localStorage).map((key) => key.slice(41))"
NOTHING_KEPT = "(await caches.keys()).length === 0"


def open_desk(page: Page, live_server: LiveServer, session: Session) -> str:
    """The desk, once this browser keeps it."""
    url = f"{live_server.url}{reverse('events:door', args=[door_token(session)])}"
    page.goto(url)
    wait_until(page, f"(await ({KEPT})()).includes('{url}')")
    return url


def test_a_tablet_that_is_given_back_keeps_nothing(
    live_server: LiveServer, page: Page, session: Session, axe: Axe
) -> None:
    """Names and presences stand on it: one button takes them away, and asks first about what has not left."""
    open_desk(page, live_server, session)
    page.locator("[data-guest]").filter(has_text="Ada").get_by_role("button", name="Ici").click()
    expect(page.locator("[data-words]").first).to_have_text("Présence notée")
    page.context.set_offline(True)
    page.locator("[data-guest]").filter(has_text="Béa").get_by_role("button", name="Ici").click()
    eraser = page.get_by_role("button", name="Effacer de cet appareil")
    page.once("dialog", lambda dialog: dialog.dismiss())
    eraser.click()
    expect(page.locator("[data-sync]")).to_have_text("– 1 à envoyer")
    asked = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.once("dialog", agree)
    eraser.click()
    expect(page.get_by_text("Cet appareil ne garde plus rien de cet accueil.")).to_be_focused()
    expect(page.get_by_text("Durand")).to_have_count(0)
    assert asked == ["Notes qui ne sont pas parties\u00a0: 1. Les effacer aussi\u202f?"]
    assert page.evaluate(STORED) == []
    wait_until(page, NOTHING_KEPT)
    assert barriers(axe, page) == []


def test_once_the_session_is_over_and_everything_sent_the_device_forgets_by_itself(
    live_server: LiveServer, page: Page, session: Session
) -> None:
    page.clock.install()
    open_desk(page, live_server, session)
    page.context.set_offline(True)
    page.locator("[data-guest]").filter(has_text="Ada").get_by_role("button", name="Ici").click()
    page.clock.fast_forward("03:00:00")
    expect(page.locator("[data-sync]")).to_have_text("– 1 à envoyer")
    assert "" in page.evaluate(STORED), "what was not sent stays"
    page.context.set_offline(False)
    page.clock.fast_forward(15_000)
    expect(page.locator("[data-sync]")).to_have_text("")
    wait_until(page, f"{STORED}.length === 0 && {NOTHING_KEPT}")
    assert Attendance.objects.get().is_present


def test_a_link_that_died_takes_what_it_left_on_the_device_but_the_notes_that_wait(
    live_server: LiveServer, page: Page, session: Session
) -> None:
    url = open_desk(page, live_server, session)
    page.locator("[data-guest]").filter(has_text="Ada").get_by_role("button", name="Ici").click()
    expect(page.locator("[data-words]").first).to_have_text("Présence notée")
    Session.objects.filter(pk=session.pk).update(door_key=uuid4())
    page.locator("[data-guest]").filter(has_text="Béa").get_by_role("button", name="Ici").click()
    expect(page.locator("[data-sync]")).to_contain_text("cet accueil est fermé, ou son lien a changé")
    wait_until(page, NOTHING_KEPT)
    page.goto(url)
    wait_until(page, f"JSON.stringify({STORED}) === '[\"\"]'")
    session.refresh_from_db()
    page.goto(f"{live_server.url}{reverse('events:door', args=[door_token(session)])}")
    expect(page.locator("[data-words]").nth(1)).to_have_text("Présence notée")
    assert Attendance.objects.filter(is_present=True).count() == 2

    over = timezone.now() - timedelta(days=3)
    Session.objects.filter(pk=session.pk).update(starts_at=over, ends_at=over + timedelta(hours=1))
    page.reload()
    expect(page.get_by_role("heading", name="L’accueil n’est pas ouvert")).to_be_visible()
    wait_until(page, f"{STORED}.length === 0")


def test_each_speaks_in_turn_for_the_same_time(live_server: LiveServer, page: Page, session: Session) -> None:
    """Two hours for three people: forty minutes each."""
    page.clock.install()
    page.goto(f"{live_server.url}{reverse('events:round_table', args=[door_token(session)])}")
    left, name = page.locator("[data-left]"), page.locator("[data-name]")
    expect(left).to_have_text("40 min")
    page.get_by_role("button", name="Commencer").click()
    expect(name).to_have_text("La parole est à Ada Durand")
    page.clock.fast_forward(2_400_000)
    expect(name).to_have_text("C’est l’heure : à la personne suivante.")
    page.get_by_role("button", name="Personne suivante").click()
    expect(name).to_have_text("La parole est à Béa Durand")
    expect(page.locator("[data-person][aria-current=true]")).to_have_text("Béa Durand")
    expect(left).to_have_text("40 min")
