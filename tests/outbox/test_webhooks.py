"""News from providers through anymail's real views: authenticated, replayed without harm, never lost."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.test import Client
from django.utils import timezone

from outbox import registries
from outbox.enums import EventKind, MessageState, Reason
from outbox.models import DeliveryEvent, InboundMail, Message, Suppression
from outbox.registries import DeliveryListener
from outbox.services import settle_known

from .builders import a_mailing

pytestmark = pytest.mark.django_db

BREVO = "/prestataire/brevo/tracking/"
SECRET = "Basic " + base64.b64encode(b"prestataire:test-only").decode()


@pytest.fixture
def message() -> Message:
    message: Message = a_mailing(1).messages.get()
    message.state, message.departed_at, message.reason = MessageState.UNCERTAIN, timezone.now(), Reason.REPLY_LOST
    message.save()
    return message


def told(message: Message | None, event: str, **more: Any) -> dict[str, Any]:
    """What Brevo posts: it numbers no event, and gives our metadata back as a JSON text."""
    ours = json.dumps({"message_id": message.message_id("asso.example").strip("<>")}) if message else None
    return {
        "event": event,
        "email": "lectrice0@exemple.example",
        "ts_epoch": int(timezone.now().timestamp() * 1000),
        "message-id": "<201798300811.5787683@relay.domain.com>",
        "X-Mailin-custom": ours,
        **more,
    }


@pytest.fixture
def post(client: Client) -> Callable[..., int]:
    def send(payload: dict[str, Any], secret: str = SECRET) -> int:
        headers = {"Authorization": secret} if secret else {}
        return client.post(BREVO, payload, content_type="application/json", headers=headers).status_code

    return send


def kinds() -> list[str]:
    return list(DeliveryEvent.objects.exclude(kind=EventKind.EVIDENCE).order_by("pk").values_list("kind", flat=True))


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


@pytest.mark.parametrize("secret", ["", "Basic " + base64.b64encode(b"prestataire:faux").decode()])
def test_who_does_not_know_the_secret_says_nothing(secret: str, message: Message, post: Callable[..., int]) -> None:
    assert post(told(message, "hard_bounce"), secret) == 400
    assert (kinds(), state(message)) == ([], ("uncertain", "reply_lost"))


@pytest.mark.parametrize("event", ["request", "delivered", "deferred", "unique_opened", "click"])
def test_any_news_of_a_mail_proves_that_the_provider_had_it(
    event: str, message: Message, post: Callable[..., int]
) -> None:
    assert (post(told(message, event)), state(message)) == (200, ("accepted", "provider"))
    # Who opens or clicks is nobody's business.
    assert kinds() == {"delivered": ["delivered"], "deferred": ["deferred"]}.get(event, [])


def test_a_refusal_by_the_provider_settles_too(message: Message, post: Callable[..., int]) -> None:
    assert (post(told(message, "error", reason="no credit")), state(message)) == (200, ("refused", "provider"))
    assert (kinds(), Suppression.objects.count()) == ([EventKind.OTHER], 0)


@pytest.mark.parametrize(
    ("event", "reason", "kind", "scopes"),
    [
        ("hard_bounce", "550 5.1.1 unknown user", EventKind.BOUNCED, ["*"]),
        ("hard_bounce", None, EventKind.BOUNCED, ["*"]),
        ("hard_bounce", "552 5.2.2 over quota", EventKind.SOFT_BOUNCED, []),
        ("invalid_email", None, EventKind.BOUNCED, ["*"]),
        ("spam", None, EventKind.COMPLAINED, ["letter"]),
        ("unsubscribe", None, EventKind.OPTED_OUT, ["letter"]),
    ],
)
def test_bounces_and_complaints_protect_the_person(
    event: str, reason: str | None, kind: str, scopes: list[str], message: Message, post: Callable[..., int]
) -> None:
    assert post(told(message, event, reason=reason)) == 200
    assert (kinds(), list(Suppression.objects.values_list("scope", flat=True))) == ([kind], scopes)


def test_the_same_news_twice_is_one_event_even_without_a_number(message: Message, post: Callable[..., int]) -> None:
    payload = told(message, "hard_bounce", reason="550 5.1.1")
    assert [post(payload), post(payload)] == [200, 200]
    assert (kinds(), Suppression.objects.count()) == ([EventKind.BOUNCED], 1)
    assert post({**payload, "ts_epoch": payload["ts_epoch"] + 60_000}) == 200
    assert len(kinds()) == 2


def test_news_of_an_unknown_mail_is_kept_and_harms_nobody(message: Message, post: Callable[..., int]) -> None:
    assert post(told(None, "hard_bounce", reason="550 5.1.1")) == 200
    event = DeliveryEvent.objects.get()
    assert (event.message, event.address_hash, event.kind) == (None, message.address_hash, EventKind.BOUNCED)
    assert Suppression.objects.count() == 0


def test_the_number_given_by_the_provider_finds_the_mail_too(message: Message, post: Callable[..., int]) -> None:
    Message.objects.update(remote_id="<201798300811.5787683@relay.domain.com>")
    assert post(told(None, "delivered")) == 200
    assert DeliveryEvent.objects.filter(message=message).count() == 2


def test_when_we_fail_the_provider_is_told_to_come_back(message: Message, client: Client) -> None:
    failing = [True]

    def react(event: DeliveryEvent) -> None:
        if failing:
            raise RuntimeError("base absente")

    before = list(registries.delivery_events.items)
    registries.delivery_events.register(DeliveryListener(name="essai", react=react))
    client.raise_request_exception = False
    payload = told(message, "hard_bounce", reason="550 5.1.1")
    try:
        answer = client.post(BREVO, payload, content_type="application/json", headers={"Authorization": SECRET})
        assert (answer.status_code, kinds(), state(message)[0]) == (500, [], "uncertain")
        failing.clear()
        answer = client.post(BREVO, payload, content_type="application/json", headers={"Authorization": SECRET})
        assert (answer.status_code, kinds(), state(message)[0]) == (200, [EventKind.BOUNCED], "accepted")
    finally:
        registries.delivery_events.items[:] = before


def test_a_numbered_event_is_recognised_by_its_number(message: Message) -> None:
    for attempt in range(2):
        event = AnymailTrackingEvent(
            event_type="bounced",
            event_id="evt_1",
            timestamp=timezone.now() + timedelta(seconds=attempt),
            metadata={"message_id": message.message_id("asso.example").strip("<>")},
            recipient="lectrice0@exemple.example",
            mta_response="552 5.2.2",
        )
        tracking.send(sender=None, event=event, esp_name="Resend")
    assert list(DeliveryEvent.objects.filter(event_key__isnull=False).values_list("event_key", flat=True)) == [
        "Resend:bounced:evt_1"
    ]


def test_news_that_outran_our_own_worker_settles_the_doubt_later(message: Message, post: Callable[..., int]) -> None:
    Message.objects.update(state=MessageState.IN_FLIGHT, worker="w", lease_until=timezone.now())
    assert post(told(message, "delivered")) == 200
    assert state(message)[0] == "in_flight"
    Message.objects.update(state=MessageState.UNCERTAIN, worker="", lease_until=None)
    assert (settle_known(timezone.now()), state(message)[0]) == (1, "accepted")
    assert settle_known(timezone.now()) == 0


def test_old_news_does_not_vouch_for_a_new_departure(message: Message, post: Callable[..., int]) -> None:
    yesterday = int((timezone.now() - timedelta(days=1)).timestamp() * 1000)
    assert post(told(message, "delivered", ts_epoch=yesterday)) == 200
    assert (state(message)[0], settle_known(timezone.now())) == ("uncertain", 0)


def test_mail_received_by_the_provider_is_taken_in(client: Client) -> None:
    mail = "From: a@b.example\r\nMessage-ID: <x@b.example>\r\nSubject: Bonjour\r\n\r\nBonjour\r\n"
    payload = {"RawEmail": mail, "MessageID": "22c74902", "OriginalRecipient": "bonjour@asso.example"}
    for _ in range(2):
        url = "/prestataire/postmark/inbound/"
        answer = client.post(url, payload, content_type="application/json", headers={"Authorization": SECRET})
        assert answer.status_code == 200
    kept = InboundMail.objects.get()
    assert (kept.subject, kept.sender, kept.source) == ("Bonjour", "a@b.example", "postmark")
