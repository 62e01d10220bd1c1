"""A client that knows how far each conversation went, which smtplib does not say (sending.md section 6)."""

import re
import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.utils import DNS_NAME

from ..enums import Phase
from .outcomes import (
    BLOCKING_CODES,
    Outcome,
    TransportDown,
    from_lost_connection,
    from_smtp_reply,
    to_retry,
    unbuildable,
)

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# RFC 5321 4.5.3.2.6: ten minutes for the answer to the final dot. Less would make uncertain what was
# accepted.
REPLY_TIMEOUT = 600.0
# Orange closes after 100 (law.md D-05); opening again costs little to any other server.
MESSAGES_PER_CONNECTION = 100


@dataclass(frozen=True)
class SmtpAddress:
    """Where to hand mail over: `smtp://`, `smtp+starttls://` or `smtps://[user:password@]host[:port]`."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = ""

    @classmethod
    def parse(cls, url: str) -> "SmtpAddress":
        """Raises ImproperlyConfigured on a URL nobody could use, or that would show a password in clear."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise ImproperlyConfigured(f"mail transport: {error}") from error
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ImproperlyConfigured(f"mail transport: expected {', '.join(SCHEMES)}://host, got {parts.scheme}://")
        username, password = unquote(parts.username or ""), unquote(parts.password or "")
        if username and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
            raise ImproperlyConfigured("mail transport: a password needs smtps:// or smtp+starttls://")
        return cls(parts.scheme, parts.hostname, port or SCHEMES[parts.scheme], username, password)


def transparent(message: bytes) -> bytes:
    """`message` as it travels: CRLF everywhere, leading dots doubled (RFC 5321 4.5.2), one line end at the
    end.
    """
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    quoted = re.sub(rb"(?m)^\.", b"..", lines)
    return quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n"


class _Conversation:
    """Mixed into smtplib's two clients: one message at a time, `phase` always up to date."""

    phase: Phase = Phase.CONNECT
    reply_timeout: float = REPLY_TIMEOUT

    def converse(self, sender: str, recipient: str, message: bytes, options: Sequence[str]) -> Outcome:
        """Hand over one message. Raises OSError or SMTPException when the line is lost; `phase` says
        where.
        """
        self.phase = Phase.SENDER
        code, reply = self.mail(sender, options)  # type: ignore[attr-defined]
        if code == 250:
            self.phase = Phase.RECIPIENT
            code, reply = self.rcpt(recipient)  # type: ignore[attr-defined]
        if code in (250, 251):
            self.phase = Phase.DATA
            code, reply = self.docmd("data")  # type: ignore[attr-defined]
            if code == 354:
                code, reply = self._body(message)
        return from_smtp_reply(code, reply.decode(errors="replace"), phase=self.phase)

    def _body(self, message: bytes) -> tuple[int, bytes]:
        """The text, then the final dot apart: a failure before the dot is sent is no acceptance."""
        self.phase = Phase.BODY
        self.send(transparent(message))  # type: ignore[attr-defined]
        self.phase = Phase.DOT
        self.sock.settimeout(self.reply_timeout)  # type: ignore[attr-defined]
        self.send(b".\r\n")  # type: ignore[attr-defined]
        code, reply = self.getreply()  # type: ignore[attr-defined]
        self.sock.settimeout(self.timeout)  # type: ignore[attr-defined]
        self.phase = Phase.REPLIED
        return code, reply


class PlainClient(_Conversation, smtplib.SMTP):
    pass


class TlsClient(_Conversation, smtplib.SMTP_SSL):
    pass


