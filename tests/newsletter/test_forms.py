"""What the forms do against robots, and for people on other sites (issue item 1; law.md C-07 to C-09)."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.enums import FollowKind, Rhythm, SubscriberState
from newsletter.models import Demand, Follow, Subscriber
from newsletter.services import handle_demands, purge, remind, unsubscribe, write_late_mails
from newsletter.services.demands import MOST_AN_HOUR
from outbox.models import Message
from people.enums import ConsentPurpose
from people.humans import altcha
from people.humans.limits import count_use, forget_limits, network_of
from people.models import Consent, ConsentText, FormLimit
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.events import SeedFactory, SeriesPageFactory, WorkshopPageFactory
from tests.factories.home import CallPageFactory, OrganisationPageFactory, ProjectPageFactory
from tests.factories.newsletter import FollowFactory, SubscriberFactory
from tests.factories.tree import House
from tests.newsletter.conftest import stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]
FORM = "/abonnement/"


def post(client: Client, path: str = FORM, **changes: str) -> Any:
    filled = {"email": "ada@valclair.example", "agreed": "on", "website": "", "stamp": stamp(), **changes}
    return client.post(path, filled)


def link_of(message: Message) -> str:
    found = re.search(r"http://testserver(/abonnement/\S+)", message.content.text)
    assert found
    return found[1]


class TestTheAnswer:
    def test_it_costs_the_same_queries_whoever_is_known(self, client: Client) -> None:
        """law.md C-08: the same code path, so the same time."""
        SubscriberFactory(email="abonnee@valclair.example")
        SubscriberFactory(email="partie@valclair.example", state=SubscriberState.LEFT)
        SubscriberFactory(email="attend@valclair.example", state=SubscriberState.PENDING)
        post(client, email="premiere@valclair.example")
        seen = []
        for name in ("abonnee", "partie", "attend", "inconnue", "abonnee"):
            with CaptureQueriesContext(connection) as queries:
                assert post(client, email=f"{name}@valclair.example").status_code == 302
            seen.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
        assert seen == [seen[0]] * 5

    def test_nothing_is_done_before_the_background_job(self, client: Client) -> None:
        post(client)
        assert (Demand.objects.count(), Subscriber.objects.count()) == (1, 0)
        assert handle_demands(timezone.now()) == 1
        assert (Demand.objects.count(), Subscriber.objects.count()) == (0, 1)
        assert handle_demands(timezone.now()) == 0

    def test_a_demand_that_cannot_be_done_stops_no_other_and_goes_after_a_day(self, client: Client) -> None:
        post(client, email="premiere@valclair.example")
        Demand.objects.update(email="pas une adresse")
        post(client)
        assert handle_demands(timezone.now()) == 1
        assert Demand.objects.count() == 1
        handle_demands(timezone.now() + timedelta(days=2))
        assert Demand.objects.count() == 0


class TestTheStamp:
    @pytest.mark.parametrize(
        "given", [{"stamp": ""}, {"stamp": "forgé"}, {"age": timedelta()}, {"age": timedelta(hours=25)}]
    )
    def test_what_nobody_can_have_read_is_shown_again_with_what_was_typed(
        self, client: Client, given: dict[str, Any]
    ) -> None:
        response = post(client, stamp=given.get("stamp", stamp(age=given.get("age", timedelta()))))
        page = BeautifulSoup(response.content, "html.parser")
        field = page.select_one("[name=email]")
        assert field is not None
        assert (response.status_code, field["value"]) == (200, "ada@valclair.example")
        assert "Encore un coup d’œil" in page.text
        assert Demand.objects.count() == 0

    def test_the_form_of_a_partner_leads_to_our_words_and_remembers_the_site(self, client: Client) -> None:
        careful = Client(enforce_csrf_checks=True)
        partner = "https://www.partenaire.example"
        page = BeautifulSoup(
            careful.post(FORM, {"email": "a@b.example"}, headers={"Origin": partner}).content, "html.parser"
        )
        form = {field["name"]: field.get("value", "") for field in page.select("form.subscribe-form [name]")}
        assert (form["email"], form["source"]) == ("a@b.example", partner)
        with time_machine.travel(timezone.now() + timedelta(seconds=5)):
            assert careful.post(FORM, {**form, "agreed": "on", "letter": ""}).status_code == 302
        assert Demand.objects.get().source == partner
        assert list(careful.cookies) == []

    def test_the_consent_is_to_the_words_that_were_on_the_screen(self, client: Client) -> None:
        shown = stamp()
        text = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
        before = text.wording_hash
        text.label = "D’autres mots."
        text.save_revision().publish()
        post(client, stamp=shown)
        handle_demands(timezone.now())
        consent = Consent.objects.get()
        assert consent.wording_hash == before
        assert consent.text_revision.content["label"] != "D’autres mots."


class TestLimits:
    def test_one_connection_may_not_flood(self, client: Client) -> None:
        for _ in range(MOST_AN_HOUR):
            count_use("ip", "127.0.0.1", within=timedelta(hours=1))
        response = post(client)
        assert response.status_code == 429
        assert "ada@valclair.example" in response.content.decode()
        assert Demand.objects.count() == 0
        assert post(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302

    def test_a_mailbox_gets_three_mails_a_day_at_most(self, client: Client) -> None:
        morning = timezone.now().replace(hour=1, minute=0)
        with time_machine.travel(morning, tick=False) as clock:
            for _ in range(12):
                post(client)
                handle_demands(timezone.now())
                clock.shift(timedelta(minutes=61))
        assert Message.objects.count() == 3

    def test_nothing_is_kept_in_clear_nor_for_long(self, client: Client) -> None:
        post(client, email="ada@valclair.example")
        handle_demands(timezone.now())
        keys = set(FormLimit.objects.values_list("key", flat=True))
        assert {len(key) for key in keys} == {64}
        assert forget_limits(timezone.now() + timedelta(days=2)) == len(keys)

    @pytest.mark.parametrize(
        ("address", "network"),
        [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("garbage", "unknown")],
    )
    def test_a_household_is_one_network(self, address: str, network: str) -> None:
        assert network_of(address) == network


class TestProofOfWork:
    def solved(self) -> str:
        asked = altcha.challenge()
        number = next(
            number
            for number in range(asked["maxnumber"])
            if hashlib.sha256(f"{asked['salt']}{number}".encode()).hexdigest() == asked["challenge"]
        )
        return base64.b64encode(json.dumps({**asked, "number": number}).encode()).decode()

    def test_a_right_answer_serves_once_and_in_time(self) -> None:
        proof, late = self.solved(), self.solved()
        assert (altcha.is_solved(proof), altcha.is_solved(proof)) == (True, False)
        with time_machine.travel(timezone.now() + timedelta(minutes=21)):
            assert not altcha.is_solved(late)

    @pytest.mark.parametrize("change", [{"number": -1}, {"signature": "x"}, {"salt": "x?expires=9999999999"}])
    def test_a_forged_answer_is_refused(self, change: dict[str, Any]) -> None:
        answer = json.loads(base64.b64decode(self.solved()))
        assert not altcha.is_solved(base64.b64encode(json.dumps({**answer, **change}).encode()).decode())

    @pytest.mark.parametrize("payload", ["", "é", "bm9u", "W10="])
    def test_garbage_is_refused(self, payload: str) -> None:
        assert not altcha.is_solved(payload)

    def test_it_is_off_unless_asked_for(self, client: Client) -> None:
        assert "data-altcha" not in client.get(FORM).content.decode()
        with override_settings(FORMS_ALTCHA=True):
            assert "data-altcha" in client.get(FORM).content.decode()
            assert post(client).status_code == 422
            assert post(client, altcha=self.solved()).status_code == 302


class TestFollowingFromAPage:
    @pytest.fixture
    def things(self, house: House) -> dict[str, tuple[Any, str]]:
        workshop = WorkshopPageFactory(parent=house.agenda)
        seed = SeedFactory(workshop=workshop)
        pages = {
            "projet": ProjectPageFactory(parent=house.projects),
            "structure": OrganisationPageFactory(parent=house.organisations),
            "appel": CallPageFactory(parent=house.calls),
            "cycle": SeriesPageFactory(parent=house.agenda),
        }
        found = {kind: (page, page.url) for kind, page in pages.items()}
        return {**found, "graine": (seed, seed.get_absolute_url())}

    def test_a_button_stands_on_each_page_and_leads_to_its_form(
        self, client: Client, things: dict[str, tuple[Any, str]]
    ) -> None:
        for kind, (thing, url) in things.items():
            page = BeautifulSoup(client.get(url).content, "html.parser")
            button = page.select_one(".follow a")
            assert button is not None, kind
            assert button["href"] == f"/suivre/{kind}/{thing.pk}/"
            assert "checked" not in client.get(button["href"]).content.decode()

    def test_topics_and_territories_are_followed_from_a_page_or_the_list(self, client: Client, house: House) -> None:
        topic, territory = TopicFactory(), TerritoryFactory()
        project = ProjectPageFactory(parent=house.projects, territory=territory)
        project.topics.set([topic])
        project.save()
        wanted = {f"/suivre/theme/{topic.pk}/", f"/suivre/territoire/{territory.pk}/"}
        for path in (project.url, "/suivre/"):
            page = BeautifulSoup(client.get(path).content, "html.parser")
            assert wanted <= {str(link["href"]) for link in page.select("a[href]")}

    def test_who_follows_one_thing_gets_that_and_no_letter(self, client: Client) -> None:
        topic = TopicFactory()
        path = f"/suivre/theme/{topic.pk}/"
        assert post(client, path, follow=f"theme-{topic.pk}").status_code == 302
        handle_demands(timezone.now())
        confirm = link_of(Message.objects.get())
        assert topic.name in client.get(confirm).content.decode()
        assert not Follow.objects.standing().exists()
        client.post(confirm)
        subscriber = Subscriber.objects.confirmed().get()
        assert (subscriber.whole_letter, subscriber.rhythm) == (False, Rhythm.AT_ONCE)
        assert list(subscriber.follows.standing().values_list("topic", flat=True)) == [topic.pk]
        assert not Subscriber.objects.for_the_letter().exists()

    def test_the_address_of_a_subscriber_changes_nothing_before_they_say_yes(self, client: Client) -> None:
        reader, topic = SubscriberFactory(email="ada@valclair.example"), TopicFactory()
        post(client, f"/suivre/theme/{topic.pk}/", follow=f"theme-{topic.pk}")
        handle_demands(timezone.now())
        assert not reader.follows.standing().exists()
        client.post(link_of(Message.objects.get()))
        assert reader.follows.standing().count() == 1
        assert Subscriber.objects.for_the_letter().get() == reader

    def test_what_is_wished_within_the_hour_is_asked_by_one_later_mail(self, client: Client) -> None:
        SubscriberFactory(email="ada@valclair.example")
        topics = [TopicFactory() for _ in range(3)]
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for topic in topics:
                post(client, f"/suivre/theme/{topic.pk}/", follow=f"theme-{topic.pk}")
                handle_demands(timezone.now())
                clock.shift(timedelta(minutes=5))
            assert (Message.objects.count(), write_late_mails(timezone.now())) == (1, 0)
            clock.shift(timedelta(hours=1))
            assert (write_late_mails(timezone.now()), write_late_mails(timezone.now())) == (1, 0)
            client.post(link_of(Message.objects.latest("pk")))
        assert Follow.objects.standing().count() == 3

    def test_the_whole_letter_wished_within_the_hour_is_asked_by_a_later_mail(self, client: Client) -> None:
        reader = SubscriberFactory(email="ada@valclair.example", whole_letter=False, rhythm=Rhythm.AT_ONCE)
        with time_machine.travel(timezone.now(), tick=False) as clock:
            Subscriber.objects.update(mailed_at=timezone.now())
            clock.shift(timedelta(minutes=5))
            post(client)
            handle_demands(timezone.now())
            assert (Message.objects.count(), write_late_mails(timezone.now())) == (0, 0)
            clock.shift(timedelta(hours=1))
            assert (write_late_mails(timezone.now()), write_late_mails(timezone.now())) == (1, 0)
            reader.refresh_from_db()
            assert (reader.whole_letter, reader.letter_wished_at) == (False, None)
            client.post(link_of(Message.objects.get()))
        reader.refresh_from_db()
        assert reader.whole_letter

    def test_who_left_meanwhile_is_asked_nothing_of_what_was_wished(self, client: Client) -> None:
        reader = SubscriberFactory(email="ada@valclair.example", whole_letter=False, mailed_at=timezone.now())
        post(client)
        handle_demands(timezone.now())
        reader.refresh_from_db()
        assert reader.letter_wished_at is not None
        unsubscribe(subscriber=reader)
        reader.refresh_from_db()
        assert reader.letter_wished_at is None
        before = Message.objects.count()
        assert write_late_mails(timezone.now() + timedelta(hours=2)) == 0
        assert Message.objects.count() == before

    def test_a_wish_nobody_confirmed_goes_after_thirty_days(self) -> None:
        FollowFactory(kind=FollowKind.TOPIC, topic=TopicFactory(), confirmed_at=None)
        purge(timezone.now() + timedelta(days=31))
        assert not Follow.objects.exists()

    @pytest.mark.parametrize("path", ["/suivre/theme/99999/", "/suivre/rien/1/", "/suivre/projet/1/"])
    def test_what_cannot_be_followed_is_an_unknown_page(self, client: Client, path: str) -> None:
        assert (client.get(path).status_code, post(client, path).status_code) == (404, 404)

    def test_what_is_not_public_cannot_be_followed(self, client: Client, house: House) -> None:
        draft = ProjectPageFactory(parent=house.projects, live=False)
        assert client.get(f"/suivre/projet/{draft.pk}/").status_code == 404
        post(client, follow=f"projet-{draft.pk} inconnu-3 theme-x theme-{10**12}")
        handle_demands(timezone.now())
        assert not Follow.objects.exists()


class TestReminding:
    def test_one_reminder_three_days_later_and_its_link_works(self, client: Client) -> None:
        """law.md C-07: one reminder at most."""
        with time_machine.travel(timezone.now(), tick=False) as clock:
            post(client)
            handle_demands(timezone.now())
            clock.shift(timedelta(days=2))
            assert remind(timezone.now()) == 0
            clock.shift(timedelta(days=1, minutes=1))
            assert (remind(timezone.now()), remind(timezone.now())) == (1, 0)
            clock.shift(timedelta(days=5))
            assert remind(timezone.now()) == 0
            assert client.post(link_of(Message.objects.latest("pk"))).status_code == 200
        assert Subscriber.objects.confirmed().count() == 1

    @pytest.mark.parametrize("state", [SubscriberState.CONFIRMED, SubscriberState.LEFT])
    def test_nobody_else_is_reminded(self, state: str) -> None:
        SubscriberFactory(state=state, asked_at=timezone.now() - timedelta(days=4))
        assert remind(timezone.now()) == 0


def test_the_code_for_other_sites_loads_nothing_and_asks_for_an_address(client: Client) -> None:
    page = BeautifulSoup(client.get("/abonnement/ailleurs/").content, "html.parser")
    area = page.select_one("textarea")
    assert area is not None
    code = BeautifulSoup(area.text, "html.parser")
    form = code.select_one("form")
    assert form is not None
    assert (form["action"], form["method"]) == ("http://testserver/abonnement/", "post")
    assert [field["name"] for field in code.select("[name]")] == ["email"]
    assert code.select("script, iframe, img, link, style") == []
