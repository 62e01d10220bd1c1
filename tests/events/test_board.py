"""The public state of things: two columns that print on A3, links, voices, and what the morning changed (S3-07)."""

import datetime as dt
import re
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from events.boards import board_of, changes_of
from events.enums import DiagnosisKind, Phase
from events.enums_workshop import ItemState
from events.models import Session, WorkshopPage
from events.services.diagnosis import link, merge, reword
from tests.factories.events import DiagnosisItemFactory, SessionFactory
from tests.factories.workshop import CadreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(workshop: WorkshopPage) -> Session:
    return SessionFactory(event=workshop, past=True)


def test_the_board_is_public_once_the_workshop_has_begun(client: Client, workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop)
    item = DiagnosisItemFactory(workshop=workshop)
    url = f"/rendez-vous/{workshop.pk}/etat-des-lieux/"
    assert client.get(url).status_code == 404
    with time_machine.travel(session.starts_at + dt.timedelta(minutes=1), tick=False):
        assert item.text in client.get(url).content.decode()
        workshop.unpublish()
        assert client.get(url).status_code == 404


def test_brakes_face_levers_needs_face_means_and_every_voice_is_there(
    client: Client, workshop: WorkshopPage, past: Session
) -> None:
    brake = DiagnosisItemFactory(workshop=workshop, text="Le car part trop tôt.", quoted=True)
    double = DiagnosisItemFactory(workshop=workshop, text="Pas de car le soir.")
    lever = DiagnosisItemFactory(workshop=workshop, text="Le minibus dort.", kind=DiagnosisKind.LEVER)
    DiagnosisItemFactory(workshop=workshop, text="Un secret.", state=ItemState.NEW)
    silent = DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.NEED, quoted=True, quote_consent=None)
    merge(into=brake, others=[double])
    link(first=brake, second=lever)
    (brakes, levers), (needs, _means) = board_of(workshop).pairs
    assert [(card.number, len(card.voices), card.names) for card in brakes.cards] == [("F1", 2, [str(brake.author)])]
    assert [card.number for card in brakes.cards[0].answers] == ["L1"]
    assert [card.number for card in levers.cards[0].answers] == ["F1"]
    assert needs.cards[0].names == []
    page = client.get(f"/rendez-vous/{workshop.pk}/etat-des-lieux/").content.decode()
    assert [words in page for words in ("Pas de car le soir.", "Un secret.", str(silent.author))] == [
        True,
        False,
        False,
    ]


def test_it_prints_on_one_a3_sheet(client: Client, workshop: WorkshopPage, past: Session) -> None:
    for kind in (DiagnosisKind.BRAKE, DiagnosisKind.LEVER, DiagnosisKind.NEED, DiagnosisKind.MEANS):
        DiagnosisItemFactory.create_batch(8, workshop=workshop, kind=kind)
    DiagnosisItemFactory.create_batch(8, workshop=workshop, kind=DiagnosisKind.RESOURCE)
    answer = client.get(f"/rendez-vous/{workshop.pk}/etat-des-lieux.pdf")
    paper = PdfReader(BytesIO(answer.content))
    assert answer["Content-Type"] == "application/pdf"
    assert len(paper.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in paper.pages[0].mediabox[2:]] == [420, 297]
    assert re.findall(r"\b[FLBM]8\b", paper.pages[0].extract_text()) == ["F8", "L8", "B8", "M8"]


def test_from_before_to_the_morning(workshop: WorkshopPage) -> None:
    """S3-20: what the morning refined, added, confirmed, brought together."""
    session = SessionFactory(event=workshop)
    early = [
        DiagnosisItemFactory(workshop=workshop, text=text, phase=Phase.BEFORE)
        for text in ("Le car.", "Les tickets.", "Le ticket.", "Le froid.")
    ]
    reword(item=early[3], text="Le froid aux arrêts.")
    with time_machine.travel(session.starts_at + dt.timedelta(hours=1), tick=False):
        reword(item=early[0], text="Le dernier car.")
        added = DiagnosisItemFactory(workshop=workshop, text="L’assurance.")
        merge(into=early[1], others=[early[2]])
    changes = changes_of(workshop)
    assert [(change.before, change.item.text) for change in changes.refined] == [("Le car.", "Le dernier car.")]
    assert [change.item for change in changes.added] == [added]
    assert [change.item.text for change in changes.confirmed] == ["Les tickets.", "Le froid aux arrêts."]
    assert [(change.before, change.item.text) for change in changes.gathered] == [("Le ticket.", "Les tickets.")]


def test_the_board_asks_as_little_for_many_items_as_for_one(
    client: Client, workshop: WorkshopPage, past: Session
) -> None:
    url, counts = f"/rendez-vous/{workshop.pk}/etat-des-lieux/", []
    for number in (1, 3):
        for item in DiagnosisItemFactory.create_batch(number, workshop=workshop, quoted=True):
            link(first=item, second=DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.LEVER))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_charter_has_a_page_and_a_pdf_for_each_version(client: Client, workshop: WorkshopPage) -> None:
    """S3-01."""
    CadreFactory(year=2026, number=1)
    cadre = CadreFactory(year=2026, number=2, changes="Un temps de silence.")
    CadreFactory(year=2027, number=1, adopted_on=None)
    page = client.get("/cadres/2026-2/").content.decode()
    assert "Cadre 2026, version 2" in page
    paper = PdfReader(BytesIO(client.get("/cadres/2026-2.pdf").content))
    assert "Chaque personne parle" in paper.pages[0].extract_text()
    statuses = {
        slug: client.get(f"/cadres/{slug}/").status_code
        for slug in ("2026", "2027", "2026-1", "2026-9", "abc", "2026-x")
    }
    assert statuses == {"2026": 200, "2027": 404, "2026-1": 404, "2026-9": 404, "abc": 404, "2026-x": 404}
    workshop.cadre = cadre
    workshop.save()
    assert 'href="/cadres/2026-2/"' in client.get(workshop.url).content.decode()
