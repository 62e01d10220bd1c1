"""Footnotes that writers put in the line, « [[comme ceci]] »: at the foot of a page, or at the end of the article.

Two square brackets, as in SPIP, pass through every editor, every box of a writer's link and every paste.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Within one paragraph, and never inside a tag; the space before a call is dropped with it.
CALL = re.compile(
    r"\s*\[\[(?P<words>(?:(?!\[\[|\]\]|</?(?:p|li|ul|ol|h\d|div|blockquote|figure|figcaption)\b).)+)\]\](?![^<>]*>)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Footnote:
    """`number` is that of its article; `anchor` is unique in its page; `words` are HTML."""

    number: int
    anchor: str
    words: SafeString

    @property
    def call(self) -> str:
        return f"{self.anchor}-appel"


def is_left_open(paragraph: str) -> bool:
    """Whether brackets of `paragraph` (plain text) open or close nothing."""
    rest = CALL.sub("", paragraph)
    return "[[" in rest or "]]" in rest


def for_paper(html: str) -> SafeString:
    """Notes where they are called: the style sheet carries them to the foot of the page."""
    return mark_safe(CALL.sub(lambda found: f'<span class="note">{found["words"].strip()}</span>', html))


def at_the_end(html: str, *, name: str, after: int = 0, is_book: bool = False) -> SafeString:
    """Numbered calls, and the list of the notes after the text.

    `name` makes the anchors unique in the page; numbers begin after `after`; `is_book` adds what e-readers look for.
    """
    notes: list[Footnote] = []
    html = CALL.sub(_collector(notes, name, after, is_book), html)
    if not notes:
        return mark_safe(html)
    return mark_safe(html + render_to_string("journal/includes/footnotes.html", {"notes": notes, "is_book": is_book}))


def _collector(notes: list[Footnote], name: str, after: int, is_book: bool) -> Callable[[re.Match[str]], str]:
    def collect(found: re.Match[str]) -> str:
        number = after + len(notes) + 1
        note = Footnote(number, f"note-{name}-{number}", mark_safe(found["words"].strip()))
        notes.append(note)
        return render_to_string("journal/includes/footnote_call.html", {"note": note, "is_book": is_book}).strip()

    return collect
