"""From text as people paste it to Markdown that means the same (kirby.md section 4.1, in its order).

Nothing is changed in silence: each join and each heading that was only guessed is a `Note`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

# « pré- et postnatal »: the hyphen waits for the second word, it does not cut a word at the end of a line.
_CUT_WORD = re.compile(r"(\w+)- (?!(?:et|ou)\b)(\w+)")
_EMPHASIS = re.compile(r"\*\*(\s*)((?:(?!\*\*|\n[ \t]*\n).)+?)(\s*)\*\*", re.DOTALL)
_BOLD_LINE = re.compile(r"\*\*([^*]+)\*\*")
_BULLET = re.compile(r"[ \t]*(?:[•●▪◦‣]|[-–]>|→)[ \t]*(?=\S)")
_ANGLE = re.compile(r"[ \t]*>[ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*-[ \t]+(\d{1,3})\.[ \t]+(?=\S)")
_ITEM = re.compile(r"(?:- |\d{1,3}\. )")
_FINAL_PUNCTUATION = (".", ",", ";", ":", "!", "?", "…")
HEADING_LENGTH = 70


@dataclass(frozen=True)
class Note:
    """One thing to check: what was done, and the words concerned, before and after."""

    what: str
    before: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.what}\u00a0: {self.before}" + (f" → {self.after}" if self.after else "")


@dataclass
class Cleaned:
    """Markdown, and what a person should look at."""

    text: str
    notes: list[Note] = field(default_factory=list)


def clean(text: str, *, angle_is_list: bool = False) -> Cleaned:
    """`text` as Markdown. With `angle_is_list`, a line that starts with « > » is an item, as texts copied from a PDF
    write them (S2); otherwise it is a quotation, as in Markdown.
    """
    cleaned = Cleaned(unify_characters(text))
    join_cut_words(cleaned)
    cleaned.text = tidy_emphasis(cleaned.text)
    cleaned.text = mark_items(cleaned.text, angle_is_list=angle_is_list)
    mark_headings(cleaned)
    return cleaned


def unify_characters(text: str) -> str:
    """NFC, one kind of line end, no byte order mark. « ’ », guillemets and « œ » stay as they are."""
    unix = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unix)


def join_cut_words(cleaned: Cleaned) -> None:
    """« ac- tion » becomes « action ». A dash between two spaces is punctuation and stays."""

    def join(found: re.Match[str]) -> str:
        joined = found[1] + found[2]
        cleaned.notes.append(Note("Mot recollé", found[0], joined))
        return joined

    cleaned.text = _CUT_WORD.sub(join, cleaned.text)


def tidy_emphasis(text: str) -> str:
    """Spaces and line ends leave the inside of `**…**`, where Markdown would print the asterisks."""
    return _EMPHASIS.sub(r"\1**\2**\3", text)


def mark_items(text: str, *, angle_is_list: bool) -> str:
    """Each kind of bullet becomes Markdown's, and a list is set apart from the lines around it."""
    lines: list[str] = []
    for line in text.split("\n"):
        marked = _as_item(line, angle_is_list=angle_is_list)
        # Indented lines belong to the item above them.
        is_continued = not marked and line.startswith((" ", "\t"))
        if lines and lines[-1].strip() and not is_continued and _is_item(marked or line) != _is_item(lines[-1]):
            lines.append("")
        lines.append(marked or line)
    return "\n".join(lines)


def _is_item(line: str) -> bool:
    return bool(_ITEM.match(line))


def _as_item(line: str, *, angle_is_list: bool) -> str | None:
    """The line as a Markdown item, or None when it is none of our kinds."""
    if numbered := _NUMBERED.match(line):
        return f"{numbered[1]}. {line[numbered.end() :]}"
    if bullet := _BULLET.match(line) or (_ANGLE.match(line) if angle_is_list else None):
        return f"- {line[bullet.end() :]}"
    return None


def mark_headings(cleaned: Cleaned) -> None:
    """A line wholly in bold is a heading; a short line before a list may be one, and is told."""
    lines = cleaned.text.split("\n")
    for place, line in enumerate(lines):
        bold = _BOLD_LINE.fullmatch(line.strip())
        if bold and not bold[1].rstrip().endswith((":", ".")):
            lines[place] = f"{_level(lines, place)} {bold[1].strip()}\n"
        elif _may_be_heading(lines, place):
            lines[place] = f"{_level(lines, place)} {line.strip()}\n"
            cleaned.notes.append(Note("Intertitre proposé", line.strip()))
        elif bold:
            lines[place] = f"{line}\n"
    cleaned.text = "\n".join(lines)


def _level(lines: list[str], place: int) -> str:
    """A heading right under another is one level below it."""
    above = next((line for line in reversed(lines[:place]) if line.strip()), "")
    return "###" if above.startswith("## ") else "##"


def _may_be_heading(lines: list[str], place: int) -> bool:
    line = lines[place].strip()
    if not line or len(line) > HEADING_LENGTH or not line[0].isupper() or line.endswith(_FINAL_PUNCTUATION):
        return False
    if place and lines[place - 1].strip():
        return False
    below = _below(lines, place)
    following = next(below, "")
    if _BOLD_LINE.fullmatch(following.strip()):
        following = next(below, "")
    return _is_item(following)


def _below(lines: list[str], place: int) -> Iterator[str]:
    return (line for line in lines[place + 1 :] if line.strip())
