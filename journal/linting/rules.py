"""All the rules, in the order a writer meets them: length, what is told, how it reads, how it is set."""

import re
from collections.abc import Iterator

from .inclusive import inclusive_hints
from .questions import missing_questions
from .remarks import Hint, Rule, Text
from .slips import slip_hints

# Beyond, a sentence is hard to read aloud. Easy-to-read rules ask for less still; a newspaper allows a little more.
LONGEST_SENTENCE = 30
LONGEST_PARAGRAPH = 900
HEADING_EVERY = 2000
SHOWN_PER_RULE = 8
EXCERPT = 90

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«“\"(]?\s?[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜŒ0-9—–])")
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def lint(text: Text) -> list[Hint]:
    """Every remark on `text`, at most a few for each rule. The same text always gives the same remarks."""
    found: dict[Rule, list[Hint]] = {}
    for source in (_length, _story, _sentences, inclusive_hints, slip_hints):
        for hint in source(text):
            known = found.setdefault(hint.rule, [])
            if hint not in known and len(known) < SHOWN_PER_RULE:
                known.append(hint)
    return [hint for rule in Rule for hint in found.get(rule, [])]


def _length(text: Text) -> Iterator[Hint]:
    if not text.quota:
        return
    if text.signs > text.quota:
        yield Hint(Rule.TOO_LONG, number=text.signs - text.quota)
    elif text.signs < text.quota * 0.8:
        yield Hint(Rule.TOO_SHORT, number=text.quota - text.signs)


def _story(text: Text) -> Iterator[Hint]:
    if not text.summary.strip():
        yield Hint(Rule.NO_SUMMARY)
    missing = missing_questions(text)
    if missing and any(text.paragraphs):
        yield Hint(Rule.FIVE_W, ", ".join(missing))
    if text.headings == 0 and text.signs > HEADING_EVERY:
        yield Hint(Rule.NO_HEADING)


def _sentences(text: Text) -> Iterator[Hint]:
    for paragraph in text.paragraphs:
        if len(paragraph) > LONGEST_PARAGRAPH:
            yield Hint(Rule.LONG_PARAGRAPH, _cut(paragraph), number=len(paragraph))
        for sentence in SENTENCE_END.split(paragraph):
            count = len(WORD.findall(sentence))
            if count > LONGEST_SENTENCE:
                yield Hint(Rule.LONG_SENTENCE, _cut(sentence), number=count)


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rsplit(' ', 1)[0]}…"
