"""When two texts say the same words, for a person who agreed to them."""

import hashlib
import html
import unicodedata

from django.utils.html import strip_tags

# Typing ’ for ' or a non-breaking space for a space corrects a text without changing what was said.
SAME_TO_A_READER = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})


def words_alone(text: str) -> str:
    """The words of `text` (plain or HTML), without its tags, whatever its spaces and apostrophes."""
    words = unicodedata.normalize("NFC", html.unescape(strip_tags(text))).translate(SAME_TO_A_READER)
    return " ".join(words.split())


def text_hash(text: str) -> str:
    """SHA-256 of the `words_alone` of `text`."""
    return hashlib.sha256(words_alone(text).encode()).hexdigest()
