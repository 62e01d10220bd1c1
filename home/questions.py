"""What readers type in the address bar or in the search box, made safe to hand to a database."""

import re
import unicodedata
from collections.abc import Mapping


def asked_text(query: Mapping[str, str], parameter: str, *, max_length: int) -> str:
    """What `query` says under `parameter`: one line, at most `max_length` characters, no control character.

    PostgreSQL refuses NUL bytes, and neither database searches for unpaired surrogates.
    """
    asked = query.get(parameter) or ""
    kept = "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in asked[: 4 * max_length])
    return " ".join(kept.split())[:max_length].strip()


_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)


def words_of(question: str) -> str:
    """The words of `question`, without elisions (« l’été » asks for « été ») nor signs.

    SQLite's full-text index takes quotes and operators for its own syntax, and fails on half of one.
    """
    return " ".join(re.findall(r"\w+", _ELISION.sub(" ", question)))
