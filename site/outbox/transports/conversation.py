"""An SMTP conversation that knows how far it went, which smtplib does not say (sending.md section 6)."""

import contextlib
import re
import smtplib
from collections.abc import Sequence

from ..enums import Phase
from .outcomes import BLOCKING_CODES, Outcome, from_smtp_reply

# RFC 5321 4.5.3.2.6: ten minutes for the answer to the final dot. Less would make uncertain what was
# accepted.
REPLY_TIMEOUT = 600.0
_UNSAFE = re.compile(r"[\x00-\x20<>]")


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

    def converse(self, sender: str, recipient: str, wire: bytes, options: Sequence[str]) -> Outcome:
        """Hand over one message, as `transparent` makes it. Raises OSError, SMTPException or ValueError when the
        line is lost or an address is unusable; `phase` says where.
        """
        self.phase = Phase.SENDER
        code, reply = self._announce(sender, recipient, options)
        if code == 354:
            code, reply = self._body(wire)
        return from_smtp_reply(code, reply.decode(errors="replace"), phase=self.phase)

    def _announce(self, sender: str, recipient: str, options: Sequence[str]) -> tuple[int, bytes]:
        """MAIL, RCPT and DATA; the reply of the last one, or of the first that was refused."""
        if _UNSAFE.search(sender + recipient):
            raise ValueError("an address holds what would change the command")
        commands = [" ".join((f"MAIL FROM:<{sender}>", *options)), f"RCPT TO:<{recipient}>", "DATA"]
        if self.has_extn("pipelining"):  # type: ignore[attr-defined]
            return self._announce_together(commands)
        for self.phase, command in zip((Phase.SENDER, Phase.RECIPIENT, Phase.DATA), commands, strict=True):
            self._write(command)
            code, reply = self.getreply()  # type: ignore[attr-defined]
            if not _goes_on(code):
                break
        return code, reply

    def _announce_together(self, commands: Sequence[str]) -> tuple[int, bytes]:
        """The three in one packet, their replies read in order (RFC 2920)."""
        self._write("\r\n".join(commands))
        refusal: tuple[Phase, int, bytes] | None = None
        for self.phase in (Phase.SENDER, Phase.RECIPIENT, Phase.DATA):
            code, reply = self.getreply()  # type: ignore[attr-defined]
            if not _goes_on(code):
                refusal = refusal or (self.phase, code, reply)
                if code in BLOCKING_CODES:  # it is about to hang up, or its other answers no longer matter
                    break
        if refusal is None:
            return code, reply
        if code == 354:
            # Asked for a text that goes to nobody: none is sent, and its refusal says nothing new.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._write(".")
                self.getreply()  # type: ignore[attr-defined]
        self.phase, code, reply = refusal
        return code, reply

    def _body(self, wire: bytes) -> tuple[int, bytes]:
        """The text, then the final dot apart: a failure before the dot is sent is no acceptance."""
        self.phase = Phase.BODY
        self.send(wire)  # type: ignore[attr-defined]
        self.phase = Phase.DOT
        self.sock.settimeout(self.reply_timeout)  # type: ignore[attr-defined]
        self.send(b".\r\n")  # type: ignore[attr-defined]
        code, reply = self.getreply()  # type: ignore[attr-defined]
        self.sock.settimeout(self.timeout)  # type: ignore[attr-defined]
        self.phase = Phase.REPLIED
        return code, reply

    def _write(self, commands: str) -> None:
        encoding = self.command_encoding  # type: ignore[attr-defined]
        self.send(f"{commands}\r\n".encode(encoding))  # type: ignore[attr-defined]


def _goes_on(code: int) -> bool:
    return code in (250, 251, 354)


class PlainClient(_Conversation, smtplib.SMTP):
    pass


class TlsClient(_Conversation, smtplib.SMTP_SSL):
    pass
