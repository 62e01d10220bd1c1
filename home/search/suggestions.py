"""« Essayez plutôt… »: the words of the site that look most like what was typed."""

from collections.abc import Callable
from difflib import SequenceMatcher

from ..models import FindingWord
from .stems import STOP_WORDS, plain

CLOSE = 0.72
# Enough to hold every word that begins alike, and few enough to compare in a breath.
CANDIDATES = 400


def suggest(text: str, *, finds: Callable[[str], bool]) -> str:
    """`text` with each word that the site does not know replaced by the nearest one it knows, if `finds` says that
    somebody may read it; nothing when there is none. A few queries a word, for a question of at most a few words.
    """
    words = text.split()[:6]
    nearest = {word: _nearest(word) for word in words}
    corrected = [found if (found := nearest[word]) and finds(found) else word for word in words]
    return " ".join(corrected) if corrected != words else ""


def _nearest(word: str) -> str:
    key = plain(word)
    if len(key) < 4 or key in STOP_WORDS or FindingWord.objects.filter(key=key).exists():
        return ""
    # People seldom miss the first letter.
    alike = FindingWord.objects.filter(key__startswith=key[0]).exclude(key__startswith=key)
    candidates = alike.order_by("-uses", "key").values_list("key", "word")[:CANDIDATES]
    scored = [(SequenceMatcher(None, key, other).ratio(), found) for other, found in candidates]
    score, best = max(scored, default=(0.0, ""))
    return best if score >= CLOSE else ""
