"""Digests and alerts: each followed thing once by any route, and nothing else (letters.md 3; sending.md 18.7)."""

import random
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import Page

from cms.models import Topic
from newsletter.enums import FollowKind, Rhythm, Route
from newsletter.models import Follow, Subscriber, Told
from newsletter.services import digests, note_novelties, prepare_dispatch, write_alerts, write_digests
from outbox.enums import MailingState
from outbox.models import Content, Mailing, Message
from tests.factories.cms import TopicFactory
from tests.factories.crowds import make_crowd
from tests.factories.home import NewsPageFactory
from tests.factories.newsletter import FollowFactory, LetterPageFactory, SubscriberFactory, letter_body
from tests.factories.tree import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]
NOON = datetime(2027, 3, 10, 12, tzinfo=timezone.get_default_timezone())


def publish(house: House, title: str, topic: Topic) -> Page:
    page = NewsPageFactory(parent=house.news, title=title)
    page.topics.set([topic])
    page.save()
    Page.objects.filter(pk=page.pk).update(first_published_at=timezone.now())
    note_novelties(timezone.now())
    return page


def reader(topic: Topic, rhythm: Rhythm, **fields: Any) -> Subscriber:
    """Somebody who has followed `topic` for ten days, without the letter."""
    made = SubscriberFactory(rhythm=rhythm, whole_letter=False, **fields)
    FollowFactory(subscriber=made, kind=FollowKind.TOPIC, topic=topic)
    return made


@pytest.fixture
def topic() -> Topic:
    return TopicFactory(name="Mobilité")


class TestAlerts:
    def test_one_mail_says_what_came_out_and_leaves(self, house: House, topic: Topic) -> None:
        one = reader(topic, Rhythm.AT_ONCE)
        page = publish(house, "Le minibus roule", topic)
        assert (write_alerts(timezone.now()), write_alerts(timezone.now())) == (1, 0)
        message = Message.objects.get()
        assert (message.address, message.permit, message.scope) == (one.email, one.permit, "letter")
        assert message.mailing.state == MailingState.RUNNING
        content = message.content
        assert content.subject == "Le minibus roule"
        for body in (content.html, content.text):
            assert page.full_url in body
            assert body.count("%%leave_url%%") == body.count("%%preferences_url%%") == 1
        # Outlook's conditions are the only comments: the marks between segments are gone.
        assert "<!--" not in content.html.partition("<body")[2].replace("<!--[if mso]>", "")
        assert "[[" not in content.text
        assert "<%%one_click_url%%>" in content.headers["List-Unsubscribe"]
        assert Told.objects.get().route == Route.ALERT

    def test_nothing_new_is_no_mail(self, house: House, topic: Topic) -> None:
        reader(topic, Rhythm.AT_ONCE)
        publish(house, "D’autre chose", TopicFactory())
        assert write_alerts(timezone.now()) == 0
        assert not Mailing.objects.exists()

    def test_a_pause_is_kept_and_what_came_out_meanwhile_is_told_at_its_end(self, house: House, topic: Topic) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            reader(topic, Rhythm.AT_ONCE, paused_until=timezone.localdate() + timedelta(days=5))
            for name in ("Un", "Deux"):
                publish(house, name, topic)
                assert write_alerts(timezone.now()) == 0
            clock.shift(timedelta(days=5))
            assert (write_alerts(timezone.now()), write_alerts(timezone.now())) == (1, 0)
        assert Message.objects.get().content.subject == "Deux, et 1 autre nouveauté"

    def test_those_who_left_are_not_written_to(self, house: House, topic: Topic) -> None:
        reader(topic, Rhythm.AT_ONCE, state="left")
        reader(topic, Rhythm.AT_ONCE, state="pending")
        publish(house, "Le minibus roule", topic)
        assert write_alerts(timezone.now()) == 0


