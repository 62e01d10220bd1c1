"""Lines that a PDF or a narrow column cut, made whole again; each junction is told."""

import re
from collections.abc import Callable

from .cleaning import Cleaned, Note

_CUT_AT_THE_END = re.compile(r"(\w+)[-\u00ad\u2010]\n[ \t]*(?!(?:et|ou)\b)([a-zà-ÿœ]\w*)")
_MARKED = re.compile(r"\s*(?:[-*+>#|]|\d{1,3}[.)]\s|[•●▪◦‣→]|\[\^|[-–]>|```|\*\*)")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:/|sur)\s*\d{1,4})?(?:\s*[-–—])?\s*", re.IGNORECASE
)
_ENDED = (".", "!", "?", "…", ":", ";", "»")
NARROWEST, WIDEST = 40, 130
FULL = 0.72  # of the width of the column: from there on, a line was ended by the margin
FEWEST_FULL_LINES = 4


def join_words_cut_by_lines(cleaned: Cleaned) -> None:
    """« indis- », end of line, « pensable »: one word again. « pré- » before « et postnatal » keeps its hyphen."""

    def join(found: re.Match[str]) -> str:
        cleaned.notes.append(Note("Mot recollé", f"{found[1]}-/{found[2]}", found[1] + found[2]))
        return found[1] + found[2]

    cleaned.text = _CUT_AT_THE_END.sub(join, cleaned.text)


def drop_page_numbers(cleaned: Cleaned) -> None:
    """A number alone between two blank lines, at the end of a page of a PDF (form feed), is its folio."""
    pages = cleaned.text.split("\f")
    for place, page in enumerate(pages[:-1]):
        before, _newline, last = page.rstrip().rpartition("\n")
        if last.strip() and _PAGE_NUMBER.fullmatch(last):
            cleaned.notes.append(Note("Numéro de page retiré", last.strip()))
            pages[place] = before
    cleaned.text = "\n\n".join(pages)


def rejoin_lines(cleaned: Cleaned) -> None:
    """A line goes on the next when it stops at the margin of the column, or when the next begins in lower case."""
    lines = cleaned.text.split("\n")
    is_full = _fullness(lines)
    joined = lines[:1]
    previous = lines[0] if lines else ""
    for line in lines[1:]:
        if _goes_on(previous, line, is_full):
            cleaned.notes.append(Note("Lignes réunies", f"{previous.strip()[-30:]} / {line.strip()[:30]}"))
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
        previous = line
    cleaned.text = "\n".join(joined)


def _fullness(lines: list[str]) -> Callable[[str], bool]:
    """Says whether a line reaches the margin. Texts whose paragraphs are each one long line have no margin."""
    lengths = [len(line) for line in lines if line.strip()]
    width = max(lengths, default=0)
    full = [length for length in lengths if length >= FULL * width]
    if not NARROWEST <= width <= WIDEST or len(full) < FEWEST_FULL_LINES:
        return lambda line: False
    return lambda line: len(line) >= FULL * width


def _goes_on(line: str, following: str, is_full: Callable[[str], bool]) -> bool:
    if not line.strip() or not following.strip() or _MARKED.match(following) or line.lstrip().startswith(("#", "|")):
        return False
    if is_full(line):
        return True
    return following.lstrip()[0].islower() and not line.rstrip().endswith(_ENDED)
