"""Calendars that never lie: what each mail puts into, changes in and takes out of a person's calendar (I8, I9, I16)."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject  # type: ignore[import-untyped]
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from icalendar import Calendar

from cms.dates import long_date_text
from events import services
from events.enums import Modality, SessionState
from events.models import Registration, Session, WorkshopPage
from outbox import fence
from outbox.composition import compose
from outbox.enums import MessageState, Reason
from outbox.models import Message
from outbox.parts import Part
from outbox.sender import current_sender
from tests.events.conftest import Ask
from tests.events.saving import save_date
from tests.factories.events import SessionFactory

pytestmark = pytest.mark.django_db


class Client:
    """A calendar of a person, fed with the invitations of their mails, as RFC 5546 says: by UID, then SEQUENCE."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}
        self.seen: dict[str, int] = {}

    def receive(self, part: Part, read: Any) -> None:
        method, uid, sequence, what = read(part.content)
        assert f"method={method}" in part.content_type, "Outlook ignores the file when the two differ"
        assert sequence >= self.seen.get(uid, 0)
        self.seen[uid] = sequence
        if method == "CANCEL":
            self.entries.pop(uid, None)
        else:
            self.entries[uid] = what


def by_icalendar(content: bytes) -> tuple[str, str, int, Any]:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt


def by_vobject(content: bytes) -> tuple[str, str, int, Any]:
    calendar = vobject.readOne(content.decode())
    event = calendar.vevent
    return calendar.method.value, event.uid.value, int(event.sequence.value), event.dtstart.value


