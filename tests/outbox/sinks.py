"""Mail servers for the tests: real sockets, answers chosen by the test, everything that was accepted written
down.
"""

import contextlib
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Rule = Callable[["Received"], str | None]


class Received:
    """One mail as it reached the server."""

    def __init__(self, recipients: list[str], content: bytes) -> None:
        self.recipients = recipients
        self.content = content
        self.mail = cast(EmailMessage, message_from_bytes(content, policy=cast(Any, modern)))

    @property
    def address(self) -> str:
        return self.recipients[0]

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


class ScriptedSink:
    """An aiosmtpd handler. `at_recipient` and `at_end` give the reply, None for 250, "drop" to hang up after
    the dot.
    """

    def __init__(self, *, pipelining: bool = False) -> None:
        self.accepted: list[Received] = []
        self.pipelining = pipelining
        self.at_recipient: Callable[[str], str | None] = lambda address: None
        self.at_end: Rule = lambda received: None
        self.connections = 0
        self.port = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [answers[0], "250-PIPELINING", *answers[1:]] if self.pipelining else answers

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        reply = self.at_recipient(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        received = Received(list(envelope.rcpt_tos), envelope.content)
        reply = self.at_end(received)
        if reply is None or reply == "drop":
            self.accepted.append(received)
        if reply == "drop":
            server.transport.abort()
        return reply if reply and reply != "drop" else "250 OK accepted"

    @property
    def addresses(self) -> list[str]:
        return [received.address for received in self.accepted]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def listening(sink: ScriptedSink, **options: Any) -> Iterator[ScriptedSink]:
    """`sink` behind a real port for the length of the block."""
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def refuse_credentials(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=False, handled=False)
