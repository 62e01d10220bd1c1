"""Reminders of deadlines: thirty, seven and one days before, to who follows the call, once each (S0-08; issue 8.4)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from home.models import CallPage
from newsletter.chores import CHORES
from newsletter.enums import FollowKind, Rhythm, Route, SubscriberState
from newsletter.models import Subscriber, Told
from newsletter.services import note_novelties, write_alerts, write_digests
from newsletter.services.deadlines import remind_deadlines
from outbox.models import Message
from tests.factories.cms import TopicFactory
from tests.factories.home import CallPageFactory
from tests.factories.newsletter import FollowFactory, SubscriberFactory
from tests.factories.tree import House
from tests.home.reading import make_private

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]
ZONE = timezone.get_default_timezone()
DEADLINE = datetime(2027, 3, 31, tzinfo=ZONE)


def at(days_before: int, hour: int = 9) -> datetime:
    day = DEADLINE.date() - timedelta(days=days_before)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


@pytest.fixture
def call(house: House) -> CallPage:
    with time_machine.travel(at(80), tick=False):
        page: CallPage = CallPageFactory(parent=house.calls, title="Culture santé", deadline=DEADLINE.date())
        page.save_revision().publish()
    return page


def follower(call: CallPage, *, since: int = 70, **fields: Any) -> Subscriber:
    with time_machine.travel(at(since), tick=False):
        made: Subscriber = SubscriberFactory(**{"whole_letter": False, **fields})
        FollowFactory(subscriber=made, kind=FollowKind.CALL, page=call, confirmed_at=timezone.now())
    return made


def tick(days_before: int, hour: int = 9) -> int:
    with time_machine.travel(at(days_before, hour), tick=False):
        return remind_deadlines(timezone.now())


def test_each_reminder_comes_once_on_its_day_whatever_the_rhythm(call: CallPage) -> None:
    people = [follower(call, rhythm=rhythm) for rhythm in Rhythm]
    assert [tick(31), tick(30, hour=7), tick(30), tick(30), tick(29), tick(8)] == [0, 0, 3, 0, 0, 0]
    assert [tick(7), tick(6), tick(1), tick(1, hour=18), tick(0), tick(-1)] == [3, 0, 3, 0, 0, 0]
    subjects = Message.objects.filter(address=people[0].email).order_by("pk").values_list("content__subject", flat=True)
    assert [subject.replace("\u00a0", " ") for subject in subjects] == [
        "Plus que 30 jours : Culture santé",
        "Plus que 7 jours : Culture santé",
        "Dernier jour demain : Culture santé",
    ]
    assert Told.objects.filter(route=Route.REMINDER).count() == 9
    message = Message.objects.order_by("pk")[0]
    assert call.full_url in message.content.text
    assert "%%leave_url%%" in message.content.html


def test_only_who_follows_the_call_and_may_be_written_to(call: CallPage) -> None:
    topic = TopicFactory()
    call.topics.set([topic])
    call.save_revision().publish()
    FollowFactory(subscriber=SubscriberFactory(whole_letter=False), kind=FollowKind.TOPIC, topic=topic)
    follower(call, state=SubscriberState.LEFT)
    follower(call, paused_until=at(0).date())
    late = follower(call, since=6)
    assert tick(7) == 0
    assert tick(1) == 1
    assert Message.objects.get().address == late.email


def test_reminders_stay_out_of_alerts_and_digests_and_put_none_off(call: CallPage) -> None:
    person = follower(call, rhythm=Rhythm.AT_ONCE)
    monthly = follower(call, rhythm=Rhythm.MONTHLY)
    assert tick(30) == 2
    with time_machine.travel(at(30, 10), tick=False):
        note_novelties(timezone.now())
        write_alerts(timezone.now())
        write_digests(timezone.now())
    assert Message.objects.filter(address=person.email).count() == 1
    monthly.refresh_from_db()
    assert monthly.digested_at is None or monthly.digested_at == at(30, 10)


def test_a_new_date_starts_again_and_is_not_reminded_the_day_it_is_told(call: CallPage) -> None:
    follower(call)
    assert tick(30) == 1
    with time_machine.travel(at(25), tick=False):
        call.deadline = (DEADLINE + timedelta(days=4)).date()
        call.save_revision().publish()
    assert [tick(25), tick(24), tick(4), tick(3), tick(2)] == [0, 0, 0, 1, 0]


def test_a_clock_that_was_stopped_sends_the_last_reminder_only(call: CallPage) -> None:
    follower(call)
    assert [tick(5), tick(4)] == [1, 0]
    assert "5" in Message.objects.get().content.subject


def test_what_nobody_may_read_is_not_reminded(call: CallPage) -> None:
    follower(call)
    make_private(call)
    assert tick(30) == 0


def test_the_clock_of_the_house_calls_it() -> None:
    assert remind_deadlines in CHORES.values()
