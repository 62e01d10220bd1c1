"""What surrounds a workshop says who somebody is for a time, and no more (law.md G-07 to G-11)."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.registries import due_work, personal_data
from events.models import DiagnosisItem, QuestionnaireReply, RoomCard, Seat, TeamMember, WorkshopPage
from events.personal_workshop import WORKSHOP_TREATMENTS
from events.services.capturing import CardDraft, ItemDraft, capture, ensure_room, set_room
from events.services.forgetting import erase_address
from events.services.forgetting_workshop import erase_named_cards
from events.services.questionnaire import Respondent, answer
from events.services.seating import compose_tables
from people.models import Person
from tests.factories.events import RegistrationFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.workshop import QuestionnaireFactory, RoomCardFactory, RoomFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
ADA = "ada@valclair.example"


@pytest.fixture
def ada(workshop: WorkshopPage) -> Person:
    """She prepared it, answered before it, spoke in the room and sat at a table."""
    SessionFactory(event=workshop, days=0)
    person = TeamMemberFactory(
        preparation__workshop=workshop, person__given_name="Ada", person__family_name="Durand", person__email=ADA
    ).person
    asked = QuestionnaireFactory(workshop=workshop)
    who = Respondent("Ada", "Durand", ADA, "Régie", may_be_named=True)
    answer(questionnaire=asked, who=who, answers={asked.questions.get().pk: "Le car."}, submission_key=uuid4())
    room = ensure_room(workshop)
    set_room(room=room, is_open=True, reads_first=False)
    room.refresh_from_db()
    card = CardDraft(uuid4(), "Ada", "Durand", "Régie", words="Je conduis.")
    written = capture(room=room, card=card, items=[ItemDraft(uuid4(), "need", "Rentrer.")]).card
    # Nobody typed an address in the room: her card is tied to her by whoever knows her.
    RoomCard.objects.filter(pk=written.pk if written else 0).update(person=person)
    DiagnosisItem.objects.filter(card=written).update(author=person)
    compose_tables(room=room)
    return person


def held() -> dict[str, int]:
    return {line.model.__name__: len(list(line.export(ADA))) for line in WORKSHOP_TREATMENTS}


def test_she_can_take_away_and_erase_everything_and_what_was_said_stays(ada: Person) -> None:
    assert set(WORKSHOP_TREATMENTS) <= set(personal_data)
    assert held() == {"RoomCard": 1, "Seat": 1, "TeamMember": 1, "QuestionnaireReply": 1}
    assert erase_address(ADA) > 0
    assert held() == {"RoomCard": 0, "Seat": 0, "TeamMember": 0, "QuestionnaireReply": 0}
    said = DiagnosisItem.objects.order_by("text").values_list("text", "author", "quote_consent")
    assert list(said) == [("Le car.", None, None), ("Rentrer.", None, None)]
    card, reply = RoomCard.objects.get(), QuestionnaireReply.objects.get()
    assert (card.organisation_name, card.words, reply.organisation_name) == ("", "", "")


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (29, {"RoomCard": 1, "Seat": 1, "TeamMember": 1, "QuestionnaireReply": 1}),
        (32, {"RoomCard": 1, "Seat": 0, "TeamMember": 1, "QuestionnaireReply": 1}),
        (480, {"RoomCard": 0, "Seat": 0, "TeamMember": 0, "QuestionnaireReply": 0}),
    ],
)
def test_the_clock_forgets_at_the_promised_day(ada: Person, days: int, left: dict[str, Any]) -> None:
    later = timezone.now() + dt.timedelta(days=days)
    with time_machine.travel(later, tick=False):
        for work in due_work:
            if work.name.startswith("ateliers anciens"):
                work.run(later)
        assert held() == left
        assert Seat.objects.count() == left["Seat"]
        assert TeamMember.objects.count() == left["TeamMember"]


def test_a_card_without_address_is_erased_by_its_name_and_what_was_said_stays(
    client: Client, workshop: WorkshopPage
) -> None:
    """G-11: nobody finds such a card by an address; whoever facilitates does, and only the ones they tick."""
    room = RoomFactory(workshop=workshop)
    for family, said in (("Rouvière", "Le pont."), ("Col", "Le gué.")):
        card = CardDraft(uuid4(), "Anaïs", family, "Régie", words="Je conduis.", may_be_named=True)
        capture(room=room, card=card, items=[ItemDraft(uuid4(), "need", said)])
    compose_tables(room=room)
    client.force_login(UserFactory(groups=["Animation"]))
    url = reverse("events_room", args=[workshop.pk])
    found = client.get(url, {"nom": "anais rouviere"}).content.decode()
    erased, kept = RoomCard.objects.order_by("pk")
    assert [f'name="carte" value="{card.pk}"' in found for card in (erased, kept)] == [True, False]
    assert "Aucune carte de cette salle" in client.get(url, {"nom": "Paul"}).content.decode()
    elsewhere = RoomCardFactory()
    assert client.post(url, {"action": "effacer", "carte": [erased.pk, elsewhere.pk, "x"]}).status_code == 302
    erased.refresh_from_db()
    assert (erased.person, erased.words, erased.organisation_name, erased.consent) == (None, "", "", None)
    assert not Person.objects.filter(family_name="Rouvière").exists()
    said = [(item.text, str(item.author or ""), item.may_name_author) for item in DiagnosisItem.objects.order_by("pk")]
    assert said == [("Le pont.", "", False), ("Le gué.", "Anaïs Col", True)]
    assert [seat.person for seat in Seat.objects.all()] == [kept.person]
    assert RoomCard.objects.get(pk=elsewhere.pk).person is not None
    client.post(url, {"action": "effacer"})
    assert RoomCard.objects.exclude(person=None).count() == 2


def test_somebody_known_elsewhere_stays_known_there(workshop: WorkshopPage) -> None:
    registered = RegistrationFactory(session__event=workshop, person__given_name="Ada", person__family_name="Col")
    card = RoomCardFactory(room__workshop=workshop, person=registered.person)
    assert erase_named_cards(room=card.room, cards=[card]) == 1
    assert Person.objects.filter(pk=registered.person_id).exists()
