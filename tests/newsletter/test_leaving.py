"""Leaving: immediate, without cookie, for the life of old mails (law.md C-06, L-03 to L-07)."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from newsletter.enums import SubscriberState
from newsletter.links import leaving_places
from newsletter.models import LetterPage, Subscriber
from newsletter.services import erase, send_letter
from outbox.enums import MessageState
from outbox.models import Message, Permit
from outbox.services import grant_permit
from people.links import make_token
from people.models import Consent
from tests.factories.newsletter import SubscriberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


def links(subscriber: Subscriber) -> tuple[str, str]:
    places = leaving_places(subscriber, base_url="")
    return places["leave_url"], places["one_click_url"]


def state_of(subscriber: Subscriber) -> SubscriberState:
    return Subscriber.objects.select_related("permit").get(pk=subscriber.pk).state


def urlencoded(client: Client, path: str) -> HttpResponse:
    body = "List-Unsubscribe=One-Click"
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


def multipart(client: Client, path: str) -> HttpResponse:
    return client.post(path, {"List-Unsubscribe": "One-Click"})


def empty(client: Client, path: str) -> HttpResponse:
    return client.post(path, b"", content_type="application/octet-stream")


def broken(client: Client, path: str) -> HttpResponse:
    return client.post(path, b"\xff--", content_type="multipart/form-data; boundary=x")


class TestOneClick:
    @pytest.mark.parametrize("post", [urlencoded, multipart, empty, broken])
    def test_a_bare_post_leaves_at_once_with_200(self, post: Callable[[Client, str], HttpResponse]) -> None:
        """RFC 8058: no cookie, no CSRF token, no Referer, no redirect."""
        subscriber = SubscriberFactory()
        response = post(Client(enforce_csrf_checks=True), links(subscriber)[1])
        assert (response.status_code, list(response.cookies)) == (200, [])
        assert state_of(subscriber) == SubscriberState.LEFT
        assert Permit.objects.get().revoke_reason == "désabonnement en un clic depuis la messagerie"

    def test_posting_again_still_answers_200(self, client: Client) -> None:
        subscriber = SubscriberFactory()
        for _ in range(2):
            assert urlencoded(client, links(subscriber)[1]).status_code == 200

    def test_looking_shows_the_page_and_changes_nothing(self, client: Client) -> None:
        subscriber = SubscriberFactory()
        response = client.get(links(subscriber)[1])
        assert response.status_code == 200
        assert "Ne plus recevoir l’infolettre" in response.content.decode()
        assert state_of(subscriber) == SubscriberState.CONFIRMED


class TestTheLink:
    def test_scanners_change_nothing_however_often_they_come(self, client: Client) -> None:
        """law.md L-04."""
        subscriber = SubscriberFactory()
        before = list(Subscriber.objects.values()), list(Permit.objects.values()), list(Consent.objects.values())
        for path in links(subscriber):
            for _ in range(25):
                assert client.get(path).status_code == client.head(path).status_code == 200
        after = list(Subscriber.objects.values()), list(Permit.objects.values()), list(Consent.objects.values())
        assert after == before

    def test_the_button_leaves_and_withdraws_the_consent(self) -> None:
        subscriber = SubscriberFactory()
        response = Client(enforce_csrf_checks=True).post(links(subscriber)[0])
        assert response.status_code == 200
        assert "Vous ne recevrez plus l’infolettre." in response.content.decode()
        assert state_of(subscriber) == SubscriberState.LEFT
        assert list(Consent.objects.given()) == []

    def test_it_says_when_it_was_already_done(self, client: Client) -> None:
        subscriber = SubscriberFactory(state=SubscriberState.LEFT)
        path, _ = links(subscriber)
        assert "C’était déjà fait" in client.get(path).content.decode()
        assert "C’était déjà fait" in client.post(path).content.decode()

    def test_it_works_after_an_erasure(self, client: Client) -> None:
        """law.md L-06."""
        subscriber = SubscriberFactory()
        path, one_click = links(subscriber)
        erase(subscriber.email)
        assert "C’était déjà fait" in client.post(path).content.decode()
        assert urlencoded(client, one_click).status_code == 200

    def test_it_works_after_a_change_of_address(self, client: Client) -> None:
        subscriber = SubscriberFactory()
        Subscriber.objects.filter(pk=subscriber.pk).update(email="autre@valclair.example")
        client.post(links(subscriber)[0])
        assert state_of(subscriber) == SubscriberState.LEFT

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("which", [0, 1])
    def test_an_altered_token_is_an_unknown_page(self, client: Client, method: str, which: int) -> None:
        subscriber = SubscriberFactory()
        path = links(subscriber)[which]
        altered = path[:-8] + ("A" if path[-8] != "A" else "B") + path[-7:]
        assert getattr(client, method)(altered).status_code == 404
        assert state_of(subscriber) == SubscriberState.CONFIRMED

    @pytest.mark.parametrize("value", [12, None, "pas-un-identifiant", ["x"], {}])
    def test_a_token_of_another_action_or_another_shape_leaves_nothing(self, client: Client, value: object) -> None:
        """law.md L-05."""
        subscriber = SubscriberFactory()
        for token in (make_token("registration:cancel", str(subscriber.uuid)), make_token("letter:leave", value)):
            assert client.post(f"/abonnement/quitter/{token}/").status_code == 404
        assert state_of(subscriber) == SubscriberState.CONFIRMED

    @pytest.mark.parametrize("which", [0, 1])
    def test_its_page_keeps_its_address_to_itself(self, client: Client, which: int) -> None:
        path = links(SubscriberFactory())[which]
        for response in (client.get(path), client.post(path)):
            assert response["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex, nofollow"


class TestEffect:
    def test_leaving_one_list_leaves_the_registrations_alone(self, client: Client) -> None:
        subscriber = SubscriberFactory()
        other = grant_permit(address=subscriber.email, purpose="registration:1")
        client.post(links(subscriber)[0])
        other.refresh_from_db()
        assert other.is_standing

    def test_a_letter_being_sent_no_longer_rests_on_a_right(self, client: Client, letter: LetterPage) -> None:
        """law.md L-07: the outbox reads this permit at the moment of each departure."""
        subscriber = SubscriberFactory()
        send_letter(letter=letter, decided_by=None)
        client.post(links(subscriber)[0])
        permit = Message.objects.select_related("permit").get().permit
        assert permit is not None
        assert not permit.is_standing

    def test_the_page_says_truthfully_when_a_letter_had_already_left(self, client: Client, letter: LetterPage) -> None:
        subscriber = SubscriberFactory()
        dispatch = send_letter(letter=letter, decided_by=None)
        dispatch.mailing.messages.update(
            state=MessageState.IN_FLIGHT, worker="w", lease_until=dispatch.decided_at, departed_at=dispatch.decided_at
        )
        assert "Une lettre était déjà en route." in client.post(links(subscriber)[0]).content.decode()
