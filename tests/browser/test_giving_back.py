"""From what forty voices said in the room to a workshop given back and closed, in at most sixty gestures (S3-26)."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.first_run.tree import House
from events.enums import DiagnosisKind
from events.enums_workshop import ItemState
from events.models import DiagnosisItem, DiagnosisLink, NeedCluster, Restitution, WorkshopPage
from events.services.capturing import CardDraft, ItemDraft, capture
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.people import UserFactory
from tests.factories.workshop import RoomFactory

MOST = 60
BRAKES = ("Le dernier car part trop tôt.", "Le car du soir part trop tôt.", "Il n’y a pas de trottoir.")
LEVERS = ("Un minibus dort au garage.", "La commune refait la route.")
NEEDS = ("Rentrer du cinéma le soir.", "Rentrer le soir du cinéma.", "Faire ses courses à pied.")
# What five people in a row say; eight rows of them fill the morning.
KINDS = (
    DiagnosisKind.BRAKE,
    DiagnosisKind.LEVER,
    DiagnosisKind.NEED,
    DiagnosisKind.RESOURCE,
    DiagnosisKind.INITIATIVE,
)
SAID = {DiagnosisKind.BRAKE: BRAKES, DiagnosisKind.LEVER: LEVERS, DiagnosisKind.NEED: NEEDS}


@dataclass
class Hand:
    """Whoever facilitates: everything done with the mouse or the keyboard goes through here, and is counted."""

    page: Page
    gestures: int = 0

    def click(self, on: Locator) -> None:
        self.gestures += 1
        on.click()

    def write(self, field: str, words: str) -> None:
        """Two gestures: into the field, then typing."""
        self.gestures += 2
        self.page.get_by_label(field).fill(words)

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("navigation", name="Cet atelier").get_by_role("link", name=name, exact=True))

    def tick(self, *texts: str) -> None:
        for text in texts:
            self.click(self.page.get_by_role("checkbox", name=text))


@pytest.fixture
def workshop(transactional_db: None, house: House) -> WorkshopPage:
    """Eight telephones said five things each."""
    page = WorkshopPageFactory(parent=house.agenda, title="Se déplacer autrement")
    SessionFactory(event=page, past=True)
    room = RoomFactory(workshop=page)
    for turn in range(8):
        said = [ItemDraft(uuid4(), kind, _words(kind, turn)) for kind in KINDS]
        capture(room=room, card=CardDraft(uuid4(), given_name=f"Voix {turn}"), items=said)
    return page


def _words(kind: DiagnosisKind, turn: int) -> str:
    known = SAID.get(kind, ())
    return known[turn] if turn < len(known) else f"{kind.label.capitalize()} de la voix {turn}."


@pytest.fixture
def hand(page: Page, live_server: LiveServer, workshop: WorkshopPage, settings: Settings) -> Hand:
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/ateliers/{workshop.pk}/etat-des-lieux/")
    return Hand(page)


def test_forty_items_are_given_back_in_at_most_sixty_gestures(
    hand: Hand, workshop: WorkshopPage, no_foreign_requests: list[str]
) -> None:
    items: Any = DiagnosisItem.objects.filter(workshop=workshop)
    assert items.filter(state=ItemState.NEW).count() == 40
    hand.press("Tout retenir")
    _bring_together(hand)
    _gather_needs(hand)
    _give_back(hand)
    assert (items.count(), items.filter(state=ItemState.KEPT).count()) == (40, 40)
    assert items.exclude(merged_into=None).get().text == BRAKES[1]
    assert set(DiagnosisLink.objects.values_list("problem__text", "answer__text")) == {
        (BRAKES[0], LEVERS[0]),
        (BRAKES[2], LEVERS[1]),
    }
    assert {each.title for each in NeedCluster.objects.filter(workshop=workshop)} >= {"Se nourrir sans voiture"}
    kept = Restitution.objects.get(workshop=workshop)
    assert (kept.published_at is not None, kept.closed_at is not None) == (True, True)
    assert hand.gestures <= MOST


def _bring_together(hand: Hand) -> None:
    """One duplicate, then two pairs of a brake and a lever."""
    hand.tick(BRAKES[0], BRAKES[1])
    hand.press("Réunir les doublons cochés")
    expect(hand.page.get_by_text(f"Aussi : {BRAKES[1]}")).to_be_visible()
    for brake, lever in ((BRAKES[0], LEVERS[0]), (BRAKES[2], LEVERS[1])):
        hand.tick(brake, lever)
        hand.press("Relier les deux cochés")
        expect(hand.page.get_by_text(f"face à : « {lever} »")).to_be_visible()


def _gather_needs(hand: Hand) -> None:
    """Groups proposed from the words, and one made by hand."""
    hand.follow("Besoins")
    hand.press("Proposer des groupes, d’après les mots")
    hand.tick(NEEDS[2])
    hand.write("ou dans un nouveau groupe", "Se nourrir sans voiture")
    hand.press("Ranger")
    expect(hand.page.get_by_role("heading", name="Se nourrir sans voiture")).to_be_visible()


def _give_back(hand: Hand) -> None:
    """Published, read over as the public will, closed."""
    hand.follow("Restitution")
    hand.write("Ce que cet atelier a produit", "Quarante constats, deux réponses déjà trouvées.")
    hand.write("Carnet d’adresses sans objet, parce que", "Chaque personne remplira sa fiche elle-même.")
    hand.write("Graines de projet sans objet, parce que", "Elles se sèmeront au printemps.")
    hand.press("Publier la restitution")
    hand.click(hand.page.get_by_role("link", name="Voir la restitution"))
    for words in (BRAKES[0], LEVERS[0], "Quarante constats, deux réponses déjà trouvées."):
        expect(hand.page.get_by_text(words).first).to_be_visible()
    hand.gestures += 1
    hand.page.go_back()
    hand.press("Clore l’atelier")
    expect(hand.page.get_by_text("Atelier clos le")).to_be_visible()
