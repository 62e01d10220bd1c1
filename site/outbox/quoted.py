"""Quoted-printable cut where a person's values go (RFC 2045 6.7): seven bits, short lines, no dot to double."""

import email.quoprimime
import re

# Two short of the 76 allowed, for the dot that is encoded afterwards.
LINE = 74
SOFT_BREAK = b"=\r\n"
_LEADING_DOT = re.compile(r"(?m)^\.")
# What travels as it is: printable ASCII but "=", on one line, without a first dot.
_AS_IS = re.compile(rf"(?!\.)[ -<>-~]{{0,{LINE - 1}}}", re.ASCII)


def encode(text: str) -> bytes:
    """`text` as it travels, whatever it holds. Line ends become CRLF; the lines it begins and ends stay open.

    No line begins with a dot, so that SMTP has none to double (RFC 5321 4.5.2), nor holds "=_", which boundaries use.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode().decode("latin-1")
    quoted = email.quoprimime.body_encode(lines, maxlinelen=LINE, eol="\r\n")
    return _LEADING_DOT.sub("=2E", quoted).encode("ascii")


def encode_value(value: str) -> bytes:
    """The same for a value set between two soft breaks: most are short and plain, and need no encoder."""
    return value.encode("ascii") if _AS_IS.fullmatch(value) else encode(value)
