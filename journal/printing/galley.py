"""Galley proofs: each article in one column on a page without end, where what it takes is read in lines.

Nothing is balanced or paged there, and no picture at the head of an article is opened: this costs a third of a layout
of pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox

from .content import PrintedArticle, PrintedIssue
from .grid import LINE, Piece, bound, lines_of, paragraph

PT_PER_PX = 0.75
# Points. The least that stands under a head, and under a block that is not filled up to whole lines.
UNDER_HEAD, UNDER_BLOCK = 9.0, 8.0
# The rule above the notes of a page, with what stands around it: `@footnote` of issue.css.
ABOVE_NOTES = 13.3
# What columns cut between its lines.
CUT = {"prose", "points", "people"}
# What they do not, of the same: short lists, and texts across the page, whose lines are not those of the grid.
WHOLE = {"points-short", "prose-wide"}
# What has a frame, or a rule at its side: its inside grows to whole lines.
FRAMED = {"side-note", "pull-quote", "pointer", "call", "said"}
# Titles stay with what follows.
LEADING = {"intertitle", "points-title"}


@dataclass(frozen=True)
class Setting:
    """A run of blocks. Its `pieces` fill columns, or follow one another across the page."""

    element: Any
    columns: int
    pieces: tuple[Piece, ...]

    @property
    def goes_across(self) -> bool:
        return self.columns == 1


@dataclass(frozen=True)
class Galley:
    """What an article takes, in lines; `caption` in points. `element` is its element in the tree of the issue."""

    element: Any
    head: int
    settings: tuple[Setting, ...]
    foot: int
    notes: int = 0
    picture: Any = None
    caption: float = 0.0
    focus: str = ""

    @property
    def has_picture(self) -> bool:
        return self.picture is not None


Galleys = dict[str, Galley]
# By the element of each note.
Notes = dict[Any, float]


def read_galleys(document: Any, printed: PrintedIssue) -> Galleys:
    """Measure each article of `document`, and bring its blocks to whole lines by their `style` in the tree."""
    boxes = {box.element.get("id"): box for page in document.pages for box in _articles(page)}
    notes = notes_of(document)
    return {article.anchor: _galley(article, boxes[article.anchor], notes) for article in printed.articles}


def _articles(page: Any) -> Iterator[Any]:
    return (box for box in page._page_box.descendants() if box.element_tag == "article")


def _galley(article: PrintedArticle, box: Any, notes: Notes) -> Galley:
    parts = {_classes(child)[0]: child for child in box.children if _classes(child)}
    figure = parts.get("lead-picture")
    return Galley(
        element=box.element,
        head=_head(box, parts["article-head"]),
        settings=tuple(_settings(article, box)),
        foot=_foot(parts["article-foot"]),
        notes=lines_of_notes(box.element, notes),
        picture=figure.element.find("img") if figure else None,
        caption=sum(_height(child) for child in figure.children) if figure else 0.0,
        focus=article.focus,
    )


def _head(article: Any, head: Any) -> int:
    above = (head.position_y - article.position_y) * PT_PER_PX
    height = above + _height(head) - head.padding_bottom * PT_PER_PX
    lines = lines_of(height + UNDER_HEAD)
    _dress(head, padding_bottom=lines * LINE - height)
    return lines


def _foot(foot: Any) -> int:
    lines = lines_of(_height(foot))
    _dress(foot, margin_bottom=lines * LINE - _height(foot))
    return lines


def notes_of(document: Any) -> Notes:
    """The heights in points of the notes at the feet of the pages of `document`."""
    children = (child for page in document.pages for child in page._page_box.children)
    areas = (child for child in children if isinstance(child, FootnoteAreaBox))
    return {note.element: _height(note) for area in areas for note in area.children}


def lines_of_notes(element: Any, notes: Notes) -> int:
    """The lines that the notes called in `element` take at the foot of a page."""
    points = sum(notes.get(each, 0.0) for each in element.iter())
    return lines_of(ABOVE_NOTES + points) if points else 0


def _settings(article: PrintedArticle, box: Any) -> Iterator[Setting]:
    runs = {child.element.get("id"): child for child in box.children if child.element is not None}
    for run in article.runs:
        if run.anchor in runs:
            pieces = _pieces(runs[run.anchor].children[0].children)
            yield Setting(runs[run.anchor].element, 1 if run.goes_across else article.columns, tuple(pieces))


def _pieces(blocks: Sequence[Any]) -> list[Piece]:
    pieces: list[Piece] = []
    leading: Piece | None = None
    for block in blocks:
        found = _on_the_grid(block)
        if leading and found:
            found[0], leading = bound(leading, found[0]), None
        if LEADING.intersection(_classes(block)) and found:
            leading = found.pop()
        pieces += found
    return [*pieces, leading] if leading else pieces


def _on_the_grid(block: Any) -> list[Piece]:
    """The pieces of `block`, which is brought to whole lines."""
    names = set(_classes(block))
    height = _height(block) + block.margin_top * PT_PER_PX
    if names & CUT and not names & WHOLE:
        return _cut(block, height)
    if "intertitle" in names:
        return [Piece(lines_of(height))]
    if "picture" in names:
        return [_picture(block, height)]
    if names & FRAMED:
        return [_framed(block, height)]
    slot = lines_of(height + UNDER_BLOCK)
    _dress(block, margin_bottom=slot * LINE - height)
    return [Piece(lines_of(height), slot - lines_of(height))]


def _cut(block: Any, height: float) -> list[Piece]:
    """Paragraphs, whose lines are those of the grid."""
    pieces: list[Piece] = []
    leading: Piece | None = None
    for leaf in _leaves(block):
        found = paragraph(sum(isinstance(line, LineBox) for line in leaf.children))
        if leading:
            found[0], leading = bound(leading, found[0]), None
        if LEADING.intersection(_classes(leaf)):
            leading = found.pop()
        pieces += found
    if leading:
        pieces.append(leading)
    if pieces:
        pieces[-1] = Piece(pieces[-1].lines, 1)
    _dress(block, margin_bottom=(lines_of(height) + 1) * LINE - height)
    return pieces


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes that hold lines."""
    if any(isinstance(child, LineBox) for child in box.children):
        yield box
        return
    for child in box.children:
        if hasattr(child, "children"):
            yield from _leaves(child)


def _picture(block: Any, height: float) -> Piece:
    """A picture, cut or grown by half a line at most: the grid goes on below its caption."""
    lines = max(1, round(height / LINE))
    for picture in (child for child in block.descendants() if child.element_tag == "img"):
        tall = picture.height * PT_PER_PX + lines * LINE - height
        _dress(picture, height=tall, max_height=tall)
    _dress(block, margin_bottom=LINE)
    return Piece(lines, 1)


def _framed(block: Any, height: float) -> Piece:
    lines = lines_of(height)
    more = (lines * LINE - height) / 2
    top, bottom = block.padding_top * PT_PER_PX + more, block.padding_bottom * PT_PER_PX + more
    _dress(block, padding_top=top, padding_bottom=bottom, margin_bottom=LINE)
    return Piece(lines, 1)


def _dress(box: Any, **points: float) -> None:
    """Give an element heights in points, rounded down: together they never exceed their lines."""
    style = "; ".join(f"{name.replace('_', '-')}: {floor(value * 100) / 100}pt" for name, value in points.items())
    box.element.set("style", style)


def _height(box: Any) -> float:
    """Points from border to border."""
    return float(box.border_height() * PT_PER_PX)


def _classes(box: Any) -> list[str]:
    return (box.element.get("class") or "").split() if box.element is not None else []
