"""Inclusive writing by the convention of the site (print-and-typography.md, IN-01 to IN-03), outside addresses."""

import re
from collections.abc import Iterator

from cms.enums import InclusiveWriting

from .remarks import Hint, Rule, Text

MIDDLE_DOT = "·"
ADDRESS = re.compile(r"\S*(?:https?://|www\.|@)\S*|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|net|eu|example)\b\S*")
# « participant.es », « habitant•es », « auteur·rices », « coordinateur·trice », « citoyen·nes »; never « peut-être ».
POINTED = re.compile(
    r"\b(?P<stem>[^\W\d_]{3,})(?P<mark>[.•·‧-])(?P<end>(?:[.•·‧-]?)(?:e|ne|le|te|sse|euse|ice|rice|trice|ère|ière)"
    r"(?:[.•·‧-]?s)?)(?![\w-])"
)
# Words with a hyphen that end like a feminine and are none.
ORDINARY = frozenset({"est-elle", "a-t-elle", "soi-même", "celle-ci", "rendez-vous", "peut-être"})
EPICENE = {
    "participant": "les personnes présentes",
    "habitant": "la population",
    "citoyen": "la population",
    "adhérent": "les membres",
    "salarié": "le personnel",
    "bénévole": "les bénévoles",
    "élu": "les membres du conseil",
    "directeur": "la direction",
    "coordinateur": "la coordination",
    "animateur": "l’équipe d’animation",
    "lecteur": "le lectorat",
    "électeur": "l’électorat",
}
# Masculine endings and the feminine they take; the first that fits wins.
FEMININES = (("teur", "trice"), ("eur", "euse"), ("ien", "ienne"), ("yen", "yenne"), ("er", "ère"), ("", "e"))
# « auteur » and its like keep « trice » or « rice », whatever the table says.
IRREGULAR = {"auteur": "autrice", "acteur": "actrice", "chanteur": "chanteuse", "porteur": "porteuse"}


def inclusive_hints(text: Text) -> Iterator[Hint]:
    """Under « doublets », a doublet or an epicene word instead of each point; under « point médian », the right dot."""
    if text.convention == InclusiveWriting.NONE:
        return
    words = ADDRESS.sub(" ", text.words)
    for match in POINTED.finditer(words):
        found = match[0]
        if found.lower() in ORDINARY or (match["mark"] == "-" and not _is_inclusive_hyphen(match)):
            continue
        if text.convention == InclusiveWriting.MIDDLE_DOT:
            right = normalised(found)
            if right != found:
                yield Hint(Rule.DOT_SHAPE, found, right)
        else:
            yield Hint(Rule.INCLUSIVE, found, proposal_for(match["stem"], match["end"]))


def normalised(word: str) -> str:
    """« participant.e.s » and « habitant•es » with the middle dot, once: « participant·es »."""
    head, *ends = re.split(r"[.•·‧-]", word)
    return f"{head}{MIDDLE_DOT}{''.join(ends)}"


def proposal_for(stem: str, end: str) -> str:
    """« participants et participantes », with an epicene way of saying it when there is one."""
    plural = "s" if end.endswith("s") and not end.endswith("sse") else ""
    masculine = stem.removesuffix("s") if plural else stem
    doublet = f"{masculine}{plural} et {feminine_of(masculine)}{plural}"
    epicene = EPICENE.get(masculine.lower())
    return f"{doublet}, ou {epicene}" if epicene and plural else doublet


def feminine_of(word: str) -> str:
    lower = word.lower()
    if lower in IRREGULAR:
        return IRREGULAR[lower]
    return next(f"{word[: len(word) - len(old)]}{new}" for old, new in FEMININES if lower.endswith(old))


def _is_inclusive_hyphen(match: re.Match[str]) -> bool:
    """« participant-e-s » is; « donne-le », « dit-elle » are not."""
    return match["end"].lower() in {"e", "es", "e-s", "ne", "nes", "ne-s", "rice", "rices", "trice", "trices"}
