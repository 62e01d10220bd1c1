"""OpenAgenda told by a real HTTP server, calendars read from elsewhere, and a person's own calendar (O1-O12, I21)."""

import datetime as dt
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events import services
from events.enums import Modality, RegistrationState, SessionState
from events.ical import CalendarUnreadable, read_calendar
from events.links import token_for
from events.models import ImportedDate, OpenAgendaPush, PrivateFeed, Session, WorkshopPage
from events.openagenda import listing
from events.services.importing import import_dates
from events.services.openagenda import push_to_openagenda
from tests.events.conftest import Ask, mails
from tests.factories.cms import TopicFactory
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "https://visio.exemple.org/salle-secrete"
# The writable fields of `EventInput` (O8): any other is refused with 400.
EVENT_INPUT = {
    "title", "description", "longDescription", "conditions", "keywords", "timings", "location", "attendanceMode",
    "onlineAccessLink", "accessibility", "age", "registration", "extIds", "state", "status", "image", "imageCredits",
    "additionalFields",
}  # fmt: skip


class TheirServer(HTTPServer):
    """Enough of OpenAgenda: it keeps what it is told, refuses unknown fields, and may not know « status »."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TheirAnswers)
        self.told: list[tuple[str, str, Any]] = []
        self.knows_status, self.is_down = True, False


class TheirAnswers(BaseHTTPRequestHandler):
    server: TheirServer

    def answer(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        path = self.path.removeprefix("/agendas/42/")
        self.server.told.append((self.command, path, body))
        status = 200
        if self.server.is_down:
            status = 503
        elif path.startswith("events") and body and set(body) - EVENT_INPUT:
            status = 400
        elif body and "status" in body and not self.server.knows_status:
            status = 422
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps({"uid": 7, "valid": True}).encode())

    do_PUT = do_POST = do_DELETE = answer

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def theirs(settings: Any) -> Iterator[TheirServer]:
    server = TheirServer()
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.OPENAGENDA = {"agenda": "42", "key": "oa_sk_secret", "address": address}
    yield server
    server.shutdown()
    server.server_close()


def test_nothing_is_sent_until_somebody_says_where(session: Session) -> None:
    assert push_to_openagenda(timezone.now()) == 0


def test_a_change_is_pushed_once_and_a_full_date_at_once(theirs: TheirServer, session: Session) -> None:
    """O4, O7: checked, then written; running it twice changes nothing."""
    Session.objects.filter(pk=session.pk).update(join_url=SECRET)
    now = timezone.now()
    assert [push_to_openagenda(now) for _tick in range(3)] == [1, 0, 0]
    key = session.event.translation_key
    assert [(method, path) for method, path, _body in theirs.told] == [
        ("PUT", f"locations/ext/dirigeable/{key}"),
        ("POST", "events/validate"),
        ("PUT", f"events/ext/dirigeable/{key}"),
    ]
    body = theirs.told[-1][2]
    assert (body["status"], body["attendanceMode"], len(body["timings"])) == (1, 1, 1)
    assert body["timings"][0]["begin"][-6:] in ("+01:00", "+02:00")
    assert SECRET not in json.dumps(theirs.told)
    RegistrationFactory.create_batch(2, session=session)
    assert push_to_openagenda(now) == 1
    assert theirs.told[-1][2]["status"] == 5


def test_an_online_event_gives_the_form_and_never_the_join_link(theirs: TheirServer, session: Session) -> None:
    """O3."""
    WorkshopPage.objects.filter(pk=session.event_id).update(modality=Modality.ONLINE)
    Session.objects.filter(pk=session.pk).update(join_url=SECRET)
    push_to_openagenda(timezone.now())
    body = theirs.told[-1][2]
    assert body["onlineAccessLink"] == f"http://testserver/inscriptions/{session.event_id}/"
    assert ("location" in body, SECRET in json.dumps(theirs.told)) == (False, False)


def test_an_agenda_without_status_reads_it_in_the_conditions(theirs: TheirServer, session: Session) -> None:
    theirs.knows_status = False
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    assert push_to_openagenda(timezone.now()) == 1
    body = theirs.told[-1][2]
    assert ("status" in body, body["conditions"]["fr"].startswith("Annulé")) == (False, True)


def test_a_failure_is_kept_and_tried_again_later(theirs: TheirServer, session: Session) -> None:
    theirs.is_down = True
    now = timezone.now()
    assert [push_to_openagenda(now), push_to_openagenda(now + dt.timedelta(minutes=1))] == [0, 0]
    assert (len(theirs.told), OpenAgendaPush.objects.get().failed_at) == (1, now)
    theirs.is_down = False
    assert push_to_openagenda(now + dt.timedelta(minutes=11)) == 1
    assert OpenAgendaPush.objects.get().error == ""


def test_an_unpublished_event_is_withdrawn(theirs: TheirServer, session: Session) -> None:
    """O10."""
    push_to_openagenda(timezone.now())
    session.event.specific.unpublish()
    assert [push_to_openagenda(timezone.now()) for _tick in range(2)] == [1, 0]
    assert theirs.told[-1][:2] == ("DELETE", "events/7")


def test_an_event_kept_for_some_is_withdrawn_and_one_that_is_over_stays(theirs: TheirServer, session: Session) -> None:
    """O10: what nobody may read here is not read there."""
    push_to_openagenda(timezone.now())
    assert push_to_openagenda(timezone.now() + dt.timedelta(days=400)) == 0
    PageViewRestriction.objects.create(page=session.event, restriction_type=PageViewRestriction.LOGIN)
    assert [push_to_openagenda(timezone.now()) for _tick in range(2)] == [1, 0]
    assert theirs.told[-1][:2] == ("DELETE", "events/7")


def test_an_agenda_may_read_the_public_list_page_by_page(
    client: Client, session: Session, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O11: the fields of what is pushed, the same choice as the agenda page, never the join link."""
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    parent = session.event.get_parent()
    others = [WorkshopPageFactory(parent=parent) for _number in range(3)]
    for page in (*others, WorkshopPageFactory(parent=parent, live=False)):
        page.topics.add(TopicFactory())
        page.save()
        SessionFactory(event=page, open=True, join_url=SECRET)
    client.get("/agenda.json")
    with django_assert_max_num_queries(8):
        first = client.get("/agenda.json")
    said = first.json()
    assert (said["total"], said["page"], said["pages"], len(said["events"])) == (4, 1, 2, 3)
    assert all(set(event) <= EVENT_INPUT | {"uid", "url", "updatedAt"} for event in said["events"])
    one = said["events"][0]
    assert (one["uid"], one["status"], len(one["timings"])) == (str(session.event.translation_key), 1, 1)
    assert SECRET not in first.content.decode()
    assert len(client.get("/agenda.json?page=2").json()["events"]) == 1
    assert client.get("/agenda.json?type=formations").json()["events"] == []
    assert client.get("/agenda.json?page=rien&theme=%00").status_code == 200


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
