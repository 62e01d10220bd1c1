"""Addresses made from French titles."""

import re
import unicodedata

from wagtail.models import Page

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


def free_slug(parent: Page, wanted: str) -> str:
    """The slug of `wanted`, followed by 2, 3… while a child of `parent` has it."""
    slug = french_slug(wanted) or "page"
    taken = set(parent.get_children().filter(slug__startswith=slug[:95]).values_list("slug", flat=True))
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug[:95]}-{number}", number + 1
    return free