class SmtpTransport:
    """One connection, kept open from one message to the next."""

    invitations_inline = True

    def __init__(self, url: str, *, timeout: float, reply_timeout: float = REPLY_TIMEOUT) -> None:
        self.address = SmtpAddress.parse(url)
        self.timeout = timeout
        self.reply_timeout = reply_timeout
        self._client: PlainClient | TlsClient | None = None
        self._carried = 0

    def open(self) -> None:
        """Be connected, secured and identified. Raises TransportDown; no message is at stake yet."""
        if self._client and self._carried >= MESSAGES_PER_CONNECTION:
            self.close()
        if self._client is None:
            self._client, self._carried = self._connect(), 0

    def send(self, mail: EmailMultiAlternatives) -> Outcome:
        """Hand over `mail`. Always answers with an outcome; a used connection found closed is opened again
        once.
        """
        try:
            message = mail.message().as_bytes()
            sender, recipient = parseaddr(mail.from_email)[1], mail.to[0]
        except Exception as error:  # whatever the builder dislikes, nothing was on the wire
            return unbuildable(error)
        reused = self._carried > 0
        outcome = self._try(sender, recipient, message)
        if reused and self._client is None and outcome.phase == Phase.SENDER:
            # The server had closed an idle or full connection, by silence or with a 421: that says nothing of
            # us.
            outcome = self._try(sender, recipient, message)
        return outcome

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.quit()
        except (OSError, smtplib.SMTPException):
            client.close()

    def _try(self, sender: str, recipient: str, message: bytes) -> Outcome:
        try:
            self.open()
        except TransportDown as down:
            return to_retry(down.response, phase=Phase.CONNECT, blocking=down.blocking)
        client = self._client
        assert client is not None
        self._carried += 1
        try:
            outcome = client.converse(sender, recipient, message, self._options(client, recipient))
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._drop()
            return from_lost_connection(error, phase=client.phase)
        if outcome.blocking:
            self._drop()
        elif outcome.phase != Phase.REPLIED:
            self._reset(client)
        return outcome

    def _options(self, client: smtplib.SMTP, recipient: str) -> list[str]:
        options = ["BODY=8BITMIME"] if client.has_extn("8bitmime") else []
        if not recipient.isascii():
            options.append("SMTPUTF8")
            client.command_encoding = "utf-8"
        return options

    def _reset(self, client: smtplib.SMTP) -> None:
        """Forget a refused message; a server that does not even answer is left."""
        try:
            client.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._client:
            self._client.close()
        self._client = None

    def _connect(self) -> PlainClient | TlsClient:
        """A new connection, secured and identified, or TransportDown."""
        client: PlainClient | TlsClient | None = None
        identifying = False
        try:
            client = self._dial()
            self._secure(client)
            identifying = True
            if self.address.username:
                client.login(self.address.username, self.address.password)
        except (OSError, smtplib.SMTPException) as error:
            if client is not None:
                client.close()
            raise _down(error, identifying=identifying) from error
        return client

    def _dial(self) -> PlainClient | TlsClient:
        place = (self.address.host, self.address.port)
        client: PlainClient | TlsClient
        if self.address.scheme == "smtps":
            context = ssl.create_default_context()
            client = TlsClient(*place, local_hostname=str(DNS_NAME), timeout=self.timeout, context=context)
        else:
            client = PlainClient(*place, local_hostname=str(DNS_NAME), timeout=self.timeout)
        client.reply_timeout = self.reply_timeout
        return client

    def _secure(self, client: smtplib.SMTP) -> None:
        # The final dot is a small packet of its own: it must not wait for the previous one to be
        # acknowledged.
        assert client.sock is not None
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.ehlo_or_helo_if_needed()
        if self.address.scheme == "smtp+starttls":
            client.starttls(context=ssl.create_default_context())
            client.ehlo_or_helo_if_needed()


def _down(error: Exception, *, identifying: bool) -> TransportDown:
    """Why the road is closed; `blocking` when only a person can open it."""
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        text = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
        blocking = error.smtp_code in BLOCKING_CODES or (identifying and error.smtp_code >= 500)
        return TransportDown(f"{error.smtp_code} {text}", blocking=blocking)
    # No STARTTLS, no AUTH, a bad certificate: never fall back on a road in clear.
    blocking = isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError)
    return TransportDown(f"{type(error).__name__}: {error}", blocking=blocking)
