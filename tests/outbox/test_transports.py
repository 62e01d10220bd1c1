"""Phases of a conversation, and what each failure means (table of sending.md section 5; law.md D-02)."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from anymail import exceptions as anymail
from anymail.message import AnymailStatus
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from outbox.enums import MessageState, Phase, Reason
from outbox.transports import configured_transport
from outbox.transports.backend import BackendTransport, from_exception
from outbox.transports.outcomes import Outcome, TransportDown, from_smtp_reply
from outbox.transports.smtp import SmtpAddress, SmtpTransport, Wire, transparent

from .sinks import ScriptedSink, free_port, listening


def a_mail(body: str = "Bonjour", to: str = "a@b.example") -> EmailMultiAlternatives:
    return EmailMultiAlternatives(
        "Objet", body, "Asso <asso@c.example>", [to], headers={"Message-ID": "<1.x@c.example>"}
    )


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://relais.example", SmtpAddress("smtp", "relais.example", 25)),
            ("smtp://127.0.0.1:2525", SmtpAddress("smtp", "127.0.0.1", 2525)),
            (
                "smtp+starttls://moi%40c.example:p%2Fa%3As%25@relais.example",
                SmtpAddress("smtp+starttls", "relais.example", 587, "moi@c.example", "p/a:s%"),
            ),
            ("smtps://u:p@relais.example:4650", SmtpAddress("smtps", "relais.example", 4650, "u", "p")),
        ],
    )
    def test_a_url_says_everything(self, url: str, expected: SmtpAddress) -> None:
        assert SmtpAddress.parse(url) == expected

    @pytest.mark.parametrize(
        "url", ["http://x.example", "smtp://", "smtp://x.example:port", "smtp://u:p@x.example", "smtp://[x"]
    )
    def test_an_unusable_or_dangerous_url_is_refused(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="mail transport"):
            SmtpAddress.parse(url)

    def test_the_settings_choose_the_road(self, settings: Any) -> None:
        settings.OUTBOX_TRANSPORT = "smtp://127.0.0.1:1"
        settings.EMAIL_TIMEOUT = None
        smtp = configured_transport()
        assert isinstance(smtp, SmtpTransport)
        assert (smtp.timeout, smtp.reply_timeout) == (60.0, 600.0)
        settings.OUTBOX_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend"
        assert isinstance(configured_transport(), BackendTransport)


def test_a_text_travels_with_its_dots_and_line_ends() -> None:
    """RFC 5321 4.5.2."""
    assert transparent(b".a\n..b\r\nc\rd") == b"..a\r\n...b\r\nc\r\nd\r\n"


def test_what_arrives_is_what_was_written(sink: ScriptedSink) -> None:
    transport = SmtpTransport(sink.url, timeout=5)
    outcome = transport.send(a_mail(".\n.caché\nété\n"))
    transport.close()
    assert outcome.state == MessageState.ACCEPTED
    content = sink.accepted[0].mail.get_content()
    assert content.replace("\r\n", "\n") == ".\n.caché\nété\n"


class CutAt:
    """A server that hangs up, or falls silent, at one step of the conversation."""

    def __init__(self, step: str, *, silent: bool = False, **replies: str) -> None:
        self.step, self.silent, self.replies, self.heard = step, silent, replies, list[str]()
        self.port = free_port()
        self.ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.ended.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                with line:
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        replies = {
            "EHLO": "250 x",
            "MAIL": "250 ok",
            "RCPT": "250 ok",
            "DATA": "354 go",
            "RSET": "250 ok",
            "dot": "250 ok",
        }
        replies |= self.replies
        if not self._answer(line, "banner", "220 x"):
            return
        stream = line.makefile("rb")
        while command := stream.readline():
            verb = command[:4].decode("latin-1").upper()
            self.heard.append(command.decode("latin-1").strip())
            reply = replies.get(verb, "500 ?")
            if not self._answer(line, verb, reply):
                return
            if reply.startswith("354"):
                if self.step == "body":
                    stream.readline()
                    return
                while (line_of_text := stream.readline()) not in (b".\r\n", b""):
                    self.heard.append(line_of_text.decode("latin-1").strip())
                if not self._answer(line, "dot", replies["dot"]):
                    return

    def _answer(self, line: socket.socket, step: str, reply: str) -> bool:
        if step == self.step:
            if self.silent:
                self.ended.wait(5)
            return False
        line.sendall(f"{reply}\r\n".encode())
        return True


@pytest.fixture
def cut_at() -> Iterator[Callable[..., CutAt]]:
    servers: list[CutAt] = []

    def make(step: str, *, silent: bool = False, **replies: str) -> CutAt:
        servers.append(CutAt(step, silent=silent, **replies))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


class TestLostConnections:
    @pytest.mark.parametrize("silent", [False, True], ids=["hangs up", "falls silent"])
    @pytest.mark.parametrize(
        ("step", "state", "phase"),
        [
            ("banner", MessageState.RETRY, Phase.CONNECT),
            ("MAIL", MessageState.RETRY, Phase.SENDER),
            ("RCPT", MessageState.RETRY, Phase.RECIPIENT),
            ("DATA", MessageState.RETRY, Phase.DATA),
            ("dot", MessageState.UNCERTAIN, Phase.DOT),
        ],
    )
    @pytest.mark.parametrize("ehlo", ["250 x", "250-x\r\n250 PIPELINING"], ids=["one by one", "together"])
    def test_only_a_reply_lost_after_the_final_dot_is_uncertain(
        self, step: str, state: MessageState, phase: Phase, silent: bool, ehlo: str, cut_at: Callable[..., CutAt]
    ) -> None:
        server = cut_at(step, silent=silent, EHLO=ehlo)
        transport = SmtpTransport(server.url, timeout=0.3, reply_timeout=0.3)
        outcome = transport.send(a_mail())
        transport.close()
        assert (outcome.state, outcome.phase) == (state, phase)

    @pytest.mark.parametrize(
        ("reply", "state"),
        [
            ("OK", MessageState.UNCERTAIN),
            ("354 encore", MessageState.UNCERTAIN),
            ("451 plus tard", MessageState.RETRY),
            ("550 non", MessageState.REFUSED),
        ],
    )
    def test_after_the_final_dot_what_says_neither_yes_nor_no_is_uncertain(
        self, reply: str, state: MessageState, cut_at: Callable[..., CutAt]
    ) -> None:
        server = cut_at("never", dot=reply)
        transport = SmtpTransport(server.url, timeout=5, reply_timeout=5)
        assert transport.send(a_mail()).state == state
        transport.close()

    def test_a_connection_lost_in_the_middle_of_the_text_is_tried_again(self, cut_at: Callable[..., CutAt]) -> None:
        server = cut_at("body")
        transport = SmtpTransport(server.url, timeout=2)
        outcome = transport.send(a_mail("x" * 70 + "\n" + ("y" * 70 + "\n") * 300_000))
        assert (outcome.state, outcome.phase) == (MessageState.RETRY, Phase.BODY)


class TestCommandsTogether:
    """RFC 2920: the three announcements in one packet, their replies read in order."""

    EHLO = "250-x\r\n250 PIPELINING"

    @pytest.mark.parametrize(
        ("replies", "phase", "response"),
        [
            ({"MAIL": "550 who", "RCPT": "503 no", "DATA": "503 no"}, Phase.SENDER, "550 who"),
            ({"RCPT": "550 unknown", "DATA": "503 no"}, Phase.RECIPIENT, "550 unknown"),
            ({"RCPT": "550 unknown"}, Phase.RECIPIENT, "550 unknown"),
            ({"DATA": "554 full"}, Phase.DATA, "554 full"),
        ],
    )
    def test_the_first_refusal_is_the_one_that_counts(
        self, replies: dict[str, str], phase: Phase, response: str, cut_at: Callable[..., CutAt]
    ) -> None:
        server = cut_at("never", EHLO=self.EHLO, **replies)
        transport = SmtpTransport(server.url, timeout=2)
        outcome = transport.send(a_mail("Secret"))
        transport.close()
        assert (outcome.state, outcome.phase, outcome.response) == (MessageState.REFUSED, phase, response)
        assert "Secret" not in server.heard

    def test_many_messages_pass_one_connection(self) -> None:
        with listening(ScriptedSink(pipelining=True)) as sink:
            sink.at_recipient = lambda address: "550 no" if address.startswith("x@") else None
            transport = SmtpTransport(sink.url, timeout=5)
            states = [transport.send(a_mail(to=to)).state for to in ("a@b.example", "x@b.example", "c@b.example")]
            transport.close()
        assert states == [MessageState.ACCEPTED, MessageState.REFUSED, MessageState.ACCEPTED]
        assert (sink.addresses, sink.connections) == (["a@b.example", "c@b.example"], 1)

    def test_an_address_adds_no_command(self, sink: ScriptedSink) -> None:
        transport = SmtpTransport(sink.url, timeout=5)
        outcome = transport.send(Wire("a@b.example", "c@d.example>\r\nRCPT TO:<e@f.example", b"x\r\n"))
        transport.close()
        assert (outcome.state, sink.accepted) == (MessageState.RETRY, [])

    def test_an_address_with_accents_needs_a_server_that_takes_them(self) -> None:
        with listening(ScriptedSink(), enable_SMTPUTF8=False) as old:
            transport = SmtpTransport(old.url, timeout=5)
            outcome = transport.send(a_mail(to="zoé@b.example"))
            transport.close()
        assert (outcome.state, outcome.reason, old.accepted) == (MessageState.REFUSED, Reason.RECIPIENT, [])
        with listening(ScriptedSink(), enable_SMTPUTF8=True) as modern:
            transport = SmtpTransport(modern.url, timeout=5)
            assert transport.send(a_mail(to="zoé@b.example")).state == MessageState.ACCEPTED
            transport.close()
        assert modern.addresses == ["zoé@b.example"]


@pytest.mark.parametrize(
    ("code", "reply", "blocking"),
    [
        (550, "5.4.5 Daily user sending limit exceeded.", True),
        (554, "5.2.0 STOREDRV; SubmissionQuotaExceededException", True),
        (451, "4.7.1 Your outbound quota is used up", True),
        (552, "5.2.2 Mailbox over quota", False),
        (450, "4.2.1 The user is receiving mail too quickly", False),
        (550, "5.1.1 No such user 5.4.5.1", False),
        (552, "5.3.4 Message size exceeds the sending limit", False),
    ],
)
def test_a_quota_of_ours_is_told_from_that_of_one_person(code: int, reply: str, blocking: bool) -> None:
    assert from_smtp_reply(code, reply, phase=Phase.RECIPIENT).blocking is blocking


class TestCredentials:
    """What only a person can mend pauses the mailing in words, and stops no worker."""

    def refusal(self, cut_at: Callable[..., CutAt], offered: str, password: str) -> TransportDown:
        server = cut_at("never", EHLO=f"250-x\r\n250 AUTH {offered}", AUTH="535 no")
        transport = SmtpTransport(server.url.replace("://", f"://moi:{password}@"), timeout=5)
        with pytest.raises(TransportDown) as down:
            transport.open()
        assert down.value.blocking
        return down.value

    def test_a_password_with_an_accent_is_told_and_not_repeated(self, cut_at: Callable[..., CutAt]) -> None:
        down = self.refusal(cut_at, "PLAIN LOGIN", "caf%C3%A9")
        assert ("hors ASCII" in down.response, "caf" in down.response) == (True, False)

    def test_a_server_that_identifies_in_no_way_we_know(self, cut_at: Callable[..., CutAt]) -> None:
        assert "No suitable" in self.refusal(cut_at, "GSSAPI", "secret").response

    def test_a_refused_password(self, cut_at: Callable[..., CutAt]) -> None:
        assert "535" in self.refusal(cut_at, "PLAIN", "secret").response


class TestConnection:
    def test_one_connection_serves_many_and_is_renewed_after_a_hundred(
        self, sink: ScriptedSink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("outbox.transports.smtp.MESSAGES_PER_CONNECTION", 3)
        transport = SmtpTransport(sink.url, timeout=5)
        for _ in range(7):
            assert transport.send(a_mail()).state == MessageState.ACCEPTED
        transport.close()
        assert sink.connections == 3

    def test_after_a_refusal_the_connection_goes_on(self, sink: ScriptedSink) -> None:
        sink.at_recipient = lambda address: "550 no" if address.startswith("x@") else None
        transport = SmtpTransport(sink.url, timeout=5)
        states = [transport.send(a_mail(to=to)).state for to in ("a@b.example", "x@b.example", "c@b.example")]
        transport.close()
        assert states == [MessageState.ACCEPTED, MessageState.REFUSED, MessageState.ACCEPTED]
        assert sink.connections == 1

    def test_a_server_without_starttls_gets_nothing_in_clear(self, sink: ScriptedSink) -> None:
        transport = SmtpTransport(f"smtp+starttls://127.0.0.1:{sink.port}", timeout=5)
        with pytest.raises(TransportDown) as refusal:
            transport.open()
        assert refusal.value.blocking
        assert sink.accepted == []

    def test_a_certificate_that_cannot_be_verified_is_refused(self, tmp_path: Any) -> None:
        context = _own_certificate(tmp_path)
        with listening(ScriptedSink(), tls_context=context) as sink:
            transport = SmtpTransport(f"smtp+starttls://127.0.0.1:{sink.port}", timeout=5)
            with pytest.raises(TransportDown, match="CERTIFICATE_VERIFY_FAILED") as refusal:
                transport.open()
        assert refusal.value.blocking

    @pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
    def test_a_certificate_of_a_known_authority_is_accepted(
        self, scheme: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        context = _own_certificate(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        options = {"tls_context": context} if scheme != "smtps" else {"ssl_context": context}
        with listening(ScriptedSink(), **options) as sink:
            transport = SmtpTransport(f"{scheme}://127.0.0.1:{sink.port}", timeout=5)
            outcome = transport.send(a_mail())
            transport.close()
        assert outcome.state == MessageState.ACCEPTED


def _own_certificate(folder: Any) -> ssl.SSLContext:
    import datetime as dt
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


class FakeBackend(BaseEmailBackend):
    """A provider whose next answer the test chooses."""

    error: Exception | None = None
    statuses: dict[str, str] = {}
    sent: list[EmailMultiAlternatives] = []

    def send_messages(self, email_messages: Any) -> int:
        (mail,) = email_messages
        if self.error:
            raise self.error
        if type(self).statuses:
            status = AnymailStatus()
            status.status, status.message_id = set(self.statuses.values()), "abc-1"
            mail.anymail_status = status
        self.sent.append(mail)
        return 1


FAKE = f"{__name__}.FakeBackend"


class TestProviders:
    @pytest.fixture(autouse=True)
    def _fresh(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in (("error", None), ("statuses", {}), ("sent", [])):
            monkeypatch.setattr(FakeBackend, name, value)

    def send(self) -> Outcome:
        transport = BackendTransport(FAKE)
        transport.open()
        return transport.send(a_mail())

    def test_a_mail_carries_our_identifier_as_metadata(self) -> None:
        outcome = self.send()
        assert outcome.state == MessageState.ACCEPTED
        assert FakeBackend.sent[0].metadata == {"message_id": "1.x@c.example"}

    def test_the_identifier_given_by_the_provider_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(FakeBackend, "statuses", {"a@b.example": "queued"})
        outcome = self.send()
        assert (outcome.state, outcome.remote_id, outcome.response) == (MessageState.ACCEPTED, "abc-1", "queued")

    def test_an_address_that_the_provider_rejects_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(FakeBackend, "statuses", {"a@b.example": "rejected"})
        outcome = self.send()
        assert (outcome.state, outcome.reason) == (MessageState.REFUSED, Reason.RECIPIENT)

    def test_an_exception_after_the_call_is_uncertain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(FakeBackend, "error", RuntimeError("post_send"))
        outcome = self.send()
        assert (outcome.state, outcome.reason) == (MessageState.UNCERTAIN, Reason.REPLY_LOST)

    def test_a_backend_that_does_not_exist_is_for_a_person_to_mend(self) -> None:
        with pytest.raises(TransportDown) as refusal:
            BackendTransport("no.such.Backend").open()
        assert refusal.value.blocking


def _api_error(status: int) -> Exception:
    response = requests.Response()
    response.status_code = status
    return anymail.AnymailRequestsAPIError("x", response=response)


def _caused_by(cause: Exception) -> Exception:
    try:
        raise anymail.AnymailRequestsAPIError("x") from cause
    except anymail.AnymailRequestsAPIError as error:
        return error


@pytest.mark.parametrize(
    ("error", "state", "blocking"),
    [
        (_api_error(400), MessageState.REFUSED, False),
        (_api_error(422), MessageState.REFUSED, False),
        (_api_error(401), MessageState.RETRY, True),
        (_api_error(402), MessageState.RETRY, True),
        (_api_error(403), MessageState.RETRY, True),
        (_api_error(404), MessageState.RETRY, True),
        (_api_error(408), MessageState.RETRY, False),
        (_api_error(429), MessageState.RETRY, False),
        (_api_error(500), MessageState.UNCERTAIN, False),
        (_api_error(503), MessageState.UNCERTAIN, False),
        (_caused_by(requests.ConnectTimeout()), MessageState.RETRY, False),
        (_caused_by(requests.ConnectionError("NewConnectionError: refused")), MessageState.RETRY, False),
        (_caused_by(requests.ReadTimeout()), MessageState.UNCERTAIN, False),
        (_caused_by(requests.ConnectionError("reset by peer")), MessageState.UNCERTAIN, False),
        (anymail.AnymailRecipientsRefused(), MessageState.REFUSED, False),
        (anymail.AnymailUnsupportedFeature("x"), MessageState.REFUSED, False),
        (anymail.AnymailConfigurationError("x"), MessageState.RETRY, True),
        (ConnectionRefusedError(), MessageState.RETRY, False),
        (TimeoutError(), MessageState.UNCERTAIN, False),
    ],
)
def test_what_a_provider_raises_is_classified_by_phase(error: Exception, state: MessageState, blocking: bool) -> None:
    outcome = from_exception(error)
    assert (outcome.state, outcome.blocking) == (state, blocking)
