"""« Le jour J » in the admin: who may, what each button does."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from events.enums import Modality, PresenceSource
from events.models import Attendance, EvaluationQuestion, EventMessage, Material, Session, WorkshopPage
from outbox.models import Message
from tests.factories.events import RegistrationFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
SCREENS = ("jour", "ecrire", "supports", "evaluation", "attestations")


@pytest.fixture
def admin(client: Client, house: House) -> Client:
    client.force_login(UserFactory(groups=["Animation"]))
    return client


@pytest.mark.parametrize("name", SCREENS)
def test_only_those_who_run_events_see_these_screens(client: Client, session: Session, name: str) -> None:
    address = f"/admin/ateliers/{session.event_id}/{name}/"
    statuses = []
    for group in ("Animation", "Modération", "Rédaction"):
        client.force_login(UserFactory(groups=[group]))
        statuses.append(client.get(address).status_code)
    assert statuses == [200, 200, 302]
    client.logout()
    assert client.get(address)["Location"].startswith("/admin/login/")


def test_the_hub_opens_the_desk_and_closes_the_former_link(admin: Client, session: Session) -> None:
    address = f"/admin/ateliers/{session.event_id}/jour/"
    page = admin.get(address).content.decode()
    assert ("/accueil-seance/" in page, "data:image/svg+xml" in page) == (True, True)
    before = Session.objects.get(pk=session.pk).door_key
    assert admin.post(address, {"porte": session.pk}, follow=True).status_code == 200
    assert Session.objects.get(pk=session.pk).door_key != before
    assert admin.post(address, {"porte": "abc"}).status_code == 404


def test_the_join_link_changes_in_one_action_for_every_date_to_come(admin: Client, session: Session) -> None:
    WorkshopPage.objects.filter(pk=session.event_id).update(modality=Modality.ONLINE)
    SessionFactory(event=session.event, open=True, days=40)
    past = SessionFactory(event=session.event, past=True)
    address = f"/admin/ateliers/{session.event_id}/jour/"
    assert admin.post(address, {"url": "pas une adresse"}).status_code == 422
    admin.post(address, {"url": "https://visio.exemple.org/nouveau"})
    links = Session.objects.filter(event=session.event).order_by("pk").values_list("pk", "join_url")
    assert [url for pk, url in links if pk != past.pk] == ["https://visio.exemple.org/nouveau"] * 2
    assert dict(links)[past.pk] == ""


def test_a_signed_sheet_is_typed_in_and_may_be_corrected(admin: Client, session: Session) -> None:
    ada, bruno = RegistrationFactory(session=session), RegistrationFactory(session=session)
    address = f"/admin/ateliers/{session.event_id}/jour/{session.pk}/presences/"
    key = f"{session.local_date:%Y-%m-%d}-morning"
    admin.post(address, {"present": [f"{ada.uuid}:{key}"]})
    assert [(row.registration, row.source) for row in Attendance.objects.all()] == [(ada, PresenceSource.SHEET)]
    admin.post(address, {"present": [f"{bruno.uuid}:{key}"]})
    present = Attendance.objects.present().values_list("registration", flat=True)
    assert list(present) == [bruno.pk]


@pytest.mark.parametrize("name", ["emargement", "tour-de-table"])
def test_papers_are_printed(admin: Client, session: Session, name: str) -> None:
    RegistrationFactory(session=session)
    response = admin.get(f"/admin/ateliers/{session.event_id}/jour/{session.pk}/{name}.pdf")
    assert (response["Content-Type"], len(PdfReader(BytesIO(response.content)).pages)) == ("application/pdf", 1)
    assert admin.get(f"/admin/ateliers/{session.event_id}/jour/{session.pk}/autre.pdf").status_code == 404


def test_a_message_is_seen_before_it_leaves_and_leaves_once(admin: Client, session: Session) -> None:
    RegistrationFactory(session=session, person__given_name="Ada")
    address = f"/admin/ateliers/{session.event_id}/ecrire/"
    assert admin.post(address, {"audience": "confirmed", "subject": "", "body": "Bonjour"}).status_code == 422
    answers = {"audience": "confirmed", "session": "", "subject": "Covoiturage", "body": "Qui part d’où ?"}
    preview = admin.post(address, answers).content.decode()
    draft = EventMessage.objects.get()
    assert ("Bonjour Ada" in preview, Message.objects.count()) == (True, 0)
    for _click in range(2):
        admin.post(address, {"message": draft.pk, "envoyer": "1"})
    assert (Message.objects.count(), EventMessage.objects.exclude(sent_at=None).count()) == (1, 1)


def test_materials_are_a_document_or_a_link(admin: Client, session: Session) -> None:
    address = f"/admin/ateliers/{session.event_id}/supports/"
    form = {"supports-TOTAL_FORMS": "1", "supports-INITIAL_FORMS": "0", "supports-0-title": "Le compte rendu"}
    assert admin.post(address, form).status_code == 422
    admin.post(address, {**form, "supports-0-url": "https://exemple.org/cr"})
    assert [(row.title, row.address) for row in Material.objects.all()] == [
        ("Le compte rendu", "https://exemple.org/cr")
    ]


def test_the_team_adds_its_question_to_the_usual_ones(admin: Client, session: Session) -> None:
    address = f"/admin/ateliers/{session.event_id}/evaluation/"
    form = {"questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0", "questions-0-label": "Et le repas ?"}
    admin.post(address, {**form, "questions-0-kind": "words"})
    assert [row.label for row in EvaluationQuestion.objects.all()] == ["Et le repas ?"]


def test_a_certificate_is_given_to_those_who_came(admin: Client, workshop: WorkshopPage) -> None:
    registration = RegistrationFactory(session=SessionFactory(event=workshop, past=True))
    address = f"/admin/ateliers/{workshop.pk}/attestations/"
    refused = admin.post(address, {"personne": registration.person_id}, follow=True).content.decode()
    assert "rien à attester" in refused
    assert admin.post(address, {"personne": "0"}).status_code == 404
