"""Attendance sheets, round-table sheets, certificates and their verification (law.md T-01, T-02)."""

import datetime as dt
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from events import papers
from events.enums import CertificateKind, PresenceSource
from events.half_days import half_days_of
from events.links import token_for
from events.models import Certificate, Registration, Session, TrainingPage, WorkshopPage
from events.services import Note, note_presences
from events.services.certificates import NothingAttended, issue_certificate, read_code
from events.services.forgetting_day import erase_certificates
from tests.factories.events import (
    ModuleFactory,
    RegistrationFactory,
    SessionFactory,
    TimetableSlotFactory,
    TrainingPageFactory,
)
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


def attend(registration: Registration) -> None:
    session = registration.session
    notes = [Note(registration.uuid, session.ends_at, half_day=half.key) for half in half_days_of(session)]
    note_presences(session=session, notes=notes, source=PresenceSource.SHEET, now=session.ends_at)


@pytest.fixture
def past(workshop: WorkshopPage) -> Session:
    return SessionFactory(event=workshop, past=True, title="Premier temps")


def test_the_attendance_sheet_has_a_page_for_each_half_day_with_all_that_evidence_needs(
    workshop: WorkshopPage,
) -> None:
    """T-01: title, hours, organisation, people, a place for every signature."""
    start = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(9)))
    session = SessionFactory(event=workshop, open=True, starts_at=start, ends_at=start + dt.timedelta(hours=7))
    TimetableSlotFactory(session=session, starts_at=dt.time(12), ends_at=dt.time(13), title="Repas partagé")
    people = [RegistrationFactory(session=session, organisation_name="La Régie") for _ in range(3)]
    content = papers.attendance_sheet(session)
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 2
    first, second = (" ".join(page.extract_text().split()) for page in reader.pages)
    assert ("matin" in first, "après-midi" in second) == (True, True)
    for page in (first, second):
        assert [each.person.family_name for each in people if each.person.family_name not in page] == []
        assert all(word in page for word in ("Signature", "Arrivée", "Départ", "Organisme", "Se déplacer autrement"))
    assert PdfReader(BytesIO(content)).metadata.title.startswith("Feuille d’émargement")


def test_each_person_has_a_sheet_for_the_round_of_the_table(session: Session) -> None:
    RegistrationFactory(session=session, message="Un four à pain à partager.")
    RegistrationFactory(session=session)
    reader = PdfReader(BytesIO(papers.round_table_sheets(session)))
    assert len(reader.pages) == 2
    assert "Un four à pain à partager." in words(papers.round_table_sheets(session))


def test_a_certificate_says_the_hours_really_attended_and_its_code_proves_it(client: Client, past: Session) -> None:
    registration = RegistrationFactory(session=past)
    attend(registration)
    certificate = issue_certificate(person=registration.person, event=past.event)
    assert (certificate.kind, certificate.minutes) == (CertificateKind.ATTENDANCE, 180)
    paper = words(papers.certificate_paper(certificate))
    for expected in (
        "Attestation de présence",
        registration.person.full_name,
        certificate.code,
        "3 h",
        "Premier temps",
    ):
        assert expected in paper.replace("\u00a0", " ")
    page = client.get(f"/attestations/{certificate.code}/")
    assert (page.status_code, "authentique" in page.content.decode()) == (200, True)
    typed = certificate.code.lower().replace("-", " ")
    assert client.get("/attestations/", {"code": typed})["Location"] == f"/attestations/{certificate.code}/"
    assert client.get("/attestations/AAAA-BBBB-CCCC/").status_code == 404


def test_asked_again_it_is_the_same_one_and_corrected_hours_replace_it(client: Client, past: Session) -> None:
    registration = RegistrationFactory(session=past)
    attend(registration)
    first = issue_certificate(person=registration.person, event=past.event)
    assert issue_certificate(person=registration.person, event=past.event) == first
    late = Note(registration.uuid, past.ends_at + dt.timedelta(hours=1), left=True)
    note_presences(session=past, notes=[late], source=PresenceSource.DOOR, now=past.ends_at + dt.timedelta(hours=1))
    again = Note(registration.uuid, past.ends_at + dt.timedelta(hours=2), is_present=False)
    note_presences(session=past, notes=[again], source=PresenceSource.DOOR, now=past.ends_at + dt.timedelta(hours=2))
    with pytest.raises(NothingAttended):
        issue_certificate(person=registration.person, event=past.event)
    second_date = SessionFactory(event=past.event, past=True, days=-20)
    other = RegistrationFactory(session=second_date, person=registration.person)
    attend(other)
    second = issue_certificate(person=registration.person, event=past.event)
    assert second.code != first.code
    assert "plus récente" in client.get(f"/attestations/{first.code}/").content.decode()
    assert Certificate.objects.filter(replaced_at=None).count() == 1


def test_a_training_gives_the_certificate_of_the_ministry_over_all_its_sessions(house: House) -> None:
    """T-02, S4-01: the total is that of the sessions attended, not of those announced."""
    training: TrainingPage = TrainingPageFactory(parent=house.agenda, title="Outils à distance")
    module = ModuleFactory(training=training, title="Module 1")
    dates = [SessionFactory(event=training, past=True, days=-day, module=module) for day in (40, 30, 20)]
    first = RegistrationFactory(session=dates[0])
    for session in dates[1:]:
        row = RegistrationFactory(session=session, person=first.person)
        attend(row)
    certificate = issue_certificate(person=first.person, event=training)
    assert (certificate.kind, certificate.minutes, len(certificate.content["sessions"])) == (
        CertificateKind.TRAINING,
        360,
        2,
    )
    paper = words(papers.certificate_paper(certificate))
    assert ("Certificat de réalisation" in paper, "action de formation" in paper) == (True, True)


def test_the_person_gets_it_by_their_link_with_a_button_and_get_writes_nothing(client: Client, past: Session) -> None:
    registration = RegistrationFactory(session=past)
    address = f"/inscriptions/attestation/{token_for(registration, 'own_certificate')}/"
    assert (client.get(address).status_code, client.post(address).status_code) == (200, 409)
    attend(registration)
    assert (client.get(address).status_code, Certificate.objects.count()) == (200, 0)
    response = client.post(address)
    assert (response["Content-Type"], response.content[:5], Certificate.objects.count()) == (
        "application/pdf",
        b"%PDF-",
        1,
    )


def test_a_forgotten_person_leaves_a_code_that_says_no_more(client: Client, past: Session) -> None:
    registration = RegistrationFactory(session=past)
    attend(registration)
    certificate = issue_certificate(person=registration.person, event=past.event)
    assert erase_certificates(registration.person.email) == 1
    page = client.get(f"/attestations/{certificate.code}/").content.decode()
    assert (registration.person.family_name in page, "bien été délivrée" in page) == (False, True)


def test_nothing_is_certified_before_the_session_is_over(session: Session) -> None:
    registration = RegistrationFactory(session=session)
    note = Note(registration.uuid, session.starts_at)
    note_presences(session=session, notes=[note], source=PresenceSource.DOOR, now=session.starts_at)
    with time_machine.travel(session.starts_at, tick=False), pytest.raises(NothingAttended):
        issue_certificate(person=registration.person, event=session.event)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert read_code(" 7q4k 0zxm-29tb ") == "7Q4K-0ZXM-29TB"
    assert read_code("oil") == "011"
