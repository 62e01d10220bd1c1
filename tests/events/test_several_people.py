"""Several people of one organisation, several dates, in one form (S0-12, S3-15, W12)."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events import services
from events.enums import NeedKind
from events.errors import AlreadyCancelled, DatesFull, SessionPast
from events.links import token_for
from events.models import Answer, Need, Registration, Session
from events.services import AnswerDraft, Details, Enclosed, Participant, register_people
from outbox.models import Message
from tests.events.conftest import mails
from tests.factories.events import QuestionFactory, RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db

DESK = "accueil@regie.example"
PEOPLE = [Participant(name, "Durand", DESK, "La Régie") for name in ("Ada", "Bruno", "Chloe")]


def send(*sessions: Session, people: list[Participant] = PEOPLE, **options: object) -> list[Registration]:
    values = {"submission_key": uuid4(), "source": "/inscriptions/", **options}
    return register_people(sessions=sessions, people=people, **values)


def test_each_person_has_a_place_and_a_rank_in_the_order_they_are_written(session: Session) -> None:
    rows = send(session)
    assert [(row.person.given_name, row.rank, row.state) for row in rows] == [
        ("Ada", 1, "held"),
        ("Bruno", 2, "held"),
        ("Chloe", 3, "waiting"),
    ]
    assert mails() == [(DESK, "received")]


def test_mails_and_pages_say_whose_each_place_is(client: Client, session: Session) -> None:
    rows = send(session)
    received = Message.objects.get().content
    assert [line for line in received.text.splitlines() if line.startswith("Pour ")] == [
        "Pour Ada Durand",
        "Pour Bruno Durand",
        "Pour Chloe Durand",
    ]
    assert "autres dates" not in received.subject
    for page in (
        client.get(reverse("events:confirm", args=[token_for(rows[0], "confirm")])),
        client.get(reverse("events:give_all_back", args=[token_for(rows[0], "give_all_back")])),
        client.post(reverse("events:confirm", args=[token_for(rows[0], "confirm")])),
    ):
        shown = page.content.decode()
        assert [row.person.full_name in shown for row in rows] == [True] * 3
    confirmed = Message.objects.get(dedup_key__contains=":confirmed:").content.text
    assert [row.person.full_name in confirmed for row in rows] == [True] * 3


def test_one_link_confirms_and_gives_back_the_whole_form(session: Session) -> None:
    rows = send(session)
    assert services.submission_of(rows[2]) == rows
    assert len(services.confirm(registration=rows[0]).places) == 2
    assert [row.state for row in services.cancel_form(registration=rows[1])] == ["cancelled"] * 3
    session.refresh_from_db()
    assert session.taken == 0
    with pytest.raises(AlreadyCancelled):
        services.cancel_form(registration=rows[1])


def test_the_same_form_twice_is_the_same_people(session: Session) -> None:
    key = uuid4()
    assert send(session, submission_key=key) == send(session, submission_key=key)
    assert (Registration.objects.count(), Message.objects.count()) == (3, 1)


def test_all_or_nothing_leaves_nothing_when_one_date_is_full(session: Session) -> None:
    full = SessionFactory(event=session.event, open=True, capacity=1, days=40)
    with pytest.raises(DatesFull, match="rien n’est enregistré"):
        send(session, full, people=PEOPLE[:2], all_or_nothing=True)
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)
    session.refresh_from_db()
    assert (session.taken, session.next_rank) == (0, 1)
    assert [row.state for row in send(session, full, people=PEOPLE[:1], all_or_nothing=True)] == ["held", "held"]


def test_date_by_date_gives_a_place_here_and_a_rank_there(session: Session) -> None:
    full = SessionFactory(event=session.event, open=True, capacity=0, days=40)
    assert [row.state for row in send(session, full, people=PEOPLE[:1])] == ["held", "waiting"]


def test_a_fifth_unconfirmed_form_from_one_address_writes_nothing(session: Session) -> None:
    for number in range(6):
        send(session, people=[Participant(f"P{number}", "Durand", DESK)])
    assert session.registrations.count() == 4


def test_answers_hang_on_the_last_date_and_needs_rest_on_a_consent(session: Session) -> None:
    last = SessionFactory(event=session.event, open=True, days=40)
    question = QuestionFactory()
    enclosed = Enclosed(
        answers=[AnswerDraft(question.pk, question.label, "Au tout début.")], needs={NeedKind.DIET: "Sans arachide"}
    )
    rows = send(last, session, enclosed=enclosed)
    answer, need = Answer.objects.get(), Need.objects.get()
    assert answer.registration.session == need.registration.session == last
    assert (need.consent.person, need.consent.purpose) == (rows[0].person, "needs")


def test_details_change_on_the_dates_to_come_of_that_person_only(session: Session) -> None:
    session.has_meal = True
    session.save(update_fields=["has_meal"])
    rows = send(session, people=PEOPLE[:2])
    details = Details(organisation_name="La Régie du haut", shares_meal=True, brings="une tarte")
    services.change_details(registration=rows[0], details=details, source="")
    values = session.registrations.order_by("rank").values_list("organisation_name", "shares_meal", "brings")
    assert list(values) == [("La Régie du haut", True, "une tarte"), ("La Régie", False, "")]


def test_nothing_changes_once_it_began_or_was_given_back(session: Session) -> None:
    (row,) = send(session, people=PEOPLE[:1])
    services.confirm(registration=row)
    with pytest.raises(SessionPast):
        services.change_details(registration=row, details=Details(), source="", now=session.starts_at)
    services.cancel(registration=row)
    with pytest.raises(AlreadyCancelled):
        services.change_details(registration=row, details=Details(), source="")


def test_the_meal_is_noted_only_where_there_is_one(session: Session) -> None:
    (row,) = send(session, people=[Participant("Ada", "Durand", DESK, shares_meal=True, brings="du pain")])
    assert (row.shares_meal, row.brings) == (False, "")


def test_somebody_without_an_address_is_confirmed_when_their_turn_comes(session: Session) -> None:
    taken = RegistrationFactory.create_batch(2, session=session)
    row = services.add_by_editor(session=session, participant=Participant("Ada", "Durand"))
    assert row.state == "waiting"
    services.cancel(registration=taken[0])
    row.refresh_from_db()
    assert row.state == "confirmed"
