"""Nothing of somebody who agreed to nothing is read anywhere (M2, S2-17, C-10 to C-16): every address is opened."""

import html
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from config.first_run.tree import House
from events.enums import DiagnosisKind, MembershipState, SeedKind
from events.enums_workshop import ItemState
from events.models import ActionGroup, DiagnosisItem, EventExchange, Membership, Restitution, Room, WorkshopPage
from events.services.capturing import CardDraft, ItemDraft, capture, type_sheet
from events.services.groups import ask_to_join, start_group
from events.services.questionnaire import Respondent, answer
from events.services.restitution import publish_restitution
from home.search.indexing import index_everything
from journal.epub.book import write_book
from journal.models import ArticlePage, IssuePage
from journal.printing.content import gather
from journal.printing.layout import Options
from journal.printing.outputs import make_papers
from journal.printing.places import Paper
from journal.services import prepare_dossier
from people.enums import Audience, ConsentMethod
from people.models import Exchange, Person, User
from people.services import note_passage, note_voice
from tests.factories.events import (
    ContactFactory,
    DiagnosisItemFactory,
    EventPersonFactory,
    RegistrationFactory,
    SeedFactory,
    SessionFactory,
    WorkshopPageFactory,
)
from tests.factories.journal import IssuePageFactory
from tests.factories.people import ExchangeFactory, PersonFactory, UserFactory
from tests.factories.workshop import QuestionnaireFactory, RoomFactory
from tests.journal.papers import read as read_pdf
from tests.journal.papers import words_of

NAME, ADDRESS, WORDS = "Zéphyrine", "zephyrine.secret@valclair.example", "La présidente m’a menacée de renvoi."
SECRETS = (NAME, ADDRESS, "menacée de renvoi")
# What she says of the subject is read by all, without her name.
BEFORE, MORNING, ON_PAPER = "Le car passe trop tôt.", "Un taxi à plusieurs.", "La gare est loin."
FOUR = ("Ada", "Bob", "Cléo", "Dan")


@pytest.fixture
def keeper(house: House) -> User:
    return UserFactory(groups=["Animation"])


@pytest.fixture
def silent(house: House) -> Person:
    return PersonFactory(given_name=NAME, family_name="Corbeau", email=ADDRESS)


@pytest.fixture
def workshop(house: House, silent: Person, keeper: User) -> WorkshopPage:
    """A workshop where she did everything one can do, and agreed to nothing."""
    page = WorkshopPageFactory(parent=house.agenda, title="Travailler ensemble", slug="travailler-ensemble")
    session = SessionFactory(event=page, past=True)
    RegistrationFactory(session=session, person=silent, message=f"Signé {NAME}", brings="des figues")
    DiagnosisItemFactory(workshop=page, author=silent)
    ContactFactory(workshop=page, person=silent, email=ADDRESS, phone="01 02 03 04 05", what=f"{NAME} anime.")
    ContactFactory(workshop=page, agreed=True)
    EventPersonFactory(event=page, person=silent)
    group = ActionGroup.objects.create(seed=SeedFactory(workshop=page, kind=SeedKind.ARTICLE), name="Les écoutants")
    start_group(group=group, lead=silent)
    say_everywhere(page, silent)
    ask_to_join(group=group, given_name=NAME, family_name="Autre", email=ADDRESS, message=f"Je suis {NAME}.")
    Membership.objects.create(group=group, person=PersonFactory(), state=MembershipState.MEMBER, message=NAME)
    publish_restitution(workshop=page, restitution=Restitution(summary="Une journée."))
    return page


def say_everywhere(workshop: WorkshopPage, who: Person) -> None:
    """Her answer before the day, her card from a telephone, and a sheet that somebody typed: all read and kept."""
    asked = QuestionnaireFactory(workshop=workshop)
    answer(
        questionnaire=asked,
        who=Respondent(NAME, who.family_name, ADDRESS, organisation_name=f"Cabinet {NAME}"),
        answers={asked.questions.get().pk: BEFORE},
        submission_key=uuid4(),
    )
    room = RoomFactory(workshop=workshop)
    card = CardDraft(uuid4(), NAME, who.family_name, f"Cabinet {NAME}", words=f"Je suis {NAME}, {ADDRESS}.")
    capture(room=room, card=card, items=[ItemDraft(uuid4(), DiagnosisKind.LEVER, MORNING)])
    sheet = CardDraft(uuid4(), NAME, "Autre", f"Cabinet {NAME}", words=f"Écrire à {ADDRESS}.")
    type_sheet(room=room, number=7, card=sheet, lines=[(DiagnosisKind.BRAKE, ON_PAPER)])
    DiagnosisItem.objects.filter(workshop=workshop).update(state=ItemState.KEPT)


@pytest.fixture
def exchange(workshop: WorkshopPage, silent: Person, keeper: User) -> Exchange:
    """Five concerned by her words: four agree, she has not answered."""
    exchange = ExchangeFactory(keeper=keeper)
    EventExchange.objects.create(event=workshop, exchange=exchange)
    four = [PersonFactory(given_name=name) for name in FOUR]
    passage = note_passage(exchange=exchange, words=WORDS, by=keeper, speakers=[silent], concerned=four)
    for voice in passage.voices.exclude(person=silent):
        note_voice(voice=voice, agrees=True, method=ConsentMethod.SPOKEN, by=keeper)
    return exchange


@pytest.fixture
def issue(house: House, workshop: WorkshopPage, exchange: Exchange) -> IssuePage:
    page: IssuePage = IssuePageFactory(parent=house.journal, number=3, title="Numéro 3", slug="numero-3")
    for article in prepare_dossier(workshop=workshop, issue=page, user=None):
        article.get_latest_revision().publish()
    return page


