"""French words made alike: without accents, elisions or endings, the same way on both databases.

The algorithm is Snowball's, which PostgreSQL's French configuration also uses; applied to the text and to the question.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from home.questions import words_of

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# Words that every page has: they would only slow the index and blur the ranking.
_EVERYWHERE = (
    "a au aux avec ce ces cette dans de des du elle elles en est et eux il ils je la le les leur leurs "
    "lui ma mais me mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses son sont sur ta "
    "te tes toi ton tu un une vos votre vous y "
)
STOP_WORDS = frozenset(_EVERYWHERE.split())
_stemmer = snowballstemmer.stemmer("french")


def plain(text: str) -> str:
    """`text` in lower case without accents or ligatures: « Cœur d’été » → « coeur d’ete »."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def plain_word(word: str) -> str:
    """`plain`, remembered: the same words come back all the time."""
    return plain(word)


def telling_words(text: str) -> list[str]:
    """The words that say something, in their order."""
    return [word for word in words_of(text.lower()).split() if plain_word(word) not in STOP_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """« écritures » → « ecritur »."""
    return plain(_stemmer.stemWord(word))


def stems_of(text: str) -> list[str]:
    """What a question becomes: « Les ateliers d’écriture » → « ateli », « ecritur »."""
    return [stem(word) for word in telling_words(text)]


def indexed_stems(text: str) -> str:
    """What the index holds: each word as written and, where that differs, as people type it without accents (« aînée »
    ends otherwise than « ainee »).
    """
    return " ".join(_both_stems(word) for word in telling_words(text))


@lru_cache(maxsize=50_000)
def _both_stems(word: str) -> str:
    return " ".join(sorted({stem(word), stem(plain_word(word))}))


def is_word(text: str) -> bool:
    """Whether `text` is worth suggesting: letters, and enough of them."""
    return len(text) > 2 and bool(re.fullmatch(r"[^\W\d_]+", text))
