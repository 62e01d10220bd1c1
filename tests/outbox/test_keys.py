"""A reply lost by a provider that knows idempotency keys: asked again at once, under the same key (sending.md 8.3)."""

import json
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from outbox import fence
from outbox.enums import EventKind, MessageState
from outbox.models import Message
from outbox.sender import current_sender
from outbox.services import revoke_permit, sweep
from outbox.transports.backend import BackendTransport
from outbox.worker import Worker

from .builders import a_mailing

BREVO = "anymail.backends.brevo.EmailBackend"


class Provider(BaseHTTPRequestHandler):
    """Brevo's API for one message: `answers` says, call after call, which status to give, None to hang up."""

    answers: list[int | None] = []
    keys: list[str] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.keys.append(body["headers"]["idempotencyKey"])
        answer = self.answers.pop(0)
        if answer is None:
            self.close_connection = True
            return
        content = b'{"messageId": "<1@smtp-relay.example>"}' if answer == 201 else b'{"code": "duplicate"}'
        self.send_response(answer)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing to say."""


@pytest.fixture
def transport(settings: Any) -> Iterator[BackendTransport]:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.ANYMAIL = {"BREVO_API_KEY": "k", "BREVO_API_URL": f"http://127.0.0.1:{server.server_port}/v3/"}
    opened = BackendTransport(BREVO)
    opened.open()
    Provider.keys = []
    yield opened
    opened.close()
    server.shutdown()
    server.server_close()
    thread.join()


def a_mail() -> EmailMultiAlternatives:
    headers = {"Message-ID": "<1.x@asso.example>"}
    return EmailMultiAlternatives("Objet", "Texte", "a@asso.example", ["b@c.example"], headers=headers)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([201], MessageState.ACCEPTED),
        ([None, 201], MessageState.ACCEPTED),
        ([None, None], MessageState.UNCERTAIN),
        ([None, 400], MessageState.UNCERTAIN),  # « already seen »: no proof that the first one is on its way
        ([502, 201], MessageState.ACCEPTED),
        ([400], MessageState.REFUSED),
    ],
)
def test_a_lost_reply_is_asked_again_under_the_same_key(
    answers: list[int | None], state: MessageState, transport: BackendTransport
) -> None:
    Provider.answers, calls = list(answers), len(answers)
    assert transport.send(a_mail()).state == state
    assert (len(Provider.keys), len(set(Provider.keys))) == (calls, 1)


def test_each_departure_has_a_key_of_its_own(transport: BackendTransport) -> None:
    Provider.answers = [201, 201]
    first, second = a_mail(), a_mail()
    second.departure = 2
    transport.send(first)
    transport.send(second)
    assert len(set(Provider.keys)) == 2


@pytest.mark.django_db
class TestADoubtLeftByAWorkerThatDied:
    """Lifted by the provider itself, as long as it remembers the key of that departure (sending.md 8.3)."""

    def test_the_same_key_is_asked_again_and_a_yes_settles(self, transport: BackendTransport) -> None:
        message = in_doubt()
        Provider.answers = [201]
        Worker(transport).run(once=True)
        message.refresh_from_db()
        assert (message.state, message.attempts, message.remote_id) == ("accepted", 1, "<1@smtp-relay.example>")
        assert [event.kind for event in message.events.order_by("pk")] == [EventKind.UNCERTAIN, EventKind.EVIDENCE]
        # What the process that died had sent under this key, if it had, is what the provider compares with.
        name = f"{message.message_id(current_sender().domain)}:1"
        assert Provider.keys == [str(uuid.uuid5(uuid.NAMESPACE_URL, name))]

    @pytest.mark.parametrize("answers", [[None, None], [400], [502, 502]])
    def test_any_other_answer_leaves_the_doubt_for_some_minutes(
        self, answers: list[int | None], transport: BackendTransport
    ) -> None:
        message = in_doubt()
        Provider.answers = list(answers)
        Worker(transport).run(once=True)
        Worker(transport).run(once=True)  # too early to ask again
        message.refresh_from_db()
        assert (message.state, message.attempts, Provider.answers) == ("uncertain", 1, [])
        Provider.answers = [201]
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
            Worker(transport).run(once=True)
        message.refresh_from_db()
        assert message.state == "accepted"

    def test_one_is_asked_at_a_time_until_none_is_left(self, transport: BackendTransport) -> None:
        in_doubt(people=3)
        held = fence.depart_again(worker="other", since=timezone.now() - timedelta(minutes=5))
        assert held is not None
        Provider.answers = [201, 201]
        Worker(transport).run(once=True)
        assert (Message.objects.filter(state="accepted").count(), Provider.answers) == (2, [])
        assert Message.objects.get(state="in_flight").pk == held.pk

    def test_a_provider_that_does_not_say_yes_is_not_asked_about_the_others_at_once(
        self, transport: BackendTransport
    ) -> None:
        in_doubt(people=3)
        Provider.answers = [502, 502]
        Worker(transport).run(once=True)
        assert (Message.objects.filter(state="uncertain").count(), Provider.answers) == (3, [])
        Provider.answers = [201, 201]
        with time_machine.travel(timezone.now() + timedelta(seconds=20), tick=False):
            Worker(transport).run(once=True)  # the two that were not asked about
        assert Message.objects.filter(state="accepted").count() == 2

    def test_nothing_is_asked_once_the_key_is_forgotten(self, transport: BackendTransport) -> None:
        message = in_doubt()
        with time_machine.travel(timezone.now() + timedelta(minutes=28), tick=False):
            Worker(transport).run(once=True)
        message.refresh_from_db()
        assert (message.state, Provider.keys) == ("uncertain", [])

    def test_nothing_is_asked_for_somebody_who_left_meanwhile(self, transport: BackendTransport) -> None:
        message = in_doubt()
        assert message.permit is not None
        revoke_permit(permit=message.permit, reason="partie")
        Worker(transport).run(once=True)
        message.refresh_from_db()
        assert (message.state, Provider.keys) == ("uncertain", [])


def in_doubt(people: int = 1) -> Message:
    """A letter to `people`, whose worker died while it was leaving; the first one."""
    mailing = a_mailing(people)
    held = fence.lease(worker="dead", mailing_id=mailing.pk, size=people)
    assert fence.depart(held) == {one.pk for one in held}
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweep(timezone.now()) == people
    return Message.objects.order_by("pk")[0]
