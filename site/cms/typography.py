"""French micro-typography, applied when a text is shown; what was typed is what is stored.

Rules TY-01 to TY-14 of print-and-typography.md, section 6. `typo_fr` reads HTML: tags, attributes, entities, code,
addresses and numbers that are not prose pass through untouched. `typo_text` reads plain text. Both are idempotent.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from .typography_rules import Marks, compose

# Elements whose inside is not prose.
VERBATIM = "code|pre|kbd|samp|script|style|textarea|svg|math|var"
# Elements that stand inside a sentence; any other tag ends it.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    ]
)
# « participant·es », which style sheets keep whole (IN-04).
_POINTED = re.compile(r"(?<![\w·])[^\W\d_]{2,}(?:·[^\W\d_]+)+(?![\w·])")
_OPENING, _CLOSING = '<span class="incl">', "</span>"
_TOKEN = re.compile(
    rf"(?P<verbatim><(?P<name>{VERBATIM})\b[^>]*>.*?</(?P=name)\s*>)"
    r"|(?P<comment><!--.*?-->|<![^>]*>|<\?.*?\?>)"
    r"""|(?P<tag></?(?P<element>[a-zA-Z][\w:-]*)(?:"[^"]*"|'[^']*'|[^'"<>])*>)"""
    r"|(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)",
    re.DOTALL | re.IGNORECASE,
)
# Entities that name a character the rules work on; the others keep their form.
_ENTITIES = {
    "&nbsp;": "\u00a0",
    "&#160;": "\u00a0",
    "&#xa0;": "\u00a0",
    "&#8239;": "\u202f",
    "&#x202f;": "\u202f",
    "&laquo;": "«",
    "&raquo;": "»",
    "&hellip;": "…",
    "&rsquo;": "’",
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&ndash;": "–",
    "&mdash;": "—",
}
_QUOTE_ENTITIES = frozenset({"&quot;", "&#34;", "&#x22;"})
_APOSTROPHE_ENTITIES = frozenset({"&#39;", "&#x27;", "&apos;"})


@lru_cache(maxsize=4096)
def typo_fr(html: str) -> str:
    """`html` with French spaces, quotes, dashes and ordinals. It gives HTML: escape a plain text first."""
    return "".join(_sentences(html, ordinals=_superscript))


@lru_cache(maxsize=4096)
def typo_text(text: str) -> str:
    """`text`, which is not HTML, with French spaces, quotes and dashes; ordinals are written « 1er », « 2e »."""
    marks = Marks()
    return marks.restore(compose(marks.keep_private(text), marks, _plain_ordinal))


def _superscript(number: str, ending: str, marks: Marks) -> str:
    return f"{number}{marks.keep('<sup>')}{ending}{marks.keep('</sup>')}"


def _plain_ordinal(number: str, ending: str, marks: Marks) -> str:
    return f"{number}{ending}"


def _sentences(html: str, *, ordinals: Callable[[str, str, Marks], str]) -> list[str]:
    """Cut `html` into runs of text (a paragraph, a cell…) and compose each; inline tags stay inside their run."""
    done: list[str] = []
    marks = Marks()
    run: list[str] = []

    def finish() -> None:
        nonlocal marks
        if run:
            done.append(marks.restore(_mark_pointed(compose("".join(run), marks, ordinals), marks)))
            run.clear()
            marks = Marks()

    position = 0
    for token in _TOKEN.finditer(html):
        run.append(marks.keep_private(html[position : token.start()]))
        position = token.end()
        if token["tag"] and token["element"].lower() not in INLINE:
            finish()
            done.append(token[0])
        else:
            run.append(_held(token, marks))
            if marks.nearly_full:
                finish()
    run.append(marks.keep_private(html[position:]))
    finish()
    return done


def _mark_pointed(run: str, marks: Marks) -> str:
    """`run` whose words with a middle dot are marked, once."""

    def mark(word: re.Match[str]) -> str:
        before = marks.restore(run[: word.start()][-1:])
        return word[0] if before == _OPENING else f"{marks.keep(_OPENING)}{word[0]}{marks.keep(_CLOSING)}"

    return _POINTED.sub(mark, run)


def _held(token: re.Match[str], marks: Marks) -> str:
    """The character that stands for `token` while the rules run."""
    if token["entity"]:
        name = token["entity"].lower()
        if name in _ENTITIES:
            return _ENTITIES[name]
        if name in _QUOTE_ENTITIES:
            return marks.quote_entity(token[0])
        if name in _APOSTROPHE_ENTITIES:
            return marks.apostrophe_entity(token[0])
        return marks.keep_word(token[0])
    return marks.keep_word(token[0]) if token["verbatim"] else marks.keep(token[0])
