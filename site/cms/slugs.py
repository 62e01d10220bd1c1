"""Addresses made from French titles."""

import re
import unicodedata

LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


def french_slug(text: str) -> str:
    """« L’état des lieux » → `l-etat-des-lieux`; at most 100 characters, cut between two words.

    Django's `slugify` glues the article to its noun (`letat`) and loses `œ`.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    ascii_text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    return slug if len(slug) <= 100 else slug[:101].rpartition("-")[0] or slug[:100]
