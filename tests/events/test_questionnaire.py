"""The questionnaire to actors: its answers are the first state of the diagnosis (S3-20)."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from events.enums import DiagnosisKind, Phase, SessionState
from events.enums_workshop import ItemSource, ItemState
from events.models import DiagnosisItem, Questionnaire, QuestionnaireReply, WorkshopPage
from events.services.questionnaire import forget_replies
from outbox.models import Message
from people.enums import ConsentPurpose
from people.humans.stamps import make_stamp
from people.models import Consent
from tests.events.conftest import links, ripe_stamp
from tests.events.saving import save_date
from tests.factories.events import SessionFactory
from tests.factories.workshop import QuestionnaireFactory, QuestionnaireQuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(workshop: WorkshopPage) -> Questionnaire:
    asked = QuestionnaireFactory(workshop=workshop)
    QuestionnaireQuestionFactory(questionnaire=asked, position=2, label="De quoi ?", kind=DiagnosisKind.NEED)
    return asked


def send(client: Client, asked: Questionnaire, *texts: str, **values: Any) -> Any:
    questions = asked.questions.order_by("position")
    answers = {f"q{question.pk}": text for question, text in zip(questions, texts, strict=False)}
    url = f"/rendez-vous/{asked.workshop_id}/questionnaire/"
    return client.post(url, {"submission_key": str(uuid4()), "stamp": ripe_stamp(), **answers, **values})


def test_each_line_becomes_an_item_with_its_author_consent_and_source(client: Client, asked: Questionnaire) -> None:
    who = {"given_name": "Ada", "family_name": "Durand", "organisation_name": "Régie", "may_be_named": "on"}
    key = str(uuid4())
    texts = ("- Le dernier car.\n\n• Les   trois tickets.", "Savoir la veille.")
    for _twice in range(2):
        assert send(client, asked, *texts, submission_key=key, **who).status_code == 302
    rows = DiagnosisItem.objects.order_by("pk")
    assert [(row.kind, row.text) for row in rows] == [
        (DiagnosisKind.BRAKE, "Le dernier car."),
        (DiagnosisKind.BRAKE, "Les trois tickets."),
        (DiagnosisKind.NEED, "Savoir la veille."),
    ]
    reply = QuestionnaireReply.objects.get()
    assert {(row.phase, row.source, row.state, row.reply, row.may_name_author) for row in rows} == {
        (Phase.BEFORE, ItemSource.QUESTIONNAIRE, ItemState.NEW, reply, True)
    }
    consent = Consent.objects.get()
    assert (consent.purpose, consent.source) == (
        ConsentPurpose.QUOTE,
        "questionnaire de l’atelier « Se déplacer autrement »",
    )


def test_nobody_has_to_say_who_they_are_and_no_name_is_kept_without_the_box(
    client: Client, asked: Questionnaire
) -> None:
    send(client, asked, "Le dernier car.")
    send(client, asked, "Les tickets.", given_name="Ada", family_name="Durand")
    anonymous, silent = DiagnosisItem.objects.order_by("pk")
    assert anonymous.author is None
    assert silent.author is not None
    assert not silent.may_name_author
    assert Consent.objects.count() == 0
    assert not DiagnosisItem.objects.on_board().exists()


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({}, 409, "Répondez à une question au moins"),
        ({"may_be_named": "on"}, 422, "Pour être cité ou citée, dites votre nom"),
        ({"email": "ada"}, 422, "Cette adresse n’est pas complète"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: Client, asked: Questionnaire, values: dict[str, str], status: int, words: str
) -> None:
    answer = send(client, asked, "", organisation_name="Régie", **values)
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'value="Régie"' in page) == (status, True, True)


def test_a_closed_questionnaire_takes_no_answer(client: Client, asked: Questionnaire) -> None:
    Questionnaire.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    assert send(client, asked, "Trop tard.").status_code == 409
    assert "n’est pas ouvert" in client.get(f"/rendez-vous/{asked.workshop_id}/questionnaire/").content.decode()


def test_robots_are_thanked_and_unheard(client: Client, asked: Questionnaire) -> None:
    assert send(client, asked, "Achetez.", website="https://spam.example").status_code == 302
    assert DiagnosisItem.objects.count() == 0


def test_what_comes_too_quickly_is_shown_again_with_all_its_words(client: Client, asked: Questionnaire) -> None:
    """C-09: nothing is read in less than two seconds; whoever was quick only presses the button again."""
    for stamp in ("", make_stamp()):
        answer = send(client, asked, "Le dernier car.", organisation_name="Régie", stamp=stamp)
        page = answer.content.decode()
        kept = ("Encore un coup d’œil" in page, "Le dernier car." in page, 'value="Régie"' in page)
        assert (answer.status_code, kept) == (200, (True, True, True))
    without_key = send(client, asked, "Le dernier car.", stamp="", submission_key="").content.decode()
    assert re.search(r'name="submission_key" value="[0-9a-f-]{36}"', without_key)
    assert QuestionnaireReply.objects.count() == 0


def test_one_place_answers_twenty_times_an_hour(client: Client, asked: Questionnaire) -> None:
    answers = [send(client, asked, f"Le car de {hour} heures.") for hour in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Le car de 20 heures." in answers[-1].content.decode()
    assert QuestionnaireReply.objects.count() == 20


def test_one_mail_gives_a_link_to_take_ones_name_or_everything_back(client: Client, asked: Questionnaire) -> None:
    """C-06: as easy as it was given; C-09: an address typed by others gets one mail."""
    who = {"given_name": "Ada", "family_name": "Durand", "email": "Ada@valclair.example", "may_be_named": "on"}
    for text in ("Le dernier car.", "Les tickets."):
        send(client, asked, text, **who)
    (message,) = Message.objects.all()
    (link,) = [path for path in links(message) if path.startswith("/mes-reponses/")]
    shown = client.get(link).content.decode()
    assert ["Le dernier car." in shown, "Les tickets." in shown, "Retirer mon nom" in shown] == [True] * 3
    assert Consent.objects.given().count() == 1
    assert "Votre nom est retiré." in client.post(link, {"faire": "nom"}).content.decode()
    assert Consent.objects.given().count() == 0
    assert QuestionnaireReply.objects.exclude(person=None).count() == 2
    DiagnosisItem.objects.update(state=ItemState.KEPT)
    assert "Tout est repris." in client.post(link, {"faire": "tout"}).content.decode()
    assert (DiagnosisItem.objects.on_board().count(), DiagnosisItem.objects.exclude(author=None).count()) == (0, 0)
    assert QuestionnaireReply.objects.exclude(person=None).count() == 0
    assert (client.get(link).status_code, client.get(f"{link[:-2]}x/").status_code) == (410, 404)


def test_a_workshop_without_questionnaire_has_no_such_page(client: Client, workshop: WorkshopPage) -> None:
    assert client.get(f"/rendez-vous/{workshop.pk}/questionnaire/").status_code == 404


def test_who_answered_is_forgotten_a_year_later_and_what_was_said_stays(client: Client, asked: Questionnaire) -> None:
    send(client, asked, "Le dernier car.", given_name="Ada", organisation_name="Régie")
    assert forget_replies(timezone.now() + dt.timedelta(days=366)) == 1
    reply = QuestionnaireReply.objects.get()
    assert (reply.person, reply.organisation_name, DiagnosisItem.objects.count()) == (None, "", 1)


def test_a_cancelled_workshop_asks_nothing_more(client: Client, asked: Questionnaire) -> None:
    session = SessionFactory(event=asked.workshop, days=40)
    path = f"/rendez-vous/{asked.workshop_id}/questionnaire/"
    assert path in client.get(asked.workshop.url).content.decode()
    save_date(session, state=SessionState.CANCELLED)
    assert path not in client.get(asked.workshop.url).content.decode()
    assert "Cet atelier est annulé." in client.get(path).content.decode()
    assert send(client, asked, "Le dernier car.").status_code == 409
    assert DiagnosisItem.objects.count() == 0
