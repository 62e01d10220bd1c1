"""After the event: thanks once, materials, an evaluation nobody is recognised in; messages of the team."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events import services
from events.enums import EvaluationKind, MessageAudience, PresenceSource, RegistrationState
from events.links import token_for
from events.models import (
    EvaluationQuestion,
    EvaluationReply,
    EventMessage,
    EventsSettings,
    Material,
    Registration,
    Session,
    WorkshopPage,
)
from events.services import Note, messaging, note_presences
from events.services.evaluations import QuestionDraft, ensure_questionnaire, reply, results_of, save_questionnaire
from events.services.followups import save_materials
from events.services.messaging import AlreadySent, NobodyToWriteTo, addressees_of, send_message, write_message
from outbox.models import Message
from tests.events.conftest import links, mails
from tests.factories.events import RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def yesterday(workshop: WorkshopPage) -> Session:
    return SessionFactory(event=workshop, past=True, days=-1)


def next_day(session: Session, hour: int) -> dt.datetime:
    day = session.local_date + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def come(registration: Registration) -> None:
    note = Note(registration.uuid, registration.session.starts_at)
    now = registration.session.ends_at
    note_presences(session=registration.session, notes=[note], source=PresenceSource.SHEET, now=now)


@pytest.mark.usefixtures("still_clock")
def test_thanks_leave_the_next_day_once_to_those_who_came_with_the_materials(yesterday: Session) -> None:
    came, absent = RegistrationFactory(session=yesterday), RegistrationFactory(session=yesterday)
    come(came)
    save_materials(event=yesterday.event, materials=[Material(title="Le compte rendu", url="https://exemple.org/cr")])
    written = [services.send_thanks(next_day(yesterday, hour)) for hour in (9, 10, 11)]
    assert written == [0, 1, 0]
    mail = Message.objects.get()
    assert mail.address == came.contact_email != absent.contact_email
    assert "https://exemple.org/cr" in mail.content.text
    assert f"/inscriptions/avis/{token_for(came, 'evaluate')}/" in links(mail)


def test_when_nobody_noted_who_came_everyone_with_a_place_is_thanked(yesterday: Session) -> None:
    RegistrationFactory(session=yesterday)
    RegistrationFactory(session=yesterday, state=RegistrationState.WAITING)
    RegistrationFactory(session=yesterday, state=RegistrationState.CANCELLED)
    assert services.send_thanks(next_day(yesterday, 12)) == 1


def test_an_event_of_two_dates_thanks_once_after_the_last(workshop: WorkshopPage) -> None:
    first, last = SessionFactory(event=workshop, past=True, days=-9), SessionFactory(event=workshop, open=True, days=2)
    registration = RegistrationFactory(session=first)
    RegistrationFactory(session=last, person=registration.person)
    assert services.send_thanks(next_day(first, 12)) == 0
    assert services.send_thanks(next_day(last, 12)) == 1


def test_who_came_to_a_date_where_nobody_noted_presences_is_thanked_too(workshop: WorkshopPage) -> None:
    first, last = SessionFactory(event=workshop, past=True, days=-9), SessionFactory(event=workshop, past=True, days=-1)
    came, _absent = RegistrationFactory(session=first), RegistrationFactory(session=first)
    come(came)
    later = RegistrationFactory(session=last)
    assert services.send_thanks(next_day(last, 12)) == 2
    assert {mail.address for mail in Message.objects.all()} == {came.contact_email, later.contact_email}


def test_a_site_may_choose_not_to_thank(yesterday: Session) -> None:
    RegistrationFactory(session=yesterday)
    EventsSettings.objects.create(site=yesterday.event.get_site(), sends_thanks=False)
    assert services.send_thanks(next_day(yesterday, 12)) == 0


def test_the_questionnaire_is_answered_without_a_name_and_may_be_corrected(client: Client, yesterday: Session) -> None:
    registration = RegistrationFactory(session=yesterday)
    address = f"/inscriptions/avis/{token_for(registration, 'evaluate')}/"
    page = client.get(address)
    assert (page.status_code, EvaluationQuestion.objects.count()) == (200, 0), "GET writes nothing"
    assert client.post(address, {"q1": "4", "q6": "Plus de temps."}).status_code == 200
    assert client.post(address, {"q1": "9"}).status_code == 422
    assert client.post(address, {"q1": "5"}).status_code == 200
    (row,) = EvaluationReply.objects.all()
    assert [(answer.score, answer.text) for answer in row.answers.all()] == [(5, "")]
    assert str(registration.person) not in f"{row} {row.author_key}"


def test_results_are_silent_below_five(yesterday: Session) -> None:
    """law.md G-09."""
    question = ensure_questionnaire(yesterday.event)[0]
    words = ensure_questionnaire(yesterday.event)[-1]
    seen = []
    for number in range(5):
        row = RegistrationFactory(session=yesterday)
        reply(
            registration=row, answers={question.pk: number % 2 + 4, words.pk: "Merci"} if number else {question.pk: 4}
        )
        seen.append(results_of(yesterday.event).is_shown)
    assert seen == [False, False, False, False, True]
    results = results_of(yesterday.event)
    assert (results.replies, results.invited) == (5, 5)
    first, last = results.questions[0], results.questions[-1]
    assert (first.number, first.mean, first.scores[4]) == (5, 4.4, (5, "tout à fait", 2))
    assert last.words == [], "four people answered this one"


def test_nobody_answers_before_the_event_nor_without_a_place(client: Client, session: Session) -> None:
    early = RegistrationFactory(session=session)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    for row, moment in ((early, session.starts_at - dt.timedelta(hours=1)), (waiting, session.ends_at)):
        with time_machine.travel(moment, tick=False):
            answer = client.post(f"/inscriptions/avis/{token_for(row, 'evaluate')}/", {"q1": "3"})
        assert answer.status_code == 409
    assert EvaluationReply.objects.count() == 0


def test_the_team_writes_its_own_questions_and_answered_ones_stay(yesterday: Session) -> None:
    question = ensure_questionnaire(yesterday.event)[0]
    reply(registration=RegistrationFactory(session=yesterday), answers={question.pk: 3})
    drafts = [QuestionDraft("Et le repas ?", EvaluationKind.WORDS), QuestionDraft("Utile ?", "words", question.pk)]
    save_questionnaire(event=yesterday.event, drafts=drafts)
    kept = [(each.label, each.kind) for each in ensure_questionnaire(yesterday.event)]
    assert kept == [("Et le repas ?", "words"), ("Utile ?", "score")]


def test_a_message_goes_once_to_each_mailbox_of_its_audience(session: Session) -> None:
    first = RegistrationFactory(session=session, person__given_name="Ada")
    RegistrationFactory(session=session, person__given_name="Bruno", contact_email=first.contact_email)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    RegistrationFactory(session=session, state=RegistrationState.CANCELLED)
    message = write_message(event=session.event, subject="Covoiturage", body="Qui part d’où ?", audience="everyone")
    assert [(each.address, each.names) for each in addressees_of(message)] == [
        (first.contact_email, "Ada et Bruno"),
        (waiting.contact_email, waiting.person.given_name),
    ]
    assert send_message(message=message) == 2
    with pytest.raises(AlreadySent):
        send_message(message=message)
    assert Message.objects.count() == 2
    message.refresh_from_db()
    assert (message.recipients, message.sent_at is not None) == (2, True)


@pytest.mark.parametrize("audience", list(MessageAudience))
def test_each_audience_is_what_it_says(yesterday: Session, audience: str) -> None:
    came, absent = RegistrationFactory(session=yesterday), RegistrationFactory(session=yesterday)
    waiting = RegistrationFactory(session=yesterday, state=RegistrationState.WAITING)
    come(came)
    expected = {
        "everyone": [came, absent, waiting],
        "confirmed": [came, absent],
        "waiting": [waiting],
        "present": [came],
        "absent": [absent],
    }[audience]
    message = EventMessage(event=yesterday.event, audience=audience)
    assert {each.address for each in addressees_of(message)} == {each.contact_email for each in expected}


def test_a_crash_while_sending_writes_nothing_at_all(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for _person in range(3):
        RegistrationFactory(session=session)
    message = write_message(event=session.event, subject="Un mot", body="Bonjour", audience="confirmed")
    calls: list[object] = []

    def failing(**kwargs: object) -> None:
        calls.append(kwargs)
        if len(calls) == 3:
            raise RuntimeError("power cut")

    monkeypatch.setattr(messaging, "send_transactional", failing)
    with pytest.raises(RuntimeError, match="power cut"):
        send_message(message=message)
    message.refresh_from_db()
    assert (mails(), message.sent_at) == ([], None)


def test_an_empty_audience_is_refused(session: Session) -> None:
    message = write_message(event=session.event, subject="Un mot", body="Bonjour", audience="waiting")
    with pytest.raises(NobodyToWriteTo):
        send_message(message=message)
