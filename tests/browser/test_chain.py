"""The whole chain walked by people in a real browser, with real mail between the steps (S3-10, issue's item 13).

A reader subscribes, registers for a workshop and gives the place back; an editor writes down what a workshop left,
prepares the journal from it, publishes, composes the infolettre and sends it; the reader follows it and leaves.
"""

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from cms.typography import typo_text
from events.enums import RegistrationState
from events.models import Registration, WorkshopPage
from journal.models import ArticlePage
from newsletter.models import Dispatch, LetterPage, Subscriber
from outbox.transports import configured_transport
from outbox.worker import Worker
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House, make_house
from tests.outbox.sinks import ScriptedSink, listening

# The rights of an editor of a small association, who holds several roles at once.
ROLES = ["Rédaction", "Animation"]

READER = "maud@lecture.example"
EDITOR = "edith@valclair.example"
PASSWORD = "un-ballon-sur-la-vallee"
NO_BUS = "Le dernier car part avant la fin des répétitions."
A_SHARED_CAR = "Des voisines se prêtent déjà une voiture à cinq."
SEED = "Une voiture pour cinq maisons"
LETTER = "Lettre n° 1 : le journal est là"

Post = Callable[[], EmailMessage]


@pytest.fixture
def sink(settings: Settings) -> Iterator[ScriptedSink]:
    with listening(ScriptedSink()) as open_sink:
        settings.OUTBOX_TRANSPORT = open_sink.url
        yield open_sink


@pytest.fixture
def last_mail(sink: ScriptedSink) -> Post:
    """Let the post go by, and open the newest mail that the server of the reader accepted."""

    def open_it() -> EmailMessage:
        already_there = len(sink.accepted)
        Worker(configured_transport()).run(once=True)
        assert len(sink.accepted) == already_there + 1
        return sink.accepted[-1].mail

    return open_it


@pytest.fixture
def site_of_the_server(live_server: LiveServer, settings: Settings) -> House:
    """A site whose own address is that of the live server, so that the links in mails lead to it."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    # A script publishes before a first automatic save has answered, which would leave a second draft behind.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    house = make_house()
    address = urlsplit(live_server.url)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = address.hostname or "", address.port or 80
    site.save()
    return house


@pytest.fixture
def workshop(site_of_the_server: House) -> WorkshopPage:
    page = WorkshopPageFactory(parent=site_of_the_server.agenda, title="Se déplacer sans voiture")
    SessionFactory(event=page, open=True)
    return page


def link_in(mail: EmailMessage, words: str) -> str:
    """The address that a person would click: the first link whose path holds `words`, read in the text part."""
    part = mail.get_body(preferencelist=("plain",))
    assert part
    links = re.findall(r"https?://\S+", part.get_content())
    return next(link.rstrip(".,)") for link in links if words in link)


def subscribe(page: Page, home: str, last_mail: Post) -> None:
    page.goto(home)
    form = page.locator("form[action='/abonnement/']").first
    form.get_by_label("Adresse électronique").fill(READER)
    form.get_by_role("checkbox").check()
    page.wait_for_timeout(2_100)  # as a person: a form sent at once comes back to be looked at
    form.get_by_role("button").click()
    page.wait_for_url("**/abonnement/merci/")
    assert Subscriber.objects.confirmed().count() == 0

    page.goto(link_in(last_mail(), "/abonnement/confirmer/"))
    assert Subscriber.objects.confirmed().count() == 0
    page.get_by_role("button", name="Oui, je la veux").click()
    assert [subscriber.email for subscriber in Subscriber.objects.confirmed()] == [READER]


def register_then_give_back(page: Page, workshop: WorkshopPage, last_mail: Post) -> None:
    page.goto(workshop.full_url)
    page.locator("main").get_by_role("link", name=re.compile("inscri", re.IGNORECASE)).first.click()
    page.get_by_label(re.compile("^(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)", re.IGNORECASE)).check()
    page.get_by_label("Prénom").first.fill("Maud")
    page.get_by_label(re.compile("^Nom")).first.fill("Lectrice")
    page.get_by_label("Adresse électronique").fill(READER)
    page.get_by_role("button", name="Envoyer mon inscription").click()
    registration = Registration.objects.get()
    assert registration.state == RegistrationState.HELD

    page.goto(link_in(last_mail(), "/inscriptions/confirmer/"))
    page.locator("main").get_by_role("button").first.click()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED

    page.goto(link_in(last_mail(), "/inscriptions/ma-place/"))
    page.locator("main").get_by_role("link", name=re.compile("annuler|rendre", re.IGNORECASE)).first.click()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    page.locator("main").get_by_role("button").first.click()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED
    last_mail()


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/admin/")
    page.locator("input[type=email], input[name=username]").first.fill(EDITOR)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{home}/admin/")


def write_down_outputs(page: Page, home: str, workshop: WorkshopPage) -> None:
    """What the morning said and what the afternoon sowed, from the panel of the workshop's own editor."""
    for kind, words in (("frein", NO_BUS), ("levier", A_SHARED_CAR)):
        page.goto(edit_address(home, workshop))
        page.get_by_role("link", name=re.compile("^ajouter : élément")).click()
        page.locator("#id_kind").select_option(label=kind)
        page.locator("#id_text").fill(words)
        page.locator("footer button[type=submit]").first.click()
        expect(page.locator(".messages")).to_contain_text(words[:20])
    assert [item.text for item in workshop.diagnosis_items.order_by("pk")] == [NO_BUS, A_SHARED_CAR]

    page.goto(edit_address(home, workshop))
    page.get_by_role("link", name=re.compile("^ajouter : graine")).click()
    page.locator("#id_title").fill(SEED)
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text(SEED)