def by_hand(content: bytes) -> tuple[str, str, int, Any]:
    """No library: unfolded lines, the names before the first colon or semicolon."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    found = {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in lines}
    start = next(line for line in lines[lines.index("BEGIN:VEVENT") :] if line.startswith("DTSTART;TZID=Europe/Paris:"))
    moment = dt.datetime.strptime(start.partition(":")[2], "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo("Europe/Paris"))
    return found["METHOD"], found["UID"], int(found["SEQUENCE"]), moment


def invitations(registration: Registration) -> list[Part]:
    rows = Message.objects.filter(address=registration.contact_email).order_by("pk")
    return [Part.from_json(stored) for message in rows for stored in message.parts]


@pytest.mark.parametrize("read", [by_icalendar, by_vobject, by_hand])
def test_eight_changes_end_as_one_entry_in_its_final_state(session: Session, ask: Ask, read: Any) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    hour = dt.timedelta(hours=1)
    for number in range(6):
        save_date(
            session, starts_at=session.starts_at + hour, ends_at=session.ends_at + hour, title=f"Version {number}"
        )
    save_date(session, title="Un mot corrigé, rien d’autre")
    WorkshopPage.objects.filter(pk=session.event_id).update(venue_name="Maison des lacs")
    services.follow_places(session.starts_at - dt.timedelta(days=2))
    calendar = Client()
    parts = invitations(registration)
    for part in parts:
        calendar.receive(part, read)
    assert (len(parts), len(calendar.entries), calendar.seen) == (7, 1, {str(session.uuid): 6})
    assert read(parts[-1].content)[3] == session.starts_at


def test_an_invitation_has_one_attendee_an_organiser_and_no_way_to_cancel(session: Session, ask: Ask) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    (part,) = invitations(registration)
    calendar = Calendar.from_ical(part.content)
    (event,) = calendar.walk("VEVENT")
    assert part.content_type == "text/calendar; charset=UTF-8; method=REQUEST"
    assert str(event["ATTENDEE"]) == "mailto:ada@valclair.example"
    assert str(event["ORGANIZER"]) == f"mailto:{current_sender().email}"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert (str(event["LOCATION"]), str(event["STATUS"])) == (
        "Salle du Lavoir, 1 place du Lavoir, Sainte-Ourse",
        "CONFIRMED",
    )
    assert "/inscriptions/" not in part.content.decode(), "people share their calendar (I17)"
    assert registration.__class__.objects.get(pk=registration.pk).calendar_sequence == 0


def test_the_mail_shows_the_invitation_to_calendars_and_joins_it_as_a_file(session: Session, ask: Ask) -> None:
    services.confirm(registration=ask("Ada"))
    mail: EmailMultiAlternatives = compose(Message.objects.latest("pk"), sender=current_sender())
    kinds = [part.get_content_type() for part in mail.message().walk()]
    assert kinds.count("text/calendar") == 2
    (inline, _file) = [part for part in mail.message().walk() if part.get_content_type() == "text/calendar"]
    assert inline.get_param("method") == "REQUEST"


def test_giving_the_place_back_takes_the_entry_out(session: Session, ask: Ask) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    services.cancel(registration=registration)
    _request, cancel = invitations(registration)
    (event,) = Calendar.from_ical(cancel.content).walk("VEVENT")
    assert by_icalendar(cancel.content)[:3] == ("CANCEL", str(session.uuid), 0)
    assert (str(event["STATUS"]), event["DTSTART"].dt == session.starts_at) == ("CANCELLED", True)
    registration.refresh_from_db()
    assert registration.calendar_sequence is None


def leaving() -> list[str]:
    """The methods of the invitations that leave now, in the order in which they do."""
    page = fence.lease(worker="w", mailing_id=None, size=20)
    gone = fence.depart(page)
    rows = Message.objects.in_bulk([held.pk for held in page if held.pk in gone])
    parts = [Part.from_json(stored) for held in page if held.pk in rows for stored in rows[held.pk].parts]
    return [by_icalendar(part.content)[0] for part in parts]


def put_off() -> None:
    """Every mail written so far was refused for a moment, and leaves in an hour (greylisting)."""
    hour = timezone.now() + dt.timedelta(hours=1)
    Message.objects.filter(state=MessageState.READY).update(state=MessageState.RETRY, retry_after=hour)


def fates(person: Registration) -> list[tuple[str, str, int]]:
    """Kind, reason of exclusion and number of calendars of each mail to that person, in order of writing."""
    rows = Message.objects.filter(address=person.contact_email).order_by("pk")
    return [((row.dedup_key or "").split(":")[2], row.reason, len(row.parts)) for row in rows]


def test_an_invitation_put_off_never_leaves_after_its_cancellation(session: Session, ask: Ask) -> None:
    """I9: whoever gives a place back, or sees their session cancelled, is not invited afterwards."""
    ada, bruno = ask("Ada"), ask("Bruno")
    for registration in (ada, bruno):
        services.confirm(registration=registration)
    put_off()
    services.cancel(registration=ada)
    save_date(session, state=SessionState.CANCELLED)
    assert leaving() == ["CANCEL", "CANCEL"]
    for person, cancelled in ((ada, "cancelled"), (bruno, "session-cancelled")):
        assert fates(person) == [("received", "", 0), ("confirmed", Reason.OVERTAKEN, 1), (cancelled, "", 1)]
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        assert leaving() == [], "only what was received without a calendar leaves later"


def test_a_mail_about_several_people_put_off_is_written_again_without_the_one_who_gave_their_place_back(
    session: Session,
) -> None:
    """Two people, one shared address, one mail: who cancels is taken out of it, the other is still invited."""
    people = [services.Participant(name, "Durand", "famille@valclair.example") for name in ("Ada", "Bruno")]
    ada, bruno = services.register_people(sessions=[session], people=people, submission_key=uuid4(), source="")
    services.confirm(registration=ada)
    put_off()
    services.cancel(registration=ada)
    assert fates(bruno)[1:] == [("confirmed", Reason.OVERTAKEN, 2), ("standing", "", 1), ("cancelled", "", 1)]
    assert leaving() == ["REQUEST", "CANCEL"]
    (part,) = Message.objects.get(dedup_key__contains=":standing:").enclosed
    assert "Bruno Durand" in part.content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("fall", [services.cancel, lambda registration: cancelled_by_the_team(registration)])
def test_a_mail_about_several_dates_put_off_is_written_again_without_the_one_that_falls(
    session: Session, fall: Callable[..., object]
) -> None:
    """It would have confirmed in so many words, after it was cancelled, a date that it no longer gave to calendars."""
    other = SessionFactory(event=session.event, open=True, days=40)
    full = SessionFactory(event=session.event, open=True, days=50, capacity=1, full=True)
    people = [services.Participant(name, "Durand", "famille@valclair.example") for name in ("Ada", "Bruno")]
    dates = [session, other, full]
    rows = services.register_people(sessions=dates, people=people[:1], submission_key=uuid4(), source="")
    services.confirm(registration=rows[0])
    put_off()
    fall(registration=rows[0])
    told = Message.objects.get(dedup_key__contains=":standing:")
    assert [day_of(date) in told.content.text for date in dates] == [False, True, True]
    assert [by_icalendar(part.content)[1] for part in told.enclosed] == [str(other.uuid)]
    assert "Liste d’attente, rang 1" in told.content.text

    fall(registration=rows[1])
    told.refresh_from_db()
    last = Message.objects.filter(dedup_key__contains=":standing:").latest("pk")
    assert (told.reason, last.enclosed) == (Reason.OVERTAKEN, [])
    assert [day_of(date) in last.content.text for date in dates] == [False, False, True]


def cancelled_by_the_team(registration: Registration) -> None:
    save_date(registration.session, state=SessionState.CANCELLED)


def day_of(session: Session) -> str:
    return long_date_text(session.starts_at)


def test_a_form_given_back_whole_leaves_nothing_to_tell_but_that(session: Session) -> None:
    other = SessionFactory(event=session.event, open=True, days=40)
    ada = services.Participant("Ada", "Durand", "ada@valclair.example")
    rows = services.register_people(sessions=[session, other], people=[ada], submission_key=uuid4(), source="")
    services.confirm(registration=rows[0])
    put_off()
    services.cancel_form(registration=rows[0])
    told = [("confirmed", Reason.OVERTAKEN, 2), ("cancelled", "", 1), ("cancelled", "", 1)]
    assert fates(rows[0])[1:] == told


def test_when_a_date_of_two_people_falls_the_mail_that_stays_loses_both(session: Session) -> None:
    """Ada comes twice, Bruno once: the first cancellation written must not leave the second one's file behind."""
    other = SessionFactory(event=session.event, open=True, days=40)
    people = [services.Participant(name, "Durand", "famille@valclair.example") for name in ("Ada", "Bruno")]
    rows = services.register_people(sessions=[session, other], people=people, submission_key=uuid4(), source="")
    bruno_elsewhere = next(row for row in rows if row.session_id == other.pk and row.person_id != rows[0].person_id)
    services.cancel(registration=bruno_elsewhere)
    services.confirm(registration=rows[0])
    put_off()
    save_date(session, state=SessionState.CANCELLED)
    (told,) = Message.objects.filter(dedup_key__contains=":standing:")
    assert (told.state, [by_icalendar(part.content)[1] for part in told.enclosed]) == ("ready", [str(other.uuid)])
    assert [day_of(date) in told.content.text for date in (session, other)] == [False, True]


