"""Asking for the infolettre and confirming it (law.md C-01 to C-09; requirements S3-11)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsletter.enums import LeaveReason, SubscriberState
from newsletter.links import confirm_url, leaving_places
from newsletter.models import Subscriber
from newsletter.services import confirm, handle_demands, leave, purge, subscribe, unsubscribe
from newsletter.services.reminding import write_late_mails
from outbox.models import Message, Permit
from outbox.services import suppress
from people.enums import ConsentPurpose
from people.links import LinkInvalid
from people.models import Consent, ConsentText, Person
from tests.factories.cms import TopicFactory
from tests.factories.newsletter import SubscriberFactory
from tests.factories.people import PersonFactory
from tests.newsletter.conftest import stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]

FORM = "/abonnement/"
THANKS = "/abonnement/merci/"


def ask(client: Client, email: str = "ada@valclair.example", **changes: str):
    """Post the form, then do what the background job does with it."""
    filled = {"email": email, "agreed": "on", "source": "/actualites/", "website": "", "stamp": stamp(), **changes}
    response = client.post(FORM, filled)
    handle_demands(timezone.now())
    return response


def link_in(message: Message) -> str:
    found = re.search(r"http://testserver(/abonnement/\S+)", message.content.text)
    assert found
    return found[1]


def the_subscriber() -> Subscriber:
    return Subscriber.objects.select_related("permit", "consent").get()


class TestAsking:
    def test_a_demand_is_pending_until_confirmed_and_holds_no_right_to_write(self, client: Client) -> None:
        response = ask(client, "  Ada@Valclair.EXAMPLE ")
        assert (response.status_code, response["Location"]) == (302, THANKS)
        subscriber = the_subscriber()
        assert subscriber.email == "ada@valclair.example"
        assert subscriber.state == SubscriberState.PENDING
        assert Permit.objects.count() == 0
        assert list(Subscriber.objects.confirmed()) == []

    def test_the_consent_points_to_the_words_that_were_shown_and_to_the_page(self, client: Client) -> None:
        text = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
        ask(client)
        consent = the_subscriber().consent
        assert consent is not None
        assert (consent.text_revision_id, consent.wording_hash) == (text.live_revision_id, text.wording_hash)
        assert (consent.source, consent.confirmed_at) == ("/actualites/", None)

    def test_one_mail_carries_one_link_to_confirm(self, client: Client) -> None:
        ask(client)
        message = Message.objects.get()
        assert (message.address, message.scope) == ("ada@valclair.example", "subscription")
        assert message.content.subject == "Confirmez votre abonnement à l’infolettre"
        assert link_in(message).startswith("/abonnement/confirmer/")

    def test_fifty_posts_in_a_minute_write_one_mail_to_the_victim(self, client: Client) -> None:
        """law.md C-09."""
        for _ in range(50):
            ask(client)
        assert Message.objects.count() == 1
        assert Subscriber.objects.count() == 1

    def test_after_an_hour_one_may_ask_again_and_both_links_work(self, client: Client) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            ask(client)
            clock.shift(timedelta(minutes=61))
            ask(client)
            first, second = (link_in(message) for message in Message.objects.order_by("pk"))
            assert client.post(first).status_code == 200
            assert client.post(second).status_code == 200
        assert the_subscriber().state == SubscriberState.CONFIRMED

    @pytest.mark.parametrize("state", [None, *SubscriberState.values])
    def test_the_answer_is_the_same_bytes_whoever_is_known(self, client: Client, state: str | None) -> None:
        """law.md C-08."""
        if state:
            SubscriberFactory(email="ada@valclair.example", state=state)
        stranger = ask(Client(), "inconnue@valclair.example")
        known = ask(client)
        assert (known.status_code, known.content, dict(known.headers)) == (
            stranger.status_code,
            stranger.content,
            dict(stranger.headers),
        )
        assert client.get(THANKS).content == Client().get(THANKS).content

    def test_a_subscriber_asked_for_again_learns_it_by_mail_and_keeps_everything(self, client: Client) -> None:
        subscriber = SubscriberFactory(email="ada@valclair.example")
        before = (subscriber.consent_id, subscriber.asked_at, subscriber.confirmed_at, subscriber.permit_id)
        ask(client)
        again = the_subscriber()
        assert (again.consent_id, again.asked_at, again.confirmed_at, again.permit_id) == before
        assert Message.objects.get().content.subject == "Vous recevez déjà l’infolettre"

    def test_a_robot_that_fills_the_trap_gets_the_same_answer_and_nothing_happens(self, client: Client) -> None:
        response = ask(client, website="https://spam.example")
        assert (response.status_code, response["Location"]) == (302, THANKS)
        assert (Subscriber.objects.count(), Message.objects.count(), Person.objects.count()) == (0, 0, 0)

    @pytest.mark.parametrize("minutes", [10, 61])
    @pytest.mark.parametrize("letter_first", [True, False])
    def test_asking_for_one_thing_more_takes_nothing_back(
        self, client: Client, minutes: int, letter_first: bool
    ) -> None:
        """Whatever the order, and also when only the first link is used."""
        asked = [{}, {"follow": f"theme-{TopicFactory().pk}"}]
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for changes in asked if letter_first else reversed(asked):
                ask(client, **changes)
                clock.shift(timedelta(minutes=minutes))
            client.post(link_in(Message.objects.earliest("pk")))
        subscriber = the_subscriber()
        assert (subscriber.state, subscriber.whole_letter) == (SubscriberState.CONFIRMED, True)
        assert subscriber.follows.standing().count() == 1

    def test_who_left_and_comes_back_within_the_hour_is_written_to_an_hour_later(self, client: Client) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            ask(client)
            client.post(link_in(Message.objects.get()))
            clock.shift(timedelta(minutes=5))
            unsubscribe(subscriber=the_subscriber())
            clock.shift(timedelta(minutes=5))
            ask(client)
            ask(client)
            assert (Message.objects.count(), write_late_mails(timezone.now())) == (1, 0)
            clock.shift(timedelta(hours=1))
            assert (write_late_mails(timezone.now()), write_late_mails(timezone.now())) == (1, 0)
            client.post(link_in(Message.objects.latest("pk")))
        assert the_subscriber().state == SubscriberState.CONFIRMED

    def test_the_person_known_at_the_address_is_found_again(self, client: Client) -> None:
        person = PersonFactory(email="ada@valclair.example", given_name="Ada")
        ask(client)
        assert the_subscriber().person == person


class TestTheForm:
    def test_the_box_is_not_ticked_and_the_words_stand_beside_it(self, client: Client) -> None:
        """law.md C-01, G-03."""
        text = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
        page = client.get(FORM).content.decode()
        assert "checked" not in page
        assert text.label in page
        assert "trois ans sans nouvelles de vous" in page
        assert "Responsable de ces données" in page

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"email": ""}, "Écrivez votre adresse électronique."),
            ({"email": "ada@"}, "Cette adresse n’est pas complète."),
            ({"email": "ada@valclair..example"}, "Cette adresse n’est pas complète."),
            ({"email": f"{'a' * 250}@valclair.example"}, "caractères"),
            ({"agreed": ""}, "sans votre accord, nous ne pouvons pas vous écrire."),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, client: Client, changes: dict[str, str], words: str
    ) -> None:
        response = ask(client, **{"email": "ada@valclair.example", **changes})
        assert response.status_code == 422
        page = response.content.decode()
        assert words in page
        assert changes.get("email", "ada@valclair.example") in page
        assert Subscriber.objects.count() == 0

    @pytest.mark.parametrize("source", ["x" * 5_000, "\x00", "é\r\n"])
    def test_a_forged_source_never_breaks_the_page(self, client: Client, source: str) -> None:
        assert ask(client, source=source).status_code in (302, 422)

    def test_without_a_published_wording_nothing_is_collected(self, client: Client) -> None:
        ConsentText.objects.filter(purpose=ConsentPurpose.LETTER).update(live=False)
        assert client.get(FORM).status_code == 200
        assert "ne sont pas ouverts" in client.get(FORM).content.decode()
        assert ask(client).status_code == 503
        assert Person.objects.count() == 0

    def test_no_cookie_and_no_token_are_asked_of_readers(self) -> None:
        careful = Client(enforce_csrf_checks=True)
        assert ask(careful).status_code == 302
        assert list(careful.cookies) == []


class TestConfirming:
    def path(self, client: Client) -> str:
        ask(client)
        return link_in(Message.objects.latest("pk"))

    def test_the_button_gives_the_right_to_write_and_dates_the_proof(self, client: Client) -> None:
        path = self.path(client)
        assert Client(enforce_csrf_checks=True).post(path).status_code == 200
        subscriber = the_subscriber()
        assert subscriber.state == SubscriberState.CONFIRMED
        assert subscriber.consent is not None
        assert subscriber.consent.confirmed_at == subscriber.confirmed_at
        assert subscriber.permit is not None
        assert (subscriber.permit.address, subscriber.permit.purpose) == ("ada@valclair.example", "letter")

    def test_a_scanner_that_follows_the_link_confirms_nothing(self, client: Client) -> None:
        """law.md C-07, L-04."""
        path = self.path(client)
        for _ in range(50):
            assert client.get(path).status_code == 200
            assert client.head(path).status_code == 200
        assert the_subscriber().state == SubscriberState.PENDING

    def test_confirming_twice_changes_nothing(self, client: Client) -> None:
        path = self.path(client)
        client.post(path)
        first = the_subscriber().confirmed_at
        assert client.post(path).status_code == 200
        assert the_subscriber().confirmed_at == first
        assert Consent.objects.count() == 1

    def test_the_link_expires_after_seven_days_and_no_log_names_it(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        """law.md L-05."""
        with time_machine.travel(timezone.now(), tick=False) as clock:
            path = self.path(client)
            clock.shift(timedelta(days=7, seconds=2))
            for response in (client.get(path), client.post(path)):
                assert response.status_code == 410
                assert "plus de sept jours" in response.content.decode()
        assert [text for text in caplog.messages if path in text] == []
        assert the_subscriber().state == SubscriberState.PENDING

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_altered_link_is_an_unknown_page(self, client: Client, method: str) -> None:
        path = self.path(client)
        altered = path.replace("/confirmer/", "/confirmer/x")
        assert getattr(client, method)(altered).status_code == 404

    def test_a_link_used_before_leaving_does_not_bring_back(self, client: Client) -> None:
        path = self.path(client)
        client.post(path)
        unsubscribe(subscriber=the_subscriber())
        response = client.post(path)
        assert response.status_code == 410
        assert "a déjà servi" in response.content.decode()
        assert the_subscriber().state == SubscriberState.LEFT

    def test_the_link_of_a_forgotten_demand_says_so(self, client: Client) -> None:
        path = self.path(client)
        Subscriber.objects.all().delete()
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 410

    @pytest.mark.parametrize("path", ["/abonnement/confirmer/", "/abonnement/quitter/", "/abonnement/quitter/x/y/"])
    def test_a_cut_address_is_an_unknown_page(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_its_page_keeps_its_address_to_itself(self, client: Client) -> None:
        """law.md L-05."""
        response = client.get(self.path(client))
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


class TestComingBack:
    def test_someone_who_left_comes_back_by_the_same_path_with_a_new_consent(self, client: Client) -> None:
        SubscriberFactory(email="ada@valclair.example", state=SubscriberState.LEFT)
        old = Consent.objects.get()
        ask(client)
        assert the_subscriber().state == SubscriberState.LEFT
        client.post(link_in(Message.objects.get()))
        back = the_subscriber()
        assert back.state == SubscriberState.CONFIRMED
        assert back.consent != old
        assert Consent.objects.given().get() == back.consent

    def test_a_complaint_does_not_forbid_to_ask_again(self, client: Client) -> None:
        SubscriberFactory(email="ada@valclair.example")
        suppress(address="ada@valclair.example", scope="letter", reason="signalé comme indésirable")
        assert the_subscriber().state == SubscriberState.LEFT
        ask(client)
        client.post(link_in(Message.objects.get()))
        assert list(Subscriber.objects.confirmed()) == [the_subscriber()]

    def test_words_changed_since_the_first_demand_ask_for_a_new_consent(self) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            subscribe(email="ada@valclair.example", source="/")
            first = the_subscriber().consent
            text = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
            text.label = "J’accepte, en d’autres mots."
            text.save_revision().publish()
            clock.shift(timedelta(hours=2))
            subscribe(email="ada@valclair.example", source="/")
        second = the_subscriber().consent
        assert first is not None
        assert second is not None
        first.refresh_from_db()
        assert first.withdrawn_at is not None
        assert second.text_revision.content["label"] == "J’accepte, en d’autres mots."
        assert first.text_revision.content["label"] != second.text_revision.content["label"]


class TestForgetting:
    def test_a_demand_never_confirmed_goes_after_thirty_days_with_its_person(self, client: Client) -> None:
        """law.md G-07."""
        ask(client)
        assert purge(timezone.now() + timedelta(days=29, hours=23)) == 0
        assert purge(timezone.now() + timedelta(days=30, hours=1)) == 1
        assert (Subscriber.objects.count(), Person.objects.count(), Consent.objects.count()) == (0, 0, 0)

    def test_a_person_known_elsewhere_stays(self) -> None:
        subscriber = SubscriberFactory(state=SubscriberState.PENDING)
        Consent.objects.create(
            person=subscriber.person,
            purpose=ConsentPurpose.VOLUNTEER,
            text_revision=ConsentText.objects.get(purpose=ConsentPurpose.VOLUNTEER).live_revision,
            wording_hash="x",
            method="web",
            source="/",
            given_at=timezone.now(),
        )
        assert purge(timezone.now() + timedelta(days=31)) == 1
        assert list(Person.objects.all()) == [subscriber.person]

    def test_those_who_receive_the_letter_stay(self) -> None:
        SubscriberFactory()
        assert purge(timezone.now() + timedelta(days=3_000)) == 0

    def test_those_who_left_go_thirty_days_later(self) -> None:
        SubscriberFactory(state=SubscriberState.LEFT)
        assert purge(timezone.now() + timedelta(days=29)) == 0
        assert purge(timezone.now() + timedelta(days=31)) == 1
        assert Subscriber.objects.count() == 0

    def test_purging_twice_does_nothing_more(self) -> None:
        SubscriberFactory(state=SubscriberState.PENDING)
        later = timezone.now() + timedelta(days=31)
        assert [purge(later), purge(later)] == [1, 0]


def test_leaving_reasons_are_kept_in_words() -> None:
    subscriber = SubscriberFactory()
    unsubscribe(subscriber=subscriber, reason=LeaveReason.TEAM)
    assert Permit.objects.get().revoke_reason == "demande transmise à l’équipe"


def test_confirm_and_leave_refuse_each_other_s_links() -> None:
    """law.md L-05."""
    subscriber = SubscriberFactory(state=SubscriberState.PENDING)
    confirming = confirm_url(subscriber).split("/")[-2]
    leaving = leaving_places(subscriber, base_url="")["leave_url"].split("/")[-2]
    with pytest.raises(LinkInvalid):
        confirm(token=leaving)
    with pytest.raises(LinkInvalid):
        leave(token=confirming, reason=LeaveReason.LINK)