def prepare_the_journal(page: Page, home: str, workshop: WorkshopPage) -> ArticlePage:
    """One action makes drafts of the first issue; the editor publishes the issue, then its main article."""
    page.goto(f"{home}{reverse('journal_prepare_dossier', args=[workshop.pk])}")
    assert ArticlePage.objects.count() == 0
    page.get_by_role("button", name="Préparer les brouillons").click()
    page.wait_for_load_state()
    article = ArticlePage.objects.filter(title__contains=workshop.title).first() or ArticlePage.objects.first()
    assert article
    assert not article.live
    for draft in (article.get_parent().specific, article):
        publish(page, home, draft)
    article.refresh_from_db()
    assert article.live
    return article


def compose_and_send(page: Page, home: str, letters: WagtailPage, article: ArticlePage) -> LetterPage:
    page.goto(f"{home}{reverse('wagtailadmin_pages:add', args=['newsletter', 'letterpage', letters.pk])}")
    page.locator("#id_title").fill(LETTER)
    page.get_by_role("button", name="Insérer un bloc").first.click()
    page.get_by_role("option", name="Rubrique").click()
    page.get_by_role("textbox", name="Titre de la rubrique").fill("Dans le journal")
    page.locator("[data-chooser-action-choose]").first.click()
    chooser = page.locator(".modal-content")
    chooser.locator("input[name=q]").fill(article.title)
    chooser.get_by_role("link", name=article.title).first.click()
    expect(chooser).to_have_count(0)
    save(page, "action-publish")
    letter = LetterPage.objects.get()
    assert letter.live

    page.goto(f"{home}{reverse('newsletter_admin:send', args=[letter.pk])}")
    assert Dispatch.objects.count() == 0
    page.get_by_role("button", name=re.compile("^Envoyer à 1 personne")).click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert Dispatch.objects.get().letter == letter
    return letter


def read_and_leave(page: Page, letter: LetterPage, article: ArticlePage, last_mail: Post) -> None:
    mail = last_mail()
    assert (mail["To"], mail["Subject"]) == (READER, typo_text(LETTER))
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(answer.status < 400 for answer in [page.goto(link) for link in links_of(mail)] if answer)
    page.goto(link_in(mail, article.slug))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape(article.title[:20])))
    expect(page.locator("main")).to_contain_text(A_SHARED_CAR[:30])
    # Every link of the mail was opened: nobody has left for it.
    assert Subscriber.objects.confirmed().count() == 1

    one_click = re.search(r"<(https?://[^>]+)>", mail["List-Unsubscribe"])
    assert one_click
    answer = page.request.post(one_click[1], form={"List-Unsubscribe": "One-Click"}, max_redirects=0)
    assert answer.status == 200
    assert Subscriber.objects.confirmed().count() == 0


def edit_address(home: str, page: WagtailPage) -> str:
    return f"{home}{reverse('wagtailadmin_pages:edit', args=[page.pk])}"


def publish(page: Page, home: str, draft: WagtailPage) -> None:
    """Before the issue goes to the press, « Publier » asks why."""
    page.goto(edit_address(home, draft))
    press(page, "action-publish")
    page.get_by_label("Pourquoi").fill("Le numéro paraît d’abord en ligne.")
    page.get_by_role("button", name="Publier maintenant").click()
    expect(page.locator(".messages .success")).to_be_visible()


def save(page: Page, action: str) -> None:
    press(page, action)
    expect(page.locator(".messages .success")).to_be_visible()


def press(page: Page, action: str) -> None:
    """Press one of the actions at the foot of Wagtail's editor, folded behind « Enregistrer le brouillon »."""
    page.wait_for_load_state("networkidle")
    button = page.locator(f"button[name={action}]")
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    button.click()


def links_of(mail: EmailMessage) -> list[str]:
    part = mail.get_body(preferencelist=("html",))
    assert part
    return [anchor["href"] for anchor in BeautifulSoup(part.get_content(), "html.parser").select("a[href^=http]")]


@pytest.mark.django_db(transaction=True)
def test_people_walk_the_chain_from_the_first_letter_to_the_one_that_announces_the_journal(
    site_of_the_server: House,
    workshop: WorkshopPage,
    live_server: LiveServer,
    page: Page,
    last_mail: Post,
    no_foreign_requests: list[str],
) -> None:
    home = live_server.url
    UserFactory(email=EDITOR, password=PASSWORD, groups=ROLES)

    subscribe(page, home, last_mail)
    register_then_give_back(page, workshop, last_mail)

    sign_in(page, home)
    write_down_outputs(page, home, workshop)
    article = prepare_the_journal(page, home, workshop)
    letter = compose_and_send(page, home, site_of_the_server.letters, article)

    read_and_leave(page, letter, article, last_mail)