def test_who_never_got_an_invitation_gets_no_cancellation(session: Session, ask: Ask) -> None:
    registration = ask("Ada")
    services.cancel(registration=registration)
    assert invitations(registration) == []


def test_a_cancelled_session_takes_the_entry_out_of_every_calendar(session: Session, ask: Ask) -> None:
    registration, waiting = ask("Ada"), [ask("Bruno"), ask("Chloe")][1]
    services.confirm(registration=registration)
    save_date(session, state=SessionState.CANCELLED)
    assert [by_icalendar(part.content)[::2] for part in invitations(registration)] == [("REQUEST", 0), ("CANCEL", 1)]
    assert invitations(waiting) == []


def test_a_promotion_brings_an_invitation(session: Session, ask: Ask) -> None:
    people = [ask(name) for name in ("Ada", "Bruno", "Chloe")]
    for each in people:
        services.confirm(registration=each)
    services.cancel(registration=people[0])
    assert [by_icalendar(part.content)[0] for part in invitations(people[2])] == ["REQUEST"]


def test_a_postponed_date_becomes_uncertain(session: Session, ask: Ask) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    save_date(session, state=SessionState.POSTPONED)
    (event,) = Calendar.from_ical(invitations(registration)[-1].content).walk("VEVENT")
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("TENTATIVE", 1)


def test_online_the_file_carries_the_gated_address_only(session: Session, ask: Ask) -> None:
    WorkshopPage.objects.filter(pk=session.event_id).update(modality=Modality.ONLINE)
    Session.objects.filter(pk=session.pk).update(join_url="https://visio.exemple.org/secret")
    registration = ask("Ada")
    services.confirm(registration=registration)
    (part,) = invitations(registration)
    unfolded = part.content.decode().replace("\r\n ", "")
    assert ("http://testserver/rejoindre/" in unfolded, "secret" in unfolded) == (True, False)


def test_a_change_is_told_to_those_waiting_too_and_opening_registrations_to_nobody(session: Session, ask: Ask) -> None:
    ask("Ada"), ask("Bruno")
    waiting = ask("Chloe")
    before = Message.objects.count()
    save_date(session, state=SessionState.CLOSED)
    assert (Message.objects.count(), session.sequence) == (before, 0)
    save_date(session, ends_at=session.ends_at + dt.timedelta(minutes=30))
    assert (Message.objects.count(), session.sequence) == (before + 3, 1)
    assert Message.objects.filter(address=waiting.contact_email).latest("pk").content.subject.startswith("Changement")
