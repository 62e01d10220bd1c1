"""Whether a reply was written by a machine for somebody who is away. Headers tell most (RFC 3834); words the rest."""

import re

from .own_words import folded

_AWAY = re.compile(
    r"\b(?:reponse automatique|message automatique|automatic reply|auto ?reply|out of (?:the )?office|absence du bureau"
    r"|absente? du bureau|(?:actuellement|suis|serai) (?:absente?|en (?:conges?|vacances|deplacement|arret))"
    r"|en conges? (?:du|jusqu)|de retour le|je serai de retour|a bien ete recu|accuse de reception)\b"
)
# A person may say so too, at the end of a real question: a machine says it first.
_BEGINNING = 160


def is_absence(*, subject: str, text: str) -> bool:
    """Whether the title, or the first words, are those of a holiday answer."""
    return bool(_AWAY.search(folded(subject)) or _AWAY.search(folded(text)[:_BEGINNING]))
