"""What came out, who follows it and was not told yet (letters.md, moonshot 3; issue items 2 and 3)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from events.enums import SeedState
from events.models import ActionGroup, GroupNews, Seed
from home.models import DeadlineChange
from newsletter.enums import FollowKind, NoveltyKind, Rhythm, Route, SubscriberState
from newsletter.following.plans import FRESH_FOR, outlook, plan
from newsletter.models import Follow, LetterPage, Novelty, Subscriber, Told
from newsletter.services import follow, forget_novelties, note_novelties, remember, unfollow
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.events import SeedFactory, SeriesPageFactory, VideoWorkshopPageFactory, WorkshopPageFactory
from tests.factories.home import CallPageFactory, NewsPageFactory, OrganisationPageFactory, ProjectPageFactory
from tests.factories.newsletter import FollowFactory, SubscriberFactory, make_sent_letter
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def publish(page: Page, *, at: datetime | None = None) -> Page:
    """`page` as it stands once published at `at` (now by default), and noted by the clock."""
    moment = at or timezone.now()
    Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    note_novelties(timezone.now())
    return page


def titles_for(subscriber: Subscriber, **options: Any) -> list[str]:
    made = plan([Subscriber.objects.get(pk=subscriber.pk)], outlook(), **options)
    return [line.teaser.title for variant in made.variants for line in made.lines_of(variant)]


def news(house: House, **more: Any) -> Page:
    topics, territory = more.pop("topics", []), more.pop("territory", None)
    page = NewsPageFactory(parent=house.news, territory=territory, **more)
    page.topics.set(topics)
    page.save()
    return page


class TestWhatAFollowCovers:
    def test_a_topic_and_nothing_else(self, house: House) -> None:
        wanted, other = TopicFactory(), TopicFactory()
        reader = FollowFactory(kind=FollowKind.TOPIC, topic=wanted).subscriber
        publish(news(house, title="Du sujet", topics=[wanted]))
        publish(news(house, title="D’un autre", topics=[other]))
        assert titles_for(reader) == ["Du sujet"]

    def test_a_territory_with_what_lies_under_it_and_what_it_covers(self, house: House) -> None:
        department, delegation = TerritoryFactory(), TerritoryFactory()
        commune = TerritoryFactory(parent=department)
        hamlet = TerritoryFactory(parent=commune)
        delegation.covers.add(commune)
        above = FollowFactory(kind=FollowKind.TERRITORY, territory=department).subscriber
        covering = FollowFactory(kind=FollowKind.TERRITORY, territory=delegation).subscriber
        beside = FollowFactory(kind=FollowKind.TERRITORY, territory=TerritoryFactory()).subscriber
        publish(news(house, title="Au hameau", territory=hamlet))
        assert [titles_for(reader) for reader in (above, covering, beside)] == [["Au hameau"], ["Au hameau"], []]

    def test_an_organisation_and_a_project_through_the_pages_that_name_them(self, house: House) -> None:
        organisation = OrganisationPageFactory(parent=house.organisations)
        project = ProjectPageFactory(parent=house.projects)
        of_organisation = FollowFactory(kind=FollowKind.ORGANISATION, page=organisation).subscriber
        of_project = FollowFactory(kind=FollowKind.PROJECT, page=project).subscriber
        publish(news(house, title="Nouvelles", organisation=organisation, project=project))
        publish(news(house, title="Sans rapport"))
        assert titles_for(of_organisation) == titles_for(of_project) == ["Nouvelles"]

    def test_a_series_through_each_of_its_dates(self, house: House) -> None:
        series = SeriesPageFactory(parent=house.agenda)
        reader = FollowFactory(kind=FollowKind.SERIES, page=series).subscriber
        publish(VideoWorkshopPageFactory(parent=series, title="Le troisième rendez-vous"))
        assert titles_for(reader) == ["Le troisième rendez-vous"]

    def test_a_call_each_time_its_deadline_moves(self, house: House) -> None:
        call = publish(
            CallPageFactory(parent=house.calls, title="Culture et santé"), at=timezone.now() - timedelta(days=20)
        )
        reader = FollowFactory(kind=FollowKind.CALL, page=call).subscriber
        for day in (20, 28):
            DeadlineChange.objects.create(page=call, previous_deadline=call.deadline)
            call.deadline = call.deadline.replace(month=5, day=day)
            call.save(update_fields=["deadline"])
            publish(call, at=timezone.now())
        assert titles_for(reader) == ["Culture et santé"] * 2
        assert {row.kind for row in Novelty.objects.filter(page=call)} == {NoveltyKind.PUBLISHED, NoveltyKind.DEADLINE}

    def test_a_seed_at_each_step(self, house: House) -> None:
        seed = SeedFactory(workshop=WorkshopPageFactory(parent=house.agenda), title="Le tableau", sown_on=None)
        reader = FollowFactory(kind=FollowKind.SEED, seed=seed).subscriber
        note_novelties(timezone.now())
        Seed.objects.filter(pk=seed.pk).update(state=SeedState.GROWING)
        assert (note_novelties(timezone.now()), note_novelties(timezone.now())) == (1, 0)
        assert titles_for(reader) == ["Le tableau", "Le tableau"]

    def test_the_news_of_a_seed_for_those_who_follow_it_and_nobody_else(self, house: House) -> None:
        """S3-27: once, as long as the group leaves it there."""
        topic = TopicFactory()
        workshop = WorkshopPageFactory(parent=house.agenda)
        workshop.topics.set([topic])
        workshop.save()
        seed = SeedFactory(workshop=workshop, title="Le tableau", sown_on=None)
        note_novelties(timezone.now())
        group = ActionGroup.objects.create(seed=seed, name="Les pédaleurs")
        reader = FollowFactory(kind=FollowKind.SEED, seed=seed).subscriber
        of_topic = FollowFactory(kind=FollowKind.TOPIC, topic=topic).subscriber
        before = [titles_for(one) for one in (reader, of_topic)]
        told = GroupNews.objects.create(group=group, text="Premier trajet samedi.")
        assert [note_novelties(timezone.now()) for _ in range(2)] == [1, 0]
        assert [titles_for(reader), titles_for(of_topic)] == [["Le tableau", *before[0]], before[1]]
        line = outlook().lines[Novelty.objects.get(kind=NoveltyKind.SEED_NEWS).pk]
        assert (line.teaser.summary, line.teaser.url.endswith(told.get_absolute_url())) == (told.text, True)
        told.delete()
        assert titles_for(reader) == before[0]

    def test_the_whole_letter_for_those_who_do_not_get_it_as_such(self, house: House, letter: LetterPage) -> None:
        each, monthly = SubscriberFactory(), SubscriberFactory(rhythm=Rhythm.MONTHLY)
        late = SubscriberFactory(rhythm=Rhythm.MONTHLY, rhythm_since=timezone.now() + timedelta(hours=1))
        make_sent_letter(letter)
        note_novelties(timezone.now())
        assert [titles_for(reader) for reader in (each, monthly, late)] == [[], ["La lettre de mars"], []]


class TestWhatIsNotTold:
    @pytest.fixture
    def topic(self) -> Any:
        return TopicFactory()

    @pytest.fixture
    def reader(self, topic: Any) -> Subscriber:
        return FollowFactory(kind=FollowKind.TOPIC, topic=topic).subscriber

    def test_what_came_out_before_it_was_followed(self, house: House, reader: Subscriber, topic: Any) -> None:
        assert reader.confirmed_at is not None
        publish(news(house, topics=[topic]), at=reader.confirmed_at - timedelta(minutes=1))
        assert titles_for(reader) == []

    def test_what_was_only_wished(self, house: House, topic: Any) -> None:
        wishful = FollowFactory(kind=FollowKind.TOPIC, topic=topic, confirmed_at=None).subscriber
        publish(news(house, topics=[topic]))
        assert titles_for(wishful) == []

    def test_what_was_told_already(self, house: House, reader: Subscriber, topic: Any) -> None:
        publish(news(house, topics=[topic]))
        with transaction.atomic():
            remember(plan([reader], outlook()), route=Route.ALERT)
        assert titles_for(reader) == []

    @pytest.mark.parametrize("gone", ["unpublished", "private", "deleted"])
    def test_what_nobody_can_read_any_more(self, house: House, reader: Subscriber, topic: Any, gone: str) -> None:
        page = publish(news(house, topics=[topic]))
        if gone == "unpublished":
            Page.objects.filter(pk=page.pk).update(live=False)
        elif gone == "private":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        else:
            page.delete()
        assert titles_for(reader) == []

    def test_what_the_body_of_the_letter_says_to_everybody(self, house: House, reader: Subscriber, topic: Any) -> None:
        said, other = (publish(news(house, title=title, topics=[topic])) for title in ("Dit", "Pas dit"))
        made = plan([reader], outlook(), announced=[said.pk])
        assert [line.teaser.title for line in made.lines_of(next(iter(made.variants)))] == ["Pas dit"]
        with transaction.atomic():
            assert remember(made, route=Route.LETTER) == 2
        assert titles_for(reader) == []
        assert set(Told.objects.values_list("novelty__page", flat=True)) == {said.pk, other.pk}

    def test_what_is_no_news_any_more(self, house: House, topic: Any) -> None:
        old = SubscriberFactory(asked_at=timezone.now() - FRESH_FOR * 2)
        FollowFactory(subscriber=old, kind=FollowKind.TOPIC, topic=topic)
        page = publish(news(house, topics=[topic]))
        Novelty.objects.filter(page=page).update(at=timezone.now() - FRESH_FOR - timedelta(hours=1))
        assert titles_for(old) == []


class TestVariants:
    def test_people_who_are_due_the_same_things_share_a_variant(self, house: House) -> None:
        first, second = TopicFactory(), TopicFactory()
        readers = [SubscriberFactory() for _ in range(4)]
        for reader, topics in zip(readers, ([first], [first, second], [first], []), strict=True):
            for topic in topics:
                FollowFactory(subscriber=reader, kind=FollowKind.TOPIC, topic=topic)
        old = publish(news(house, topics=[first]), at=timezone.now() - timedelta(hours=2))
        new = publish(news(house, topics=[first, second]))
        keys = {page.pk: Novelty.objects.get(page=page).pk for page in (old, new)}
        both = (keys[new.pk], keys[old.pk])
        made = plan(readers, outlook())
        assert made.variants == {both: [reader.pk for reader in readers[:3]], (): [readers[3].pk]}
        assert list(made.due) == [both]

    def test_queries_grow_neither_with_people_nor_with_news(self, house: House) -> None:
        topic = TopicFactory()

        def counted() -> int:
            readers = list(Subscriber.objects.order_by("pk"))
            with CaptureQueriesContext(connection) as queries:
                plan(readers, outlook())
            return len(queries)

        FollowFactory(kind=FollowKind.TOPIC, topic=topic)
        publish(news(house, topics=[topic]))
        counted()
        once = counted()
        for _ in range(2):
            FollowFactory(kind=FollowKind.TOPIC, topic=topic)
            publish(news(house, topics=[topic]))
        assert counted() == once


class TestTheLedger:
    def test_it_refuses_to_tell_twice(self, house: House) -> None:
        topic = TopicFactory()
        reader = FollowFactory(kind=FollowKind.TOPIC, topic=topic).subscriber
        publish(news(house, topics=[topic]))
        made = plan([reader], outlook())
        with transaction.atomic():
            remember(made, route=Route.LETTER)
        with pytest.raises(IntegrityError), transaction.atomic():
            remember(made, route=Route.DIGEST)

    def test_it_is_written_with_the_mails_or_not_at_all(self) -> None:
        with pytest.raises(TransactionManagementError):
            remember(plan([], outlook()), route=Route.LETTER)

    def test_it_forgets_old_news_but_not_where_a_seed_stands(self, house: House) -> None:
        publish(news(house))
        SeedFactory(workshop=WorkshopPageFactory(parent=house.agenda))
        note_novelties(timezone.now())
        long_after = timezone.now() + 3 * FRESH_FOR
        assert forget_novelties(long_after) >= 1
        assert {row.kind for row in Novelty.objects.all()} == {NoveltyKind.SEED}


class TestFollowing:
    def test_following_twice_is_following_once_and_a_wish_is_confirmed(self) -> None:
        reader, topic = SubscriberFactory(), TopicFactory()
        wish = [(FollowKind.TOPIC, topic.pk)]
        (first,) = follow(subscriber=reader, wishes=wish)
        assert not Follow.objects.standing().exists()
        (second,) = follow(subscriber=reader, wishes=wish, confirmed_at=timezone.now())
        assert first == second
        assert list(Follow.objects.standing()) == [first]

    def test_nobody_drops_what_another_follows(self) -> None:
        row = FollowFactory(kind=FollowKind.TOPIC, topic=TopicFactory())
        assert unfollow(subscriber=SubscriberFactory(), keys=[row.pk]) == 0
        assert unfollow(subscriber=row.subscriber, keys=[row.pk]) == 1

    @pytest.mark.parametrize("kind", [FollowKind.SEED, FollowKind.PROJECT, "inconnu"])
    def test_a_follow_holds_what_its_kind_says(self, kind: str) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowFactory(kind=kind, topic=TopicFactory())


def build(state: SubscriberState = SubscriberState.CONFIRMED, **fields: Any) -> Callable[[], Subscriber]:
    return lambda: SubscriberFactory(state=state, **fields)


@pytest.mark.parametrize(
    ("make", "receives"),
    [
        (build(), True),
        (build(SubscriberState.PENDING), False),
        (build(SubscriberState.LEFT), False),
        (build(rhythm=Rhythm.MONTHLY), False),
        (build(whole_letter=False), False),
        (build(paused_until=timezone.localdate() + timedelta(days=9)), False),
        (build(paused_until=timezone.localdate() - timedelta(days=9)), True),
    ],
)
@pytest.mark.usefixtures("house")
def test_a_letter_goes_whole_to_those_who_want_it_so(make: Callable[[], Subscriber], receives: bool) -> None:
    subscriber = make()
    assert list(Subscriber.objects.for_the_letter()) == ([subscriber] if receives else [])
