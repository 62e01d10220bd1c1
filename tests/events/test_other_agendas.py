"""Calendars read from elsewhere, and a person's own calendar (I15, I21)."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from events import services
from events.enums import RegistrationState, SessionState
from events.ical import CalendarUnreadable, read_calendar
from events.links import token_for
from events.models import ImportedDate, PrivateFeed, Session, WorkshopPage
from events.services.importing import import_dates
from tests.events.conftest import Ask, mails
from tests.factories.events import RegistrationFactory, SessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "https://visio.exemple.org/salle-secrete"


def calendar(*entries: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{entry}\r\nEND:VEVENT\r\n" for entry in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".encode()


def dated(sequence: int, hour: str, more: str = "") -> str:
    times = f"DTSTART;TZID=Europe/Paris:20270304T{hour}0000\r\nDTEND;TZID=Europe/Paris:20270304T200000"
    return f"UID:autre@exemple\r\nSEQUENCE:{sequence}\r\nSUMMARY:Rencontre\r\n{times}{more}"


def test_a_calendar_is_read_again_without_doubling_and_never_backwards(workshop: WorkshopPage) -> None:
    """I21, I1: our own UID stays."""
    first = import_dates(event=workshop, dates=read_calendar(calendar(dated(1, "18"))).dates)
    session = Session.objects.get()
    again = [import_dates(event=workshop, dates=read_calendar(calendar(dated(s, "17"))).dates) for s in (1, 0)]
    assert (first.added, [done.unchanged for done in again]) == (1, [1, 1])
    assert import_dates(event=workshop, dates=read_calendar(calendar(dated(2, "17"))).dates).changed == 1
    moved = Session.objects.get()
    assert (moved.uuid, moved.sequence, timezone.localtime(moved.starts_at).hour) == (session.uuid, 1, 17)
    assert (moved.title, moved.state, ImportedDate.objects.get().sequence) == ("Rencontre", SessionState.ANNOUNCED, 2)


def test_a_date_cancelled_elsewhere_is_cancelled_here_and_its_people_told(workshop: WorkshopPage) -> None:
    import_dates(event=workshop, dates=read_calendar(calendar(dated(1, "18"))).dates)
    RegistrationFactory(session=Session.objects.get())
    gone = calendar(dated(2, "18", "\r\nSTATUS:CANCELLED"))
    import_dates(event=workshop, dates=read_calendar(gone).dates)
    assert (Session.objects.get().is_cancelled, [kind for _to, kind in mails()]) == (True, ["session-cancelled"])


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("UID:1\r\nSUMMARY:Fête\r\nDTSTART;VALUE=DATE:20270304", "journée entière"),
        ("UID:1\r\nSUMMARY:Fête\r\nDTSTART;TZID=Mars/Olympus:20270304T090000", "fuseau horaire"),
        ("UID:1\r\nSUMMARY:Fête\r\nDTSTART:20270304T090000Z\r\nRRULE:FREQ=WEEKLY", "répétition"),
        ("SUMMARY:Fête\r\nDTSTART:20270304T090000Z", "identifiant"),
        ("UID:1\r\nSUMMARY:Fête\r\nDTSTART:20270304T090000Z\r\nDTEND:20270304T080000Z", "la fin ne vient pas"),
        ("UID:1\r\nDTSTART:20270304T090000Z\r\nDTSTART:20270305T090000Z", "DTSTART y est plusieurs fois"),
        ("UID:1\r\nUID:2\r\nDTSTART:20270304T090000Z", "UID y est plusieurs fois"),
        ("UID:1\r\nSUMMARY:Un\r\nSUMMARY:Deux\r\nDTSTART:20270304T090000Z", "« Un »"),
        ("UID:1\r\nDTSTART:bientôt", "ne se lit pas"),
        ("UID:1\r\nDTSTART:20270304T090000Z\r\nDURATION:P99999999999D", "ne se lit pas"),
        ("UID:1\r\nDTSTART:99991231T233000Z", "ne se lit pas"),
        ("UID:1\r\nDTSTART:00010101T000000\r\nDTEND:00010101T010000", "vérifiez la date"),
        ("UID:1\r\nDTSTART:20270304T090000Z\r\nSEQUENCE:deux", "SEQUENCE"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(entry: str, words: str) -> None:
    reading = read_calendar(calendar(entry))
    assert (reading.dates, len(reading.refused), words in reading.refused[0]) == ([], 1, True)


def test_a_date_brought_forward_elsewhere_holds_no_place_past_its_start(workshop: WorkshopPage) -> None:
    import_dates(event=workshop, dates=read_calendar(calendar(dated(1, "18"))).dates)
    session = Session.objects.get()
    held = RegistrationFactory(session=session, state=RegistrationState.HELD, expires_at=session.starts_at)
    import_dates(event=workshop, dates=read_calendar(calendar(dated(2, "17"))).dates)
    session.refresh_from_db()
    held.refresh_from_db()
    assert (held.expires_at, timezone.localtime(session.starts_at).hour) == (session.starts_at, 17)


def test_what_no_database_keeps_is_left_out(workshop: WorkshopPage) -> None:
    entry = dated(99_999_999_999, "18").replace("Rencontre", "Ren\x00contre").replace("autre@", "au\x00tre@")
    assert import_dates(event=workshop, dates=read_calendar(calendar(entry)).dates).added == 1
    assert Session.objects.get().title == "Rencontre"


def test_a_date_written_twice_in_a_file_is_its_latest_version(workshop: WorkshopPage) -> None:
    dates = read_calendar(calendar(dated(1, "18"), dated(3, "17"), dated(2, "16"))).dates
    assert import_dates(event=workshop, dates=dates).added == 1
    assert timezone.localtime(Session.objects.get().starts_at).hour == 17


@pytest.mark.parametrize("content", [b"", b"bonjour", b"\xff\xfe", b"x" * 1_000_001])
def test_a_file_that_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(CalendarUnreadable):
        read_calendar(content)


def test_one_occurrence_of_a_recurring_entry_is_a_date_of_its_own() -> None:
    second = dated(0, "18", "\r\nRECURRENCE-ID:20270304T170000Z")
    (found,) = read_calendar(calendar(second)).dates
    assert (found.uid, found.recurrence) == ("autre@exemple", "20270304T170000Z")


def test_an_editor_sees_the_dates_before_they_are_written(client: Client, workshop: WorkshopPage) -> None:
    client.force_login(UserFactory(groups=["Animation"]))
    address = f"/admin/ateliers/{workshop.pk}/importer/"
    file = lambda: SimpleUploadedFile("autre.ics", calendar(dated(1, "18")))  # noqa: E731
    assert client.post(address, {"file": SimpleUploadedFile("x.ics", b"non")}).status_code == 422
    seen = client.post(address, {"file": file()}).content.decode()
    assert ("Rencontre" in seen, Session.objects.count()) == (True, 0)
    client.post(address, {"file": file(), "importer": "1"})
    assert Session.objects.count() == 1


def test_a_person_opens_their_calendar_and_changes_its_address(client: Client, session: Session, ask: Ask) -> None:
    """I15: GET opens nothing."""
    registration = ask("Ada")
    address = f"/inscriptions/mon-agenda/{token_for(registration, 'own_calendar')}/"
    page = client.get(address).content.decode()
    assert ("data:image/svg+xml" in page, PrivateFeed.objects.count()) == (True, 0)
    client.post(address)
    first = PrivateFeed.objects.get().key
    assert str(first) in client.post(address).content.decode()
    client.post(address, {"renouveler": "1"})
    assert client.get(f"/mon-agenda/{first}.ics").status_code == 404
    shown = client.get(f"/presence/{token_for(registration, 'presence')}/")
    assert (shown.status_code, registration.person.family_name in shown.content.decode()) == (200, False)


def test_the_page_of_a_registration_leads_to_all_of_it(client: Client, session: Session) -> None:
    past = RegistrationFactory(session=SessionFactory(event=session.event, past=True))
    page = client.get(f"/inscriptions/ma-place/{token_for(past, 'manage')}/").content.decode()
    links = ("/inscriptions/mon-agenda/", "/inscriptions/attestation/", "/inscriptions/avis/")
    assert [link for link in links if link not in page] == []
    # Who comes late looks for their code while the session goes on.
    late = RegistrationFactory(session=session)
    with time_machine.travel(session.starts_at + dt.timedelta(minutes=10), tick=False):
        page = client.get(f"/inscriptions/ma-place/{token_for(late, 'manage')}/").content.decode()
    assert "Mon agenda et mon code d’accueil" in page
    services.cancel(registration=late)
    page = client.get(f"/inscriptions/ma-place/{token_for(late, 'manage')}/").content.decode()
    assert "Mon agenda et mon code d’accueil" not in page
