"""Parts of the subscribers: by topic, territory, activity and follow, with exclusion (issue item 8)."""

import csv
import io
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.enums import Half, PresenceSource
from events.models import Attendance
from newsletter.enums import FollowKind, SelectionGround
from newsletter.models import Selection, SelectionRule, Subscriber
from newsletter.selections import selected
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.newsletter import FollowFactory, SubscriberFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def selection(*rules: dict[str, Any]) -> Selection:
    made = Selection.objects.create(name=f"Sélection {Selection.objects.count()}")
    for rule in rules:
        SelectionRule.objects.create(selection=made, **rule)
    return made


def people(*rules: dict[str, Any]) -> set[Subscriber]:
    return set(selected(selection(*rules)))


class TestGrounds:
    def test_without_a_rule_everybody_who_is_subscribed(self, house: House) -> None:
        one = SubscriberFactory()
        SubscriberFactory(state="left")
        SubscriberFactory(state="pending")
        assert people() == {one}

    def test_what_is_followed_by_topic_territory_or_page(self, house: House) -> None:
        topic, department = TopicFactory(), TerritoryFactory()
        commune = TerritoryFactory(parent=department)
        by_topic = FollowFactory(kind=FollowKind.TOPIC, topic=topic).subscriber
        by_place = FollowFactory(kind=FollowKind.TERRITORY, territory=commune).subscriber
        SubscriberFactory()
        assert people({"ground": SelectionGround.FOLLOWS, "topic": topic}) == {by_topic}
        assert people({"ground": SelectionGround.FOLLOWS, "territory": department}) == {by_place}
        assert people({"ground": SelectionGround.FOLLOWS}) == {by_topic, by_place}

    def test_who_registered_and_who_took_part(self, house: House) -> None:
        workshop = WorkshopPageFactory(parent=house.agenda)
        session = SessionFactory(event=workshop)
        came, missed, other = (SubscriberFactory() for _ in range(3))
        for one in (came, missed):
            registration = RegistrationFactory(session=session, person=one.person, contact_email=one.email)
            Attendance.objects.create(
                registration=registration,
                day=timezone.localdate(),
                half=next(iter(Half)),
                is_present=one == came,
                noted_at=timezone.now(),
                source=next(iter(PresenceSource)),
            )
        registered = {"ground": SelectionGround.REGISTERED, "page": workshop.page_ptr}
        took_part = {"ground": SelectionGround.TOOK_PART}
        assert people(registered) == {came, missed}
        assert people(took_part) == {came}
        assert people(registered, {**took_part, "is_excluded": True}) == {missed}
        assert people({**registered, "is_excluded": True}) == {other}

    def test_a_rule_is_about_one_thing(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            selection({"ground": SelectionGround.FOLLOWS, "topic": TopicFactory(), "territory": TerritoryFactory()})


class TestScreens:
    @pytest.fixture
    def desk(self, client: Client, house: House) -> Client:
        client.force_login(UserFactory(groups=["Modération"]))
        return client

    def test_a_selection_is_made_with_its_rules_and_counted(self, desk: Client) -> None:
        topic = TopicFactory()
        FollowFactory(kind=FollowKind.TOPIC, topic=topic)
        rules = {
            "rules-TOTAL_FORMS": "1",
            "rules-INITIAL_FORMS": "0",
            "rules-MIN_NUM_FORMS": "0",
            "rules-MAX_NUM_FORMS": "1000",
            "rules-0-ground": "follows",
            "rules-0-topic": topic.pk,
            "rules-0-ORDER": "1",
        }
        assert desk.get(reverse("selections:add")).status_code == 200
        assert desk.post(reverse("selections:add"), {"name": "Mobilité", **rules}).status_code == 302
        page = desk.get(reverse("selections:index")).content.decode()
        assert "Mobilité" in page
        assert selected(Selection.objects.get()).count() == 1

    def test_the_register_and_its_export_are_narrowed(self, desk: Client) -> None:
        topic = TopicFactory()
        one = FollowFactory(kind=FollowKind.TOPIC, topic=topic).subscriber
        SubscriberFactory()
        made = selection({"ground": SelectionGround.FOLLOWS, "topic": topic})
        response = desk.get("/admin/newsletter/subscriber/", {"selection": made.pk, "export": "csv"})
        rows = list(csv.reader(io.StringIO(b"".join(response).decode())))
        assert [row[0] for row in rows[1:]] == [one.email]

    def test_one_query_whatever_the_rules(self, house: House) -> None:
        made = selection(*[{"ground": ground} for ground in SelectionGround])
        list(made.rules.all())
        with CaptureQueriesContext(connection) as queries:
            list(selected(Selection.objects.prefetch_related("rules").get()))
        assert len(queries) == 3
