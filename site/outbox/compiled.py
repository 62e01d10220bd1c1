"""A frozen content made into bytes once, cut where each person's values go: no letter of 50 kB is built 50,000 times.

What it gives is, once parsed, what `composition.compose` makes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.policy import compat32
from email.utils import formatdate, parseaddr
from html import escape
from itertools import groupby
from typing import cast

from django.core.mail.message import forbid_multi_line_headers

from .composition import compose
from .models import Content, Message
from .places import PLACE, fill_line
from .quoted import SOFT_BREAK, encode, encode_value
from .sender import Sender

CRLF = b"\r\n"
# Longer lines exist, and some server cuts them (RFC 5322 2.1.1).
MAX_HEADER_LINE = 900
_OF_EACH_PERSON = {"to", "message-id", "date"}
_STRUCTURE = {"content-type", "content-transfer-encoding", "mime-version"}
_POLICY = compat32.clone(linesep="\r\n")

Encoder = Callable[[str], bytes]


@dataclass(frozen=True)
class Place:
    """Where a value goes, and how it is written there."""

    name: str
    encode: Encoder


@dataclass(frozen=True)
class Line:
    """A header that holds values: they change how it is folded and encoded, so it is written whole each time."""

    name: str
    template: str

    def written(self, values: Mapping[str, str]) -> bytes:
        value = fill_line(self.template, values)
        if value.isascii() and len(value) < MAX_HEADER_LINE:
            # Folded between two addresses only: what is inside angle brackets is never cut.
            return f"{self.name}: {value.replace('>, <', f'>,{chr(13)}{chr(10)} <')}\r\n".encode("ascii")
        return header(self.name, value)


@dataclass(frozen=True)
class Compiled:
    """`envelope_sender` is the bare address that answers for the mail; `pieces` are in the order of the mail."""

    envelope_sender: str
    domain: str
    pieces: "tuple[Piece, ...]"

    def fill(self, message: Message) -> bytes:
        """The mail of `message` as SMTP carries it: seven bits, CRLF, no line with a leading dot, a last line end."""
        values = message.values
        own = f"Date: {formatdate()}\r\nMessage-ID: {message.message_id(self.domain)}\r\nTo: {message.address}\r\n"
        wire = [own.encode("ascii")]
        for piece in self.pieces:
            if isinstance(piece, bytes):
                wire.append(piece)
            elif isinstance(piece, Line):
                wire.append(piece.written(values))
            else:
                wire.append(piece.encode(values[piece.name]))
        return b"".join(wire)


Piece = bytes | Place | Line


def header(name: str, value: str) -> bytes:
    """One header as Django writes it: encoded when it has accents, folded when it is long."""
    return _folded(*forbid_multi_line_headers(name, value, "utf-8"))


def compilable(message: Message) -> bool:
    """Whether the mail of `message` is its content and nothing of its own besides the values."""
    personal_sender = PLACE.search(message.content.headers.get("From", ""))
    return not message.parts and message.address.isascii() and personal_sender is None


def compile_content(message: Message, *, sender: Sender) -> Compiled:
    """The content of `message`, for it and for all those of its mailing. Names without a value stay as written."""
    mail = compose(message, sender=sender)
    values = frozenset(message.values)
    content = message.content
    templates = {"subject": content.subject} | {name.lower(): value for name, value in content.headers.items()}
    pieces: list[Piece] = []
    for name, value in mail.message().items():
        template = templates.get(name.lower(), "")
        if values.intersection(PLACE.findall(template)):
            pieces.append(Line(name, template))
        elif name.lower() not in _OF_EACH_PERSON | _STRUCTURE:
            pieces.append(_folded(name, value))
    pieces += [b"MIME-Version: 1.0\r\n", *_body(content, values)]
    return Compiled(parseaddr(mail.from_email)[1], sender.domain, tuple(_joined(pieces)))


def _folded(name: str, value: str) -> bytes:
    return _POLICY.fold(name, value).encode("ascii")


def _body(content: Content, values: frozenset[str]) -> Iterator[Piece]:
    """Text alone, or text then HTML as two versions of the same thing (RFC 2046 5.1.4)."""
    text = _part("plain", content.text, values, encode_value)
    if not content.html:
        yield from text
        yield CRLF
        return
    boundary = f"=_{content.digest[:32]}".encode()
    yield b'Content-Type: multipart/alternative; boundary="%s"\r\n' % boundary
    for part in (text, _part("html", content.html, values, _in_html)):
        yield b"\r\n--%s\r\n" % boundary
        yield from part
    yield b"\r\n--%s--\r\n" % boundary


def _part(kind: str, text: str, values: frozenset[str], encoder: Encoder) -> Iterator[Piece]:
    yield b'Content-Type: text/%s; charset="utf-8"\r\n' % kind.encode()
    yield b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    words, at = "", 0
    for found in PLACE.finditer(text):
        if found[1] in values:
            # A value has lines of its own, held together by soft breaks: its length changes no other line.
            words = text[at : found.start()]
            yield encode(words) + (b"" if words.endswith("\n") else SOFT_BREAK)
            yield Place(found[1], encoder)
            yield SOFT_BREAK
            at = found.end()
    yield encode(text[at:])


def _in_html(value: str) -> bytes:
    return encode_value(escape(value, quote=True))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same with neighbouring bytes in one piece: there is one left between two values."""
    for is_fixed, group in groupby(pieces, key=lambda piece: isinstance(piece, bytes)):
        if is_fixed:
            yield b"".join(cast(Iterable[bytes], group))
        else:
            yield from group
