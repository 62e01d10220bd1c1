"""What surrounds a workshop says who somebody is for a time, and no more (law.md G-07 to G-11)."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from cms.registries import due_work, personal_data
from events.models import DiagnosisItem, QuestionnaireReply, RoomCard, Seat, TeamMember, WorkshopPage
from events.personal_workshop import WORKSHOP_TREATMENTS
from events.services.capturing import CardDraft, ItemDraft, capture, ensure_room, set_room
from events.services.forgetting import erase_address
from events.services.questionnaire import Respondent, answer
from events.services.seating import compose_tables
from people.models import Person
from tests.factories.events import SessionFactory
from tests.factories.workshop import QuestionnaireFactory, TeamMemberFactory

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