class TestDigests:
    def test_once_a_month_on_its_first_day_from_eight_o_clock(self, house: House, topic: Topic) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            reader(topic, Rhythm.MONTHLY, asked_at=NOON - timedelta(days=5))
            publish(house, "Le minibus roule", topic)
            assert write_digests(timezone.now()) == 0
            clock.move_to(datetime(2027, 4, 1, 7, 59, tzinfo=timezone.get_default_timezone()))
            assert write_digests(timezone.now()) == 0
            clock.shift(timedelta(minutes=1))
            assert (write_digests(timezone.now()), write_digests(timezone.now())) == (1, 0)
            publish(house, "Le lendemain", topic)
            clock.shift(timedelta(days=20))
            assert write_digests(timezone.now()) == 0
        assert Message.objects.get().content.subject == "Ce que vous suivez\u00a0: Le minibus roule"

    def test_with_each_letter_to_who_follows_without_it(self, house: House, topic: Topic) -> None:
        apart, whole = reader(topic, Rhythm.EACH_LETTER), SubscriberFactory()
        publish(house, "Le minibus roule", topic)
        assert write_digests(timezone.now()) == 0
        prepare_dispatch(letter=LetterPageFactory(parent=house.letters))
        assert (write_digests(timezone.now()), write_digests(timezone.now())) == (1, 0)
        assert sorted(Message.objects.values_list("address", "mailing__reference")) == sorted(
            [(row.email, ref) for row, ref in ((apart, _reference("digest")), (whole, _reference("letter")))]
        )

    def test_what_was_unpublished_before_the_departure_never_leaves(self, house: House, topic: Topic) -> None:
        reader(topic, Rhythm.AT_ONCE)
        Page.objects.filter(pk=publish(house, "Retirée", topic).pk).update(live=False)
        assert write_alerts(timezone.now()) == 0

    def test_people_who_are_due_the_same_share_one_content(self, house: House, topic: Topic) -> None:
        for _ in range(4):
            reader(topic, Rhythm.AT_ONCE)
        publish(house, "Le minibus roule", topic)
        assert write_alerts(timezone.now()) == 4
        assert Content.objects.count() == 1

    def test_a_batch_that_fails_writes_nothing_and_is_done_again(
        self, house: House, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            reader(topic, Rhythm.AT_ONCE)
        publish(house, "Le minibus roule", topic)
        monkeypatch.setattr(digests, "AT_A_TIME", 2)
        remember, calls = digests.remember, []

        def die_the_second_time(*args: Any, **kwargs: Any) -> int:
            calls.append(1)
            if len(calls) == 2:
                raise IntegrityError
            return remember(*args, **kwargs)

        monkeypatch.setattr(digests, "remember", die_the_second_time)
        with pytest.raises(IntegrityError):
            write_alerts(timezone.now())
        assert (Message.objects.count(), Told.objects.count()) == (2, 2)
        assert write_alerts(timezone.now()) == 1
        assert (Message.objects.count(), Told.objects.count()) == (3, 3)


def _reference(kind: str) -> str:
    return next(ref for ref in Mailing.objects.values_list("reference", flat=True) if ref.startswith(f"{kind}:"))


class Month:
    """Thirty days of a house: things come out and go, letters leave, people come, pause and change their minds."""

    def __init__(self, house: House, *, people: int, items: int, days: int, seed: int) -> None:
        self.house, self.days, self.chance = house, days, random.Random(seed)
        self.topics = TopicFactory.create_batch(8)
        self.items_a_day = -(-items // days)
        self.left_to_publish = items
        # Fifteen things at most at the end of each letter.
        self.letters_to_settle = 1 + -(-items // 15)
        self.published: dict[int, tuple[str, Topic, datetime]] = {}
        self.withdrawn: dict[int, datetime] = {}
        self.new: list[int] = []
        self.crowd = make_crowd(people, topics=self.topics, since=timezone.now(), seed=seed)

    def live(self, clock: Any) -> None:
        for day in range(self.days):
            self.publish_some()
            self.change_minds()
            if day % 7 == 6:
                self.send_a_letter()
            self.tick()
            clock.shift(timedelta(days=1))

    def settle(self, clock: Any) -> None:
        """The next month: the pauses are over, letters leave until nothing waits, digests too."""
        clock.move_to(datetime(2027, 4, 1, 9, tzinfo=timezone.get_default_timezone()))
        Subscriber.objects.exclude(paused_until=None).update(paused_until=timezone.localdate())
        for _ in range(self.letters_to_settle):
            self.send_a_letter()
            self.tick()
            clock.shift(timedelta(minutes=1))

    def tick(self) -> None:
        now = timezone.now()
        note_novelties(now)
        write_alerts(now)
        write_digests(now)

    def publish_some(self) -> None:
        for _ in range(min(self.items_a_day, self.left_to_publish)):
            number, topic = len(self.published), self.chance.choice(self.topics)
            title = f"Objet{number:03d}"
            page = publish(self.house, title, topic)
            self.published[page.pk] = (title, topic, timezone.now())
            self.new.append(page.pk)
            self.left_to_publish -= 1
        if self.published and self.chance.random() < 0.3:
            gone = self.chance.choice(list(self.published))
            if gone not in self.withdrawn:
                Page.objects.filter(pk=gone).update(live=False)
                self.withdrawn[gone] = timezone.now()

    def change_minds(self) -> None:
        some = self.chance.sample(self.crowd, max(1, len(self.crowd) // 50))
        for one in some:
            pause = timezone.localdate() + timedelta(days=self.chance.randint(1, 6))
            Subscriber.objects.filter(pk=one.pk).update(paused_until=pause)
            Follow.objects.get_or_create(
                subscriber=one,
                topic=self.chance.choice(self.topics),
                defaults={"kind": FollowKind.TOPIC, "confirmed_at": timezone.now()},
            )

    def send_a_letter(self) -> None:
        """Its body announces two things that came out since the last letter, as « Proposer le sommaire » does."""
        shown = [key for key in self.new if key not in self.withdrawn][-2:]
        self.new.clear()
        pages = list(Page.objects.filter(pk__in=shown).order_by("pk"))
        body = letter_body(text="<p>Bonjour.</p>", rubrics=[("Nouvelles", pages)] if pages else [])
        prepare_dispatch(letter=LetterPageFactory(parent=self.house.letters, body=body))

    def verdict(self) -> dict[str, int]:
        """What the mails really say, against what each person follows."""
        said: dict[str, Counter[str]] = defaultdict(Counter)
        words: dict[int, list[str]] = {}
        for address, content_id in Message.objects.order_by("pk").values_list("address", "content_id"):
            if content_id not in words:
                words[content_id] = re.findall(r"Objet\d{3}", Content.objects.get(pk=content_id).text)
            said[address].update(words[content_id])
        since: dict[tuple[int, int], datetime] = {
            (row.subscriber_id, row.topic_id or 0): row.confirmed_at or NOON for row in Follow.objects.order_by("pk")
        }
        told = set(Told.objects.order_by("pk").values_list("subscriber_id", "novelty__page_id"))
        late = {(row.subscriber_id, row.novelty.page_id): row.at for row in Told.objects.select_related("novelty")}
        found = {"doubled": 0, "missed": 0, "unfollowed": 0, "after_withdrawal": 0, "due": 0}
        for one in self.crowd:
            for key, (title, topic, at) in self.published.items():
                follows = (one.pk, topic.pk) in since and since[one.pk, topic.pk] <= at
                times, pair = said[one.email][title], (one.pk, key)
                if not follows:
                    found["unfollowed"] += pair in told
                    continue
                found["due"] += 1
                found["doubled"] += times > 1
                found["missed"] += times == 0 and key not in self.withdrawn
                found["after_withdrawal"] += key in self.withdrawn and pair in told and late[pair] > self.withdrawn[key]
        return found


def prove(house: House, *, people: int, items: int, days: int, seed: int = 7) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=timezone.get_default_timezone()), tick=False) as clock:
        month = Month(house, people=people, items=items, days=days, seed=seed)
        month.live(clock)
        month.settle(clock)
    verdict = month.verdict()
    assert verdict.pop("due") > people
    assert verdict == {"doubled": 0, "missed": 0, "unfollowed": 0, "after_withdrawal": 0}


def test_each_followed_thing_comes_once_by_any_route(house: House) -> None:
    prove(house, people=45, items=12, days=9)


@pytest.mark.slow
def test_each_followed_thing_comes_once_to_ten_thousand_people(house: House) -> None:
    prove(house, people=10_000, items=200, days=30)
