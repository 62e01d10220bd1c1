"""Content lines of RFC 5545 section 3.1: escaped, folded at 75 octets, ended by CRLF."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .zones import time_zone

OCTETS = 75
PRODUCT = "-//Dirigeable//Agenda//FR"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def text(value: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and newline escaped, other control characters dropped."""
    clean = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def parameter(value: str) -> str:
    """A parameter value (3.2), always quoted; the quote it cannot hold becomes an apostrophe."""
    return '"{}"'.format(_CONTROL.sub("", value).replace('"', "’").replace("\n", " "))


def in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local_time(name: str, moment: datetime) -> str:
    """DTSTART or DTEND in the zone of `moment`, which must be a ZoneInfo with a name."""
    zone = moment.tzinfo
    assert isinstance(zone, ZoneInfo), "a calendar time needs a named zone"
    return f"{name};TZID={zone.key}:{moment:%Y%m%dT%H%M%S}"


def folded(line: str) -> str:
    """`line` cut so that none is longer than 75 octets, never inside a character."""
    encoded = line.encode()
    if len(encoded) <= OCTETS or "\r\n " in line:  # short, or folded already
        return line
    pieces, start, room = [], 0, OCTETS
    while start < len(encoded):
        end = min(start + room, len(encoded))
        while end < len(encoded) and encoded[end] & 0xC0 == 0x80:  # the middle of a UTF-8 sequence
            end -= 1
        pieces.append(encoded[start:end].decode())
        start, room = end, OCTETS - 1  # the space that begins a continuation counts
    return "\r\n ".join(pieces)


def written(lines: Iterable[str]) -> bytes:
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def subscription(*, name: str, source: str, modified: Iterable[datetime]) -> list[str]:
    """The head of a calendar one subscribes to at the absolute address `source`, read again after an hour (I12);
    `modified` are the moments its entries last changed."""
    changed = max(modified, default=None)
    return [
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"URL:{source}",
        f"SOURCE;VALUE=URI:{source}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *([f"LAST-MODIFIED:{in_utc(changed)}"] if changed else []),
    ]


def calendar(head: Iterable[str], entries: Iterable[Iterable[str]], zones: Iterable[str]) -> bytes:
    """A whole VCALENDAR, with the VTIMEZONE of every zone its entries name (I5)."""
    opening = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", *head]
    parts = [opening, *map(time_zone, sorted(set(zones))), *entries, ["END:VCALENDAR"]]
    return written(line for part in parts for line in part)
