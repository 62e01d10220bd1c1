"""Slips that the typography of the site cannot mend by itself, or that a reader of a draft should see."""

import re
from collections.abc import Iterator

from ..footnotes import is_left_open
from .inclusive import ADDRESS
from .remarks import Hint, Rule, Text

DOUBLED = re.compile(r"\b(?P<word>[^\W\d_]+)\s+(?P=word)\b", re.IGNORECASE)
# Words that may well follow themselves.
MAY_DOUBLE = frozenset({"nous", "vous", "très", "non", "oui", "bien", "si", "la", "pas"})
DOUBLE_SPACE = re.compile(r"\S {2,}\S")
SPACE_BEFORE = re.compile(r"\w+ +[,.](?![\d.])")
NO_SPACE_AFTER = re.compile(r"[^\W\d_]{2,}[,;][^\W\d_]{2,}")
SHOUTING = re.compile(r"\b[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜŒ]{4,}(?:\s+[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜŒ]{2,}){2,}")
BARE_CAPITALS = {
    "Etat": "État",
    "Etats": "États",
    "Eglise": "Église",
    "Ecole": "École",
    "Ecoles": "Écoles",
    "Edition": "Édition",
    "Editions": "Éditions",
    "Edito": "Édito",
    "Education": "Éducation",
    "Egalement": "Également",
    "Ecrire": "Écrire",
    "Etre": "Être",
    "Evénement": "Événement",
    "Evènement": "Événement",
    "Ca": "Ça",
}
BARE = re.compile(
    rf"\b(?:{'|'.join(word for word in BARE_CAPITALS if word.isalpha())})\b|\bA (?=l[’']|la |le |un |une |[a-zéà])"
)

NOTE_EXCERPT = 60


def slip_hints(text: Text) -> Iterator[Hint]:
    words = ADDRESS.sub(" ", text.words)
    for match in DOUBLED.finditer(words):
        if match["word"].lower() not in MAY_DOUBLE:
            yield Hint(Rule.DOUBLED_WORD, match[0], match["word"])
    for match in DOUBLE_SPACE.finditer(text.words):
        yield Hint(Rule.DOUBLE_SPACE, _around(text.words, match))
    for match in SPACE_BEFORE.finditer(words):
        yield Hint(Rule.SPACE_BEFORE_COMMA, match[0], re.sub(r" +", "", match[0]))
    for match in NO_SPACE_AFTER.finditer(words):
        yield Hint(Rule.NO_SPACE_AFTER, match[0], re.sub(r"([,;])", r"\1 ", match[0]))
    for match in BARE.finditer(words):
        bare = match[0].strip()
        yield Hint(Rule.BARE_CAPITAL, _around(words, match), BARE_CAPITALS.get(bare, "À"))
    for paragraph in text.paragraphs:
        if is_left_open(paragraph):
            yield Hint(Rule.OPEN_NOTE, paragraph[:NOTE_EXCERPT])
    for match in SHOUTING.finditer(words):
        yield Hint(Rule.SHOUTING, match[0], match[0].capitalize())


def _around(text: str, match: re.Match[str]) -> str:
    """A few words on each side, so that the slip is found again."""
    start, end = max(0, match.start() - 20), match.end() + 20
    return (
        " ".join(text[start:end].split())
        if match.re is not DOUBLE_SPACE
        else text[start:end].replace("\n", " ").strip()
    )
