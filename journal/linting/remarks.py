"""What a rule says of a text."""

from dataclasses import dataclass
from enum import StrEnum

from cms.enums import InclusiveWriting


class Rule(StrEnum):
    """Each rule; its name and its reason in words are in templates/journal/admin/hint.html."""

    TOO_LONG = "too-long"
    TOO_SHORT = "too-short"
    NO_SUMMARY = "no-summary"
    FIVE_W = "five-w"
    LONG_SENTENCE = "long-sentence"
    LONG_PARAGRAPH = "long-paragraph"
    NO_HEADING = "no-heading"
    INCLUSIVE = "inclusive"
    DOT_SHAPE = "dot-shape"
    DOUBLED_WORD = "doubled-word"
    DOUBLE_SPACE = "double-space"
    SPACE_BEFORE_COMMA = "space-before-comma"
    NO_SPACE_AFTER = "no-space-after"
    BARE_CAPITAL = "bare-capital"
    SHOUTING = "shouting"
    OPEN_NOTE = "open-note"


@dataclass(frozen=True)
class Hint:
    """One remark: the rule, the words it is about, what could stand instead, and a number (words, signs) if any."""

    rule: Rule
    excerpt: str = ""
    proposal: str = ""
    number: int = 0


@dataclass(frozen=True)
class Text:
    """What is read: the title, the chapô, the paragraphs in plain text, and the slot they must fill.

    `quota` is in signs, spaces included; None when the article has no slot. `signs` counts the whole article.
    """

    title: str
    summary: str
    paragraphs: tuple[str, ...]
    headings: int = 0
    signs: int = 0
    quota: int | None = None
    convention: str = InclusiveWriting.DOUBLETS

    @property
    def words(self) -> str:
        return "\n".join([self.title, self.summary, *self.paragraphs])
