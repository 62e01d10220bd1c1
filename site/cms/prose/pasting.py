"""Text copied from a document, as Markdown an editor can read again before it becomes blocks (S1-13, S2-20).

The steps of `cleaning` and, because nobody typed these line ends on purpose, lines rejoined and headings found.
Everything done is a `Note`.
"""

import re
from dataclasses import dataclass, field

from .cleaning import Cleaned, Note, join_cut_words, mark_items, tidy_emphasis, unify_characters
from .footnotes import gather_footnotes
from .lines import drop_page_numbers, join_words_cut_by_lines, rejoin_lines

_DOUBLE_BULLET = re.compile(r"(?m)^([ \t]*)[-•][ \t]+(?:[-–]>|→|•)[ \t]*")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^)\s]+)\)")
_NUMBERED = re.compile(r"\d{1,2}[.)] \S")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITEM = re.compile(r"\s*(?:[-*+] |\d{1,3}[.)] )")
_FINAL = (".", ",", ";", "!", "?", "…")
TITLE_LENGTH = 120
HEADING_LENGTH = 100
LABEL_LENGTH = 60  # of a heading that ends with a colon: « Objectifs : »
# « Ces séances permettront de : » begins a sentence that its list ends.
_LEADS_IN = re.compile(r"\b(?:de|à|pour|par|avec|sur|suivants?|suivantes?)\s*:$", re.IGNORECASE)
# « Valeurs : coopération » says something; « Module 1 : les outils » announces it.
_SAYS = re.compile(r"^(?!\w+ \d+\s*:)[^:]+:\s*\S|@|<sup>")


@dataclass
class Pasted:
    """What a document says: a title if its first line is one, Markdown, and what to check."""

    title: str
    text: str
    notes: list[Note] = field(default_factory=list)


def paste(text: str, *, angle_is_list: bool = True, lines_are_meant: bool = False) -> Pasted:
    """`text` as it was copied, made Markdown. The title leaves the text. With `lines_are_meant`, each line end was
    typed, as in a word processor, and stays.
    """
    cleaned = Cleaned(unify_characters(text.replace("\u00ad\n", "-\n")))
    drop_page_numbers(cleaned)
    join_words_cut_by_lines(cleaned)
    join_cut_words(cleaned)
    cleaned.text = _DOUBLE_BULLET.sub(r"\1- ", tidy_emphasis(cleaned.text))
    cleaned.text = mark_items(cleaned.text, angle_is_list=angle_is_list)
    if not lines_are_meant:
        rejoin_lines(cleaned)
    _mend_links(cleaned)
    gather_footnotes(cleaned)
    title = _take_title(cleaned)
    _mark_headings(cleaned)
    return Pasted(title, re.sub(r"\n{3,}", "\n\n", cleaned.text).strip(), cleaned.notes)


def _mend_links(cleaned: Cleaned) -> None:
    """« www. exemple.fr » in the words of a link is its address with a space that slipped in (S0)."""

    def mend(found: re.Match[str]) -> str:
        words = "".join(found[1].split())
        if words == found[1] or not found[2].rstrip("/").endswith(words.rstrip("/")):
            return found[0]
        cleaned.notes.append(Note("Espace retirée d’un lien", found[1], words))
        return f"[{words}]({found[2]})"

    cleaned.text = _LINK.sub(mend, cleaned.text)


def _take_title(cleaned: Cleaned) -> str:
    """The first line, when it is short and does not end like a sentence."""
    first, _newline, rest = cleaned.text.lstrip().partition("\n")
    words = first.removeprefix("# ").strip("* ")
    if not words or len(words) > TITLE_LENGTH or words.endswith((*_FINAL, ":")) or _ITEM.match(first):
        return ""
    if first.startswith("##") or (rest and rest.split("\n", 1)[0].strip()):
        return ""
    cleaned.text = rest
    cleaned.notes.append(Note("Première ligne prise comme titre", words))
    return words


def _mark_headings(cleaned: Cleaned) -> None:
    """Lines alone between two blank ones that stand like headings. Those in capitals or with a colon are parts; the
    others, when there are such parts, are below them.
    """
    lines = cleaned.text.split("\n")
    parts = {place for place in range(len(lines)) if _is_part(lines, place)}
    for place in range(len(lines)):
        if place in parts or _is_under_a_part(lines, place):
            words = _BOLD.sub(r"\1", lines[place]).strip().rstrip(":").strip()
            level = "##" if place in parts or not parts else "###"
            lines[place] = f"{level} {words}"
            cleaned.notes.append(Note("Intertitre proposé", words))
    cleaned.text = "\n".join(lines)


def _is_part(lines: list[str], place: int) -> bool:
    line = lines[place].strip()
    if not _stands_alone(lines, place) or not _below(lines, place) or _ITEM.match(line):
        return False
    if line.endswith(":") and len(line) <= LABEL_LENGTH and line[0].isupper():
        return not _LEADS_IN.search(line)
    return len(line) <= HEADING_LENGTH and len(line) > 3 and line.isupper()


def _is_under_a_part(lines: list[str], place: int) -> bool:
    following = _below(lines, place)
    if not following or not _looks_like_heading(lines, place):
        return False
    after = next(rank for rank in range(place + 1, len(lines)) if lines[rank].strip())
    if _NUMBERED.match(lines[place].strip()):
        return not _NUMBERED.match(following)
    return not _looks_like_heading(lines, after) or bool(_NUMBERED.match(following))


def _looks_like_heading(lines: list[str], place: int) -> bool:
    line = lines[place].strip()
    words = _BOLD.sub(r"\1", line).strip()
    if not _stands_alone(lines, place) or not words or len(words) > HEADING_LENGTH or words.endswith((*_FINAL, ":")):
        return False
    if _NUMBERED.match(words):
        return True
    return words[0].isupper() and not _ITEM.match(line) and not _SAYS.search(words)


def _stands_alone(lines: list[str], place: int) -> bool:
    around = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    return bool(lines[place].strip()) and not any(line.strip() for line in around)


def _below(lines: list[str], place: int) -> str:
    return next((line.strip() for line in lines[place + 1 :] if line.strip()), "")
