"""Handing mail over to an SMTP server, one connection for many messages."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp
from django.core.mail.utils import DNS_NAME

from ..enums import MessageState, Phase
from .conversation import REPLY_TIMEOUT, PlainClient, TlsClient, transparent
from .outcomes import BLOCKING_CODES, Outcome, TransportDown, from_lost_connection, refused, to_retry, unbuildable

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
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


@dataclass(frozen=True)
class Wire:
    """A mail as SMTP carries it: bare addresses of the envelope, and the text as `transparent` makes it."""

    sender: str
    recipient: str
    text: bytes


def wire_of(mail: EmailMultiAlternatives) -> Wire:
    """`mail` in seven bits, which every server takes and none rewrites."""
    mail.encoding = utf8_charset_qp
    return Wire(parseaddr(mail.from_email)[1], mail.to[0], transparent(mail.message().as_bytes()))


class SmtpTransport:
    """One connection, kept open from one message to the next."""

    takes_bytes = True
    key_life = None  # SMTP has no idempotency key (RFC 5321 6.1)

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

    def send(self, mail: EmailMultiAlternatives | Wire) -> Outcome:
        """Hand over `mail`. Always answers with an outcome; a used connection found closed is opened again
        once.
        """
        try:
            wire = mail if isinstance(mail, Wire) else wire_of(mail)
        except Exception as error:  # whatever the builder dislikes, nothing was on the wire
            return unbuildable(error)
        reused = self._carried > 0
        outcome = self._try(wire)
        if reused and self._client is None and outcome.phase == Phase.SENDER:
            # The server had closed an idle or full connection, by silence or with a 421: that says nothing of
            # us.
            outcome = self._try(wire)
        return outcome

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.quit()
        except (OSError, smtplib.SMTPException):
            client.close()

    def _try(self, wire: Wire) -> Outcome:
        try:
            self.open()
        except TransportDown as down:
            return to_retry(down.response, phase=Phase.CONNECT, blocking=down.blocking)
        client = self._client
        assert client is not None
        if not wire.recipient.isascii() and not client.has_extn("smtputf8"):
            return refused("SMTPUTF8 is not offered by the server", phase=Phase.RECIPIENT)
        self._carried += 1
        try:
            outcome = client.converse(wire.sender, wire.recipient, wire.text, self._options(client, wire))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._drop()
            return from_lost_connection(error, phase=client.phase)
        if outcome.blocking or outcome.state == MessageState.UNCERTAIN:
            self._drop()  # about to hang up, or no longer speaking our language
        elif outcome.phase != Phase.REPLIED:
            self._reset(client)
        return outcome

    def _options(self, client: smtplib.SMTP, wire: Wire) -> list[str]:
        options = ["BODY=8BITMIME"] if client.has_extn("8bitmime") and not wire.text.isascii() else []
        client.command_encoding = "ascii"
        if not wire.recipient.isascii():
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
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
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
    if isinstance(error, UnicodeError):
        # Python's message would show the password.
        return TransportDown("le mot de passe du serveur d’envoi contient un caractère hors ASCII", blocking=True)
    # No STARTTLS, no AUTH, a bad certificate: never fall back on a road in clear.
    blocking = isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError)
    # smtplib's own words when none of the ways to identify suits.
    unsuited = identifying and type(error) is smtplib.SMTPException
    return TransportDown(f"{type(error).__name__}: {error}", blocking=blocking or unsuited)
