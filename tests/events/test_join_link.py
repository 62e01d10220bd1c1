"""The join link: secret, mailed the day before, opened by a button (S0-25, law.md L-11, L-12)."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events import services
from events.enums import Modality, PresenceSource, SessionState
from events.links import token_for
from events.models import EventsSettings, Registration, Session, WorkshopPage
from events.services.missing_links import warn_of_missing_links
from outbox.models import Message
from tests.events.conftest import Ask, links, mails
from tests.events.saving import save_date
from tests.factories.events import RegistrationFactory

pytestmark = pytest.mark.django_db
SECRET = "https://visio.exemple.org/salle-tres-secrete"


@pytest.fixture
def meeting(workshop: WorkshopPage, session: Session) -> Session:
    WorkshopPage.objects.filter(pk=workshop.pk).update(modality=Modality.ONLINE)
    Session.objects.filter(pk=session.pk).update(join_url=SECRET)
    return Session.objects.select_related("event").get(pk=session.pk)


def eve_at(session: Session, hour: int) -> dt.datetime:
    day = session.local_date - dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def door(registration: Registration) -> str:
    return f"/rejoindre/{token_for(registration, 'join')}/"


def joins() -> list[str]:
    return [address for address, kind in mails() if kind == "join"]


def test_who_organises_is_told_a_day_earlier_that_the_promised_link_is_missing(meeting: Session, ask: Ask) -> None:
    two_days_before = eve_at(meeting, 17) - dt.timedelta(days=1)
    WorkshopPage.objects.update(contact_email="equipe@valclair.example")
    Session.objects.update(join_url="")
    services.confirm(registration=ask("Ada"))
    hour = dt.timedelta(hours=1)
    told = [warn_of_missing_links(two_days_before + step * hour) for step in (-1, 0, 1)]
    assert told == [0, 1, 0]
    mail = Message.objects.latest("pk")
    assert mail.address == "equipe@valclair.example"
    assert f"/admin/ateliers/{meeting.event_id}/jour/" in mail.content.text


@pytest.mark.parametrize("change", [{"join_url": SECRET}, {"state": "postponed"}, {"state": "cancelled"}])
def test_nobody_is_told_of_a_missing_link_without_reason(meeting: Session, change: dict[str, str]) -> None:
    Session.objects.update(join_url="")
    RegistrationFactory(session=meeting)
    Session.objects.update(**change)
    assert warn_of_missing_links(eve_at(meeting, 17)) == 0


@pytest.mark.usefixtures("still_clock")
def test_the_link_leaves_the_day_before_at_the_set_hour_to_those_confirmed_only(meeting: Session, ask: Ask) -> None:
    confirmed, _held, _waiting = ask("Ada"), ask("Bruno"), ask("Chloe")
    services.confirm(registration=confirmed)
    assert [services.send_join_links(eve_at(meeting, hour)) for hour in (16, 17, 18)] == [0, 1, 0]
    assert joins() == ["ada@valclair.example"]
    mail = Message.objects.get(dedup_key__contains=":join:")
    assert door(confirmed) in links(mail)
    assert SECRET not in mail.content.text + mail.content.html


def test_the_hour_is_that_of_paris_in_winter_and_in_summer(meeting: Session) -> None:
    EventsSettings.objects.create(site=meeting.event.get_site(), join_link_hour=dt.time(18, 30))
    for day, utc in {dt.date(2027, 3, 29): 16, dt.date(2027, 3, 28): 17}.items():
        start = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        Session.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=1))
        RegistrationFactory(session=meeting)
        before = dt.datetime(day.year, day.month, day.day, utc, 29, tzinfo=dt.UTC) - dt.timedelta(days=1)
        assert services.send_join_links(before) == 0
        assert services.send_join_links(before + dt.timedelta(minutes=1)) > 0


def test_somebody_confirmed_after_the_mailing_gets_the_link_at_once(meeting: Session, ask: Ask) -> None:
    """L-12; also for who is promoted, or added by the team."""
    with time_machine.travel(eve_at(meeting, 19), tick=False):
        first, second = ask("Ada"), ask("Bruno")
        waiting = ask("Chloe")
        for registration in (first, second, waiting):
            services.confirm(registration=registration)
        assert joins() == ["ada@valclair.example", "bruno@valclair.example"]
        services.cancel(registration=first)
        services.add_by_editor(
            session=meeting,
            participant=services.Participant("Dora", "Blanc", "dora@valclair.example"),
            beyond_capacity=True,
        )
        assert joins()[2:] == ["chloe@valclair.example", "dora@valclair.example"]
        assert services.send_join_links(timezone.now()) == 0


def test_a_session_moved_to_another_day_sends_the_link_again_on_its_new_eve(meeting: Session, ask: Ask) -> None:
    services.confirm(registration=ask("Ada"))
    services.send_join_links(eve_at(meeting, 17))
    later = meeting.starts_at + dt.timedelta(days=7)
    Session.objects.filter(pk=meeting.pk).update(starts_at=later, ends_at=later + dt.timedelta(hours=1))
    meeting.refresh_from_db()
    assert [services.send_join_links(eve_at(meeting, hour)) for hour in (16, 17)] == [0, 1]


def test_nothing_leaves_once_it_is_over_or_cancelled(meeting: Session, ask: Ask) -> None:
    services.confirm(registration=ask("Ada"))
    assert services.send_join_links(meeting.ends_at) == 0
    save_date(meeting, state=SessionState.CANCELLED)
    assert services.send_join_links(eve_at(meeting, 18)) == 0


def test_get_records_nothing_and_hides_the_address_and_enter_leads_to_it(
    client: Client, meeting: Session, ask: Ask
) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    with time_machine.travel(meeting.starts_at - dt.timedelta(minutes=5), tick=False):
        for _scan in range(20):
            page = client.get(door(registration))
        assert (page.status_code, SECRET in page.content.decode()) == (200, False)
        assert "form-action 'self' https: http:" in page.headers["Content-Security-Policy"]
        assert client.head(door(registration)).status_code == 200
        assert registration.attendances.count() == 0
        entered = client.post(door(registration))
        assert (entered.status_code, entered["Location"], entered["Referrer-Policy"]) == (302, SECRET, "no-referrer")
        client.post(door(registration))
    presence = registration.attendances.get()
    assert (presence.is_present, presence.source) == (True, PresenceSource.JOIN)


def test_the_door_opens_the_day_before_and_closes_at_the_end(client: Client, meeting: Session, ask: Ask) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    answers = {}
    for name, moment in {
        "two days before": eve_at(meeting, 0) - dt.timedelta(minutes=1),
        "eve": eve_at(meeting, 0),
        "end": meeting.ends_at,
    }.items():
        with time_machine.travel(moment, tick=False):
            answers[name] = (client.get(door(registration)).status_code, client.post(door(registration)).status_code)
    assert answers == {"two days before": (200, 409), "eve": (200, 302), "end": (200, 409)}
    assert registration.attendances.count() == 0, "trying the day before is no presence"


def test_the_door_stays_shut_to_who_holds_waits_or_left(client: Client, meeting: Session, ask: Ask) -> None:
    held, other, waiting = ask("Ada"), ask("Bruno"), ask("Chloe")
    services.cancel(registration=other)
    with time_machine.travel(meeting.starts_at, tick=False):
        assert [client.post(door(row)).status_code for row in (held, other, waiting)] == [409, 409, 409]
    assert client.get("/rejoindre/n-importe-quoi/").status_code == 404


def test_a_changed_link_needs_no_new_mail(client: Client, meeting: Session, ask: Ask) -> None:
    """The mailed address does not change; where it leads does (registration.md 11)."""
    registration = ask("Ada")
    services.confirm(registration=registration)
    services.send_join_links(eve_at(meeting, 17))
    before = len(mails())
    assert services.change_join_link(event=meeting.event, url="https://autre.exemple.org/salle") == 1
    with time_machine.travel(meeting.starts_at, tick=False):
        assert client.post(door(registration))["Location"] == "https://autre.exemple.org/salle"
    assert len(mails()) == before
