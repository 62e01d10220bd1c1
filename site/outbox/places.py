"""Places for the few per-person values, written `%%name%%` in a frozen content."""

import html
import re
from collections.abc import Iterable, Mapping

PLACE = re.compile(r"%%([a-z][a-z0-9_]*)%%")
# Every white space but those that must not break: French sets them before « ; : ! ? » in subjects too.
_BREAKING = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def names_in(*texts: str) -> set[str]:
    """The names of the places found in `texts`."""
    return {name for text in texts for name in PLACE.findall(text)}


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each known place filled; a name without a value is left as written, so mails quote
    freely.
    """
    return PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def fill_html(text: str, values: Mapping[str, str]) -> str:
    """The same, values escaped for HTML, attributes included."""
    return fill(text, {name: html.escape(value, quote=True) for name, value in values.items()})


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """The same on one line: a value can add neither a header nor a line to a header (RFC 5322 2.2)."""
    return one_line(fill(text, values))


def one_line(text: str) -> str:
    """`text` on one line, one space between two words; no-break spaces stay what they are."""
    return _BREAKING.sub(" ", _CONTROL.sub(" ", text)).strip()


def missing(wanted: Iterable[str], values: Mapping[str, str]) -> list[str]:
    """The places nobody filled, or filled with nothing."""
    return sorted(name for name in wanted if not values.get(name))
