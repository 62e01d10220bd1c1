"""A Kirby content file into its fields, as Kirby itself reads it, faults included (kirby.md section 1)."""

import re
import string
from dataclasses import dataclass, field

# Written out: on `str`, `\s` also matches the no-break space, which Kirby keeps.
_SEPARATOR = re.compile(r"\n----[ \t\n\r\f\v]*")
_WORDS_AFTER_DASHES = re.compile(r"\n----[ \t]*[^\s-]")
_ESCAPED = re.compile(r"(?m)^\\----")
_TRIM = " \t\n\r\0\x0b"
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass
class Decoded:
    """The fields by key, and what the file says that Kirby would lose or mistake."""

    fields: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def decode(text: str) -> Decoded:
    """`text` of a content file. Keys are lower case with `_`; the last of two equal keys wins; values are trimmed of
    ASCII white space only.
    """
    decoded = Decoded()
    text = text.removeprefix("\ufeff")
    if _WORDS_AFTER_DASHES.search(text):
        decoded.warnings.append("du texte suit « ---- » sur la même ligne")
    for chunk in _SEPARATOR.split(text):
        _read(chunk, decoded)
    return decoded


def _read(chunk: str, decoded: Decoded) -> None:
    before, colon, after = chunk.partition(":")
    if not colon or not before:
        if lost := chunk.strip(_TRIM):
            if colon:  # « : x » has no name; Kirby drops it without a word, and so little is hardly a loss
                return
            decoded.warnings.append(f"texte sans nom de champ, ignoré : « {lost[:60]} »")
        return
    key = before.strip(_TRIM).translate(_LOWER).replace("-", "_").replace(" ", "_")
    if key in ("", "0"):
        return
    if "\n" in key:
        decoded.warnings.append(f"nom de champ sur plusieurs lignes : « {before.strip(_TRIM)[:60]} »")
    if key in decoded.fields:
        decoded.warnings.append(f"champ « {key} » écrit deux fois, le dernier est gardé")
    decoded.fields[key] = _ESCAPED.sub("----", after.strip(_TRIM))
