"""The preference centre, the receipt and the change of address (issue items 1 and 2; law.md C-04, C-06, L-05, L-06)."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from newsletter.enums import FollowKind, ImportVerdict, LeaveReason, NoveltyKind, Rhythm, Route, SubscriberState
from newsletter.links import leaving_places, preferences_url
from newsletter.lists.entries import Entry
from newsletter.models import AddressMove, Follow, Novelty, Subscriber, Told
from newsletter.services import forget_moves, handle_demands, leave, subscribe, unsubscribe
from newsletter.services.importing import judge
from outbox.models import Message
from people.enums import ConsentPurpose
from people.models import ConsentText
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.newsletter import FollowFactory, SubscriberFactory
from tests.newsletter.conftest import stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


@pytest.fixture
def reader() -> Subscriber:
    return SubscriberFactory(email="ada@valclair.example")


def path_of(subscriber: Subscriber) -> str:
    return preferences_url(subscriber).removeprefix("http://testserver")


def token_of(subscriber: Subscriber) -> str:
    return path_of(subscriber).rstrip("/").rpartition("/")[2]


def choose(client: Client, subscriber: Subscriber, **choices: Any) -> Any:
    filled = {"whole_letter": "on", "rhythm": Rhythm.EACH_LETTER, "pause": "", "territory": "", **choices}
    response = client.post(path_of(subscriber), {name: value for name, value in filled.items() if value is not None})
    subscriber.refresh_from_db()
    return response


class TestChoosing:
    def test_a_look_changes_nothing(self, client: Client, reader: Subscriber) -> None:
        """law.md L-04."""
        row = FollowFactory(subscriber=reader, kind=FollowKind.TOPIC, topic=TopicFactory())
        page = client.get(path_of(reader)).content.decode()
        assert str(row) in page
        assert "ada@" not in page, "a letter that was forwarded does not show the address of its reader"
        assert client.head(path_of(reader)).status_code == 200
        assert Follow.objects.standing().get() == row

    def test_one_thing_is_dropped_and_others_are_added(self, client: Client, reader: Subscriber) -> None:
        dropped = FollowFactory(subscriber=reader, kind=FollowKind.TOPIC, topic=TopicFactory())
        kept = FollowFactory(subscriber=reader, kind=FollowKind.TERRITORY, territory=TerritoryFactory())
        topic, territory = TopicFactory(), TerritoryFactory()
        response = choose(
            Client(enforce_csrf_checks=True), reader, follows=[kept.pk], topics=[topic.pk], territory=territory.pk
        )
        assert (response.status_code, "enregistrés" in response.content.decode()) == (200, True)
        assert not Follow.objects.filter(pk=dropped.pk).exists()
        rows = Follow.objects.standing().filter(subscriber=reader).order_by("pk")
        assert [row.target for row in rows] == [kept.target, topic, territory]

    def test_the_rhythm_counts_from_the_choice(self, client: Client, reader: Subscriber) -> None:
        choose(client, reader, rhythm=Rhythm.MONTHLY)
        assert reader.rhythm == Rhythm.MONTHLY
        assert reader.rhythm_since == reader.digested_at is not None
        since = reader.rhythm_since
        choose(client, reader, rhythm=Rhythm.MONTHLY)
        assert reader.rhythm_since == since

    def test_a_pause_is_made_kept_and_ended(self, client: Client, reader: Subscriber) -> None:
        choose(client, reader, pause="3")
        until = timezone.localdate() + timedelta(days=91)
        assert reader.paused_until == until
        assert not Subscriber.objects.for_the_letter().exists()
        choose(client, reader, pause="stay")
        assert reader.paused_until == until
        choose(client, reader, pause="")
        assert list(Subscriber.objects.for_the_letter()) == [reader]

    def test_following_nothing_is_said(self, client: Client, reader: Subscriber) -> None:
        page = choose(client, reader, whole_letter=None).content.decode()
        assert "Vous ne suivez rien" in page
        assert reader.state == SubscriberState.CONFIRMED

    def test_a_forged_choice_is_refused_in_words(self, client: Client, reader: Subscriber) -> None:
        response = choose(client, reader, rhythm="chaque minute")
        assert response.status_code == 422
        assert reader.rhythm == Rhythm.EACH_LETTER

    def test_links_of_others_altered_or_of_who_left(self, client: Client, reader: Subscriber) -> None:
        """law.md L-05, L-06."""
        leaving = leaving_places(reader, base_url="")["leave_url"].rstrip("/").rpartition("/")[2]
        for token in ("x", token_of(reader)[:-1], leaving):
            assert client.get(f"/abonnement/preferences/{token}/").status_code == 404
        unsubscribe(subscriber=reader)
        response = client.get(path_of(reader))
        assert (response.status_code, "C’était déjà fait" in response.content.decode()) == (410, True)

    def test_its_pages_keep_their_address_to_themselves(self, client: Client, reader: Subscriber) -> None:
        response = client.get(path_of(reader))
        assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("no-referrer", True)

    def test_leaving_forgets_what_was_followed(self, reader: Subscriber) -> None:
        FollowFactory(subscriber=reader, kind=FollowKind.TOPIC, topic=TopicFactory())
        unsubscribe(subscriber=reader)
        assert not Follow.objects.exists()


class TestAskingForTheLink:
    def ask(self, client: Client, email: str) -> Any:
        response = client.post("/abonnement/preferences/", {"email": email, "website": "", "stamp": stamp()})
        handle_demands(timezone.now())
        return response

    def test_it_comes_by_mail_to_who_has_one_and_the_answer_is_the_same(
        self, client: Client, reader: Subscriber
    ) -> None:
        SubscriberFactory(email="attend@valclair.example", state=SubscriberState.PENDING)
        with time_machine.travel(timezone.now(), tick=False):  # a link carries the second it was made in
            answers = [self.ask(client, f"{name}@valclair.example") for name in ("inconnue", "attend", "ada", "ada")]
            link = path_of(reader)
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, "/abonnement/preferences/demandees/")
        }
        message = Message.objects.get()
        assert message.address == reader.email
        assert link in message.content.text


class TestTheReceipt:
    def test_each_receipt_shows_its_own_words(self, client: Client) -> None:
        """law.md C-04: the form is edited five times."""
        text = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
        readers = []
        for number in range(5):
            text.label = f"J’accepte, version {number}."
            text.save_revision().publish()
            readers.append(SubscriberFactory())
        for number, reader in enumerate(readers):
            response = client.get(f"/abonnement/recu/{token_of(reader)}/")
            receipt = response.content.decode()
            assert re.findall(r"version (\d)", receipt) == [str(number)]
            assert reader.email in receipt
            assert "/abonnement/" in receipt
            assert re.search(r"\nSceau : [0-9a-f]{64}\n$", receipt)
            assert "attachment" in response["Content-Disposition"]

    def test_it_is_for_who_holds_the_link(self, client: Client) -> None:
        assert client.get("/abonnement/recu/x/").status_code == 404


class TestChangingAddress:
    def ask(self, client: Client, reader: Subscriber, email: str = "ada@ailleurs.example") -> Any:
        return client.post(f"/abonnement/adresse/{token_of(reader)}/", {"email": email})

    def links(self) -> dict[str, str]:
        rows = Message.objects.filter(dedup_key__startswith="move:").order_by("pk")
        return {row.address: re.search(r"http://testserver(\S+)", row.content.text)[1] for row in rows}

    @pytest.mark.parametrize("order", [1, -1])
    def test_it_is_done_when_both_mailboxes_said_yes(self, client: Client, reader: Subscriber, order: int) -> None:
        old_places = leaving_places(reader, base_url="")
        assert self.ask(client, reader).status_code == 200
        first, second = list(self.links().values())[::order]
        assert client.get(first).status_code == 200
        assert "il manque l’autre adresse" in client.post(first).content.decode()
        reader.refresh_from_db()
        assert reader.email == "ada@valclair.example"
        assert "C’est fait" in client.post(second).content.decode()
        reader.refresh_from_db()
        assert (reader.email, reader.state) == ("ada@ailleurs.example", SubscriberState.CONFIRMED)
        assert reader.permit.address == "ada@ailleurs.example"
        assert client.get(old_places["preferences_url"]).status_code == 404
        token = old_places["leave_url"].rstrip("/").rpartition("/")[2]
        assert not leave(token=token, reason=LeaveReason.LINK).already_gone

    def test_no_old_list_brings_the_former_address_back(self, client: Client, reader: Subscriber) -> None:
        """law.md G-11; who comes back there by themselves may."""
        self.ask(client, reader)
        for link in self.links().values():
            client.post(link)
        assert [verdict for _entry, verdict in judge([Entry("ada@valclair.example")])] == [ImportVerdict.OPPOSED]
        subscribe(email="ada@valclair.example", source="/")
        mail = Message.objects.filter(scope="subscription").latest("pk")
        client.post(re.search(r"http://testserver(\S+)", mail.content.text)[1])
        assert Subscriber.objects.confirmed().count() == 2

    def test_one_mailbox_alone_moves_nobody(self, client: Client, reader: Subscriber) -> None:
        self.ask(client, reader)
        for _ in range(3):
            client.post(self.links()["ada@ailleurs.example"])
        reader.refresh_from_db()
        assert reader.email == "ada@valclair.example"

    @pytest.mark.parametrize("state", SubscriberState.values)
    def test_an_address_that_is_known_already_takes_over(self, client: Client, reader: Subscriber, state: str) -> None:
        other = SubscriberFactory(email="ada@ailleurs.example", state=state)
        topic = TopicFactory()
        FollowFactory(subscriber=reader, kind=FollowKind.TOPIC, topic=topic)
        self.ask(client, reader)
        for link in self.links().values():
            client.post(link)
        other.refresh_from_db()
        reader.refresh_from_db()
        assert (other.state, reader.state) == (SubscriberState.CONFIRMED, SubscriberState.LEFT)
        assert list(other.follows.values_list("topic", flat=True)) == [topic.pk]

    def test_what_was_told_at_the_former_address_is_not_told_again_at_a_known_one(
        self, client: Client, reader: Subscriber
    ) -> None:
        other = SubscriberFactory(email="ada@ailleurs.example")
        news = [
            Novelty.objects.create(kind=NoveltyKind.PUBLISHED, page=page, at=timezone.now())
            for page in Page.objects.order_by("pk")[:2]
        ]
        for subscriber, novelties in ((reader, news), (other, news[:1])):
            for novelty in novelties:
                Told.objects.create(subscriber=subscriber, novelty=novelty, route=Route.ALERT, at=timezone.now())
        self.ask(client, reader)
        for link in self.links().values():
            client.post(link)
        assert [row.novelty for row in other.told.order_by("novelty_id")] == news

    @pytest.mark.parametrize("email", ["", "ada@", "ada@valclair.example"])
    def test_a_bad_address_is_said_and_kept(self, client: Client, reader: Subscriber, email: str) -> None:
        response = self.ask(client, reader, email)
        assert response.status_code == 422
        assert not AddressMove.objects.exists()

    def test_its_links_die_after_a_week(self, client: Client, reader: Subscriber) -> None:
        self.ask(client, reader)
        link = self.links()["ada@ailleurs.example"]
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
            assert forget_moves(timezone.now()) == 1
        assert client.post(link).status_code == 410

    def test_fifty_demands_write_one_pair_of_mails(self, client: Client, reader: Subscriber) -> None:
        for number in range(5):
            self.ask(client, reader, f"victime-{number}@ailleurs.example")
        assert len(self.links()) == 2


def test_the_page_can_be_filled_without_a_script(client: Client, reader: Subscriber) -> None:
    page = BeautifulSoup(client.get(path_of(reader)).content, "html.parser")
    assert page.select("script") == []
    assert page.select_one("form[method=post] button[type=submit]") is not None