def text_of(client: Client, address: str) -> str:
    """What a stranger reads there, whatever it is; nothing when it is no page."""
    page = client.get(address)
    return body_of(page).decode("utf-8", "replace") if page.status_code == 200 else ""


def body_of(page: Any) -> bytes:
    return b"".join(page.streaming_content) if page.streaming else page.content


def crawl(client: Client, start: list[str]) -> dict[str, str]:
    """Every address that a stranger reaches from `start`, with what is read there."""
    read: dict[str, str] = {}
    todo = list(start)
    while todo and len(read) < 400:
        address = todo.pop().split("#")[0]
        if address in read or address.startswith(("/static/", "/admin", "/django-admin", "/media/")):
            continue
        read[address] = text_of(client, address)
        found = {html.unescape(link) for link in re.findall(r'href="([^"]+)"', read[address])}
        found |= set(re.findall(r"https?://(?:testserver|localhost)(/[^\s<>\"]*)", read[address]))
        todo += [
            re.sub(r"^https?://(?:testserver|localhost)(?::\d+)?", "", link)
            for link in found
            if re.match(r"/(?!/)|https?://(?:testserver|localhost)", link)
        ]
    return read


def leaks(read: dict[str, str]) -> list[tuple[str, str]]:
    return [(address, secret) for address, text in read.items() for secret in SECRETS if secret in text]


def test_a_stranger_reads_nothing_of_her_at_any_address(
    client: Client, issue: IssuePage, workshop: WorkshopPage
) -> None:
    index_everything()
    room = Room.objects.get(workshop=workshop)
    asked = [f"/recherche/?q={word}" for word in (NAME, "menacée", "figues", "travailler", "taxi")]
    start = [
        *("/", "/sitemap.xml", "/agenda.xml", "/agenda.ics", "/annuaire/", "/robots.txt", issue.url, workshop.url),
        "/agenda.json",
        *(f"/rendez-vous/{workshop.pk}.ics", f"/ateliers/{workshop.pk}/carnet.vcf"),
        *(f"/ateliers/{workshop.pk}/carnet.csv", reverse("events:restitution", args=[workshop.pk])),
        *(reverse("events:board", args=[workshop.pk]), reverse("events:questionnaire", args=[workshop.pk])),
        *(reverse("events:wall", args=[room.wall_key]), reverse("events:wall_state", args=[room.wall_key])),
        reverse("events:phone", args=[room.phone_key]),
        *(page.url for page in Page.objects.live().public().filter(depth__gt=1)),
        *asked,
    ]
    read = crawl(client, start)
    opened = {address for address, text in read.items() if text}
    assert {"/", "/sitemap.xml", workshop.url, reverse("events:restitution", args=[workshop.pk])} <= opened
    assert len(opened) > 30
    for said_at in ("board", "restitution"):
        words = read[reverse(f"events:{said_at}", args=[workshop.pk])]
        assert all(said in words for said in (BEFORE, MORNING, ON_PAPER)), said_at
    assert MORNING in read[reverse("events:wall", args=[room.wall_key])]
    assert {
        reverse("events:phone", args=[room.phone_key]),
        reverse("events:questionnaire", args=[workshop.pk]),
    } < opened
    # A page of search repeats what was asked: only what it found counts.
    read[asked[0]] = read[asked[0]].replace(NAME, "")
    assert leaks(read) == []


def test_neither_paper_nor_book_nor_the_journal_s_editors_read_her(
    client: Client, issue: IssuePage, workshop: WorkshopPage, exchange: Exchange, tmp_path: Path
) -> None:
    printed = gather(issue, audience=Audience.PRINT, address_of=lambda page: "https://d.example/r/n3-1")
    papers = make_papers(printed, Paper(), tmp_path, options=Options()).files
    pdf = {output.value: " ".join(map(words_of, read_pdf(path.read_bytes()).pages)) for output, path in papers}
    assert "Travailler" in pdf["ecran"]
    board = client.get(reverse("events:board_pdf", args=[workshop.pk]))
    pdf["panneau"] = " ".join(map(words_of, read_pdf(body_of(board)).pages))
    assert all(said in pdf["panneau"] for said in (BEFORE, MORNING, ON_PAPER))
    assert leaks(pdf) == []
    book = write_book(gather(issue, audience=Audience.WEB, address_of=lambda page: "https://d.example/r/n3-1"))
    with zipfile.ZipFile(BytesIO(book)) as archive:
        files = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert len(files) > 3
    assert leaks(files) == []
    client.force_login(UserFactory(groups=["Rédaction"]))
    articles = ArticlePage.objects.child_of(issue)
    screens = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in [issue, *articles]]
    screens += [f"/admin/journal/{page.pk}/" for page in articles]
    screens += [reverse("people_notebook", args=[exchange.pk]), reverse("people_notebooks"), "/admin/"]
    read = {address: text_of(client, address) for address in screens}
    assert [(address, secret) for address, secret in leaks(read) if secret == "menacée de renvoi"] == []


def test_the_fifth_agreement_opens_the_words_and_still_not_her_name(
    client: Client, workshop: WorkshopPage, exchange: Exchange, keeper: User
) -> None:
    page = reverse("events:restitution", args=[workshop.pk])
    voice = exchange.passages.get().voices.get(person__given_name=NAME)
    note_voice(voice=voice, agrees=True, method=ConsentMethod.SPOKEN, by=keeper)
    assert [secret for secret in SECRETS if secret in text_of(client, page)] == ["menacée de renvoi"]
