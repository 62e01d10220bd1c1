"""Parts of the subscribers: by topic, territory, activity and follow, with exclusion (issue item 8)."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.enums import Half, PresenceSource
from events.models import Attendance
from newsletter.audience import audience
from newsletter.enums import FollowKind, NoveltyKind, SelectionGround
from newsletter.errors import LetterNotReady
from newsletter.fingerprints import fingerprint_of
from newsletter.models import Dispatch, LetterPage, Novelty, Schedule, Selection, SelectionRule, Subscriber
from newsletter.reach import count_without, those_without
from newsletter.selections import selected
from newsletter.services import note_novelties, schedule_letter, send_due_letters, send_letter
from outbox.models import Message
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
        rows = list(csv.reader(io.StringIO(b"".join(response).decode()), delimiter=";"))
        assert [row[0] for row in rows[1:]] == [one.email]

    def test_one_query_whatever_the_rules(self, house: House) -> None:
        made = selection(*[{"ground": ground} for ground in SelectionGround])
        list(made.rules.all())
        with CaptureQueriesContext(connection) as queries:
            list(selected(Selection.objects.prefetch_related("rules").get()))
        assert len(queries) == 3


class TestLetterToASelection:
    """Issue item 8: segments. Who is not in it gets nothing, and is counted before the click."""

    @pytest.fixture
    def some(self, house: House) -> tuple[Selection, Subscriber, Subscriber]:
        """A selection, somebody in it, and somebody who is not."""
        topic = TopicFactory()
        inside = FollowFactory(kind=FollowKind.TOPIC, topic=topic).subscriber
        return selection({"ground": SelectionGround.FOLLOWS, "topic": topic}), inside, SubscriberFactory()

    def desk(self, client: Client) -> Client:
        client.force_login(UserFactory(groups=["Rédaction"]))
        return client

    def screen(self, letter: LetterPage, name: str = "send") -> str:
        return reverse(f"newsletter_admin:{name}", args=[letter.pk])

    def test_it_is_counted_sent_and_said(
        self, letter: LetterPage, some: tuple[Selection, Subscriber, Subscriber], client: Client
    ) -> None:
        chosen, inside, outside = some
        SubscriberFactory(state="left")
        counted = audience(chosen)
        assert (counted.recipients, counted.outside, counted.known) == (1, 1, 3)
        desk = self.desk(client)
        page = desk.get(self.screen(letter), {"selection": chosen.pk}).content.decode()
        assert f"1 qui n’est pas dans la sélection « {chosen} »" in page
        assert "Envoyer à 1 personne" in page
        fields = {"fingerprint": fingerprint_of(letter), "selection": chosen.pk}
        desk.post(self.screen(letter), fields)
        assert list(Message.objects.values_list("address", flat=True)) == [inside.email]
        assert f"à la sélection « {chosen} » seulement" in desk.get(self.screen(letter)).content.decode()
        # Nobody outside is among « those who do not have it », and what some were told was not told to all.
        dispatch = Dispatch.objects.get()
        Message.objects.update(state="accepted", departed_at=timezone.now(), settled_at=timezone.now())
        assert count_without(dispatch) == len(list(those_without(dispatch))) == 0
        note_novelties(timezone.now())
        assert not Novelty.objects.filter(kind=NoveltyKind.LETTER).exists()
        assert outside.email not in Message.objects.values_list("address", flat=True)

    def test_a_selection_a_letter_went_to_is_kept_and_the_screen_says_why(
        self, letter: LetterPage, some: tuple[Selection, Subscriber, Subscriber], client: Client
    ) -> None:
        chosen, _inside, _outside = some
        send_letter(letter=letter, decided_by=None, selection=chosen)
        client.force_login(UserFactory(groups=["Modération"]))
        screen = reverse("selections:delete", args=[chosen.pk])
        assert client.get(screen).status_code == 200
        answer = client.post(screen, follow=True).content.decode()
        assert f"Une lettre est partie, ou doit partir, à la sélection « {chosen} »" in answer
        assert Selection.objects.filter(pk=chosen.pk).exists()

    def test_a_letter_whose_selection_was_lost_goes_to_nobody_else_and_says_why(
        self, letter: LetterPage, some: tuple[Selection, Subscriber, Subscriber], client: Client
    ) -> None:
        """Rows older than the rule that keeps selections."""
        chosen, _inside, outside = some
        dispatch = send_letter(letter=letter, decided_by=None, selection=chosen)
        Message.objects.update(state="accepted", departed_at=timezone.now(), settled_at=timezone.now())
        Dispatch.objects.update(selection=None)
        dispatch.refresh_from_db()
        assert (count_without(dispatch), list(those_without(dispatch))) == (0, [])
        desk, gone = self.desk(client), f"La sélection « {chosen} » n’existe plus"
        assert gone in desk.get(self.screen(letter)).content.decode()
        assert gone in desk.post(self.screen(letter, "others"), follow=True).content.decode()
        desk.post(self.screen(letter, "erratum"), {"text": "La date était fausse : c’est le 12."})
        assert outside.email not in Message.objects.values_list("address", flat=True)
        assert Message.objects.count() == 2, "the correction goes to who got the letter"

    def test_what_a_rule_names_is_kept_for_without_it_everybody_would_be_selected(
        self, house: House, client: Client
    ) -> None:
        topic, territory = TopicFactory(), TerritoryFactory()
        page = WorkshopPageFactory(parent=house.agenda)
        named_by_rules = ({"topic": topic}, {"territory": territory}, {"page": page.page_ptr})
        made = selection(*({"ground": SelectionGround.FOLLOWS, **named} for named in named_by_rules))
        for named in (topic, territory):
            with pytest.raises(ProtectedError):
                named.delete()
        client.force_login(UserFactory(is_superuser=True))
        for doomed in (page, house.agenda):
            answer = client.post(reverse("wagtailadmin_pages:delete", args=[doomed.pk]), follow=True)
            assert f"personnes de la sélection « {made} »" in answer.content.decode()
        assert (made.rules.count(), WorkshopPageFactory._meta.model.objects.count()) == (3, 1)

    def test_a_selection_that_is_gone_never_means_everybody(
        self, letter: LetterPage, some: tuple[Selection, Subscriber, Subscriber], client: Client
    ) -> None:
        chosen, _inside, _outside = some
        fields = {"fingerprint": fingerprint_of(letter), "selection": chosen.pk}
        chosen.delete()
        answer = self.desk(client).post(self.screen(letter), fields)
        assert (answer.status_code, Message.objects.count()) == (422, 0)
        assert "n’existe plus" in answer.content.decode()

    def test_an_empty_one_stops_the_departure(self, letter: LetterPage, house: House) -> None:
        SubscriberFactory()
        nobody = selection({"ground": SelectionGround.FOLLOWS, "topic": TopicFactory()})
        with pytest.raises(LetterNotReady, match="Personne"):
            send_letter(letter=letter, decided_by=None, selection=nobody)

    def test_a_scheduled_letter_keeps_its_selection(
        self, letter: LetterPage, some: tuple[Selection, Subscriber, Subscriber]
    ) -> None:
        chosen, inside, _outside = some
        hour = timezone.now() + timedelta(hours=1)
        schedule_letter(letter=letter, leaves_at=hour, decided_by=None, seen=fingerprint_of(letter), selection=chosen)
        with pytest.raises(ProtectedError):
            chosen.delete()
        assert Schedule.objects.get().selection == chosen
        with time_machine.travel(hour + timedelta(minutes=1)):
            assert send_due_letters(timezone.now()) == 1
        assert list(Message.objects.values_list("address", flat=True)) == [inside.email]
