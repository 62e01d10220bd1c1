"""A reply lost by a provider that knows idempotency keys: asked again at once, under the same key (sending.md 8.3)."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from outbox.enums import MessageState
from outbox.transports.backend import BackendTransport

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
    transport.send(a_mail())
    transport.send(a_mail())
    assert len(set(Provider.keys)) == 2
