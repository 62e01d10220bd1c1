"""Text or Markdown into blocks."""

from markdown_it import MarkdownIt

from .cleaning import clean
from .html import Fragments, Surroundings, blocks_from_html


def blocks_from_text(text: str, *, angle_is_list: bool = False, around: Surroundings | None = None) -> Fragments:
    """`text`, cleaned, as the blocks of a page and what to check. A line end inside a paragraph is kept, as Kirby's
    Parsedown does (kirby.md section 3).
    """
    cleaned = clean(text, angle_is_list=angle_is_list)
    fragments = blocks_from_html(to_html(cleaned.text), around=around)
    fragments.notes[:0] = cleaned.notes
    return fragments


def to_html(markdown: str) -> str:
    """CommonMark with tables, each line end kept, HTML passed through: `blocks_from_html` cleans it."""
    # An indented paragraph in a text typed by hand is no program code.
    html: str = (
        MarkdownIt("commonmark", {"breaks": True, "html": True}).enable("table").disable("code").render(markdown)
    )
    return html
