"""Tables of anybody's making: those that say something become rows and columns, those that only lay out come apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

MOST_COLUMNS = 12
MOST_ROWS = 300
HEADING_LIMIT = 80
CAPTION_LIMIT = 160
_LINES = ("p", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6")
Spell = Callable[[Tag], str]


@dataclass(frozen=True)
class Grid:
    """Cells in their places; None where a cell reaches over several."""

    rows: list[list[Tag | None]]
    caption: str
    is_merged: bool

    @property
    def is_layout(self) -> bool:
        """One column, or one row: nobody compares anything in it."""
        return len(self.rows) < 2 or len(self.rows[0]) < 2

    @property
    def is_too_large(self) -> bool:
        return len(self.rows) > MOST_ROWS or len(self.rows[0]) > MOST_COLUMNS

    @property
    def cells(self) -> list[Tag]:
        return [cell for row in self.rows for cell in row if cell is not None]

    @property
    def first_words(self) -> str:
        return self.caption or _words(self.cells[0])

    @property
    def names_its_columns(self) -> bool:
        """The first row says so, or reads like names: short, and nothing left empty."""
        first = self.rows[0]
        if all(cell is not None and cell.name == "th" for cell in first):
            return True
        return all(cell is not None and 0 < len(_words(cell)) <= HEADING_LIMIT for cell in first)

    @property
    def names_its_rows(self) -> bool:
        firsts = [row[0] for row in self.rows[1:]]
        return all(cell is not None and cell.name == "th" for cell in firsts)


def read_grid(table: Tag) -> Grid | None:
    """The cells of `table`; None when it has none, or holds another table that no block could say."""
    caption = table.find("caption")
    lines = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    if table.find("table") or not any(line.find(["td", "th"]) for line in lines):
        return None
    rows, is_merged = _placed(lines)
    return Grid(rows, _words(caption)[:CAPTION_LIMIT] if caption else "", is_merged)


def _placed(lines: list[Tag]) -> tuple[list[list[Tag | None]], bool]:
    """Each row as wide as the widest, with the places that a cell of above or before it takes left empty."""
    taken: dict[tuple[int, int], Tag | None] = {}
    is_merged = False
    for down, line in enumerate(lines):
        across = 0
        for cell in line.find_all(["td", "th"], recursive=False):
            while (down, across) in taken:
                across += 1
            wide, tall = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(lines) - down)
            is_merged = is_merged or wide * tall > 1
            taken |= {(down + y, across + x): None for y in range(tall) for x in range(wide)}
            taken[down, across] = cell
            across += wide
    width = 1 + max(across for _down, across in taken)
    return [[taken.get((down, across)) for across in range(width)] for down in range(len(lines))], is_merged


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1"))
    return min(int(written), MOST_COLUMNS + 1) or 1 if written.isascii() and written.isdecimal() else 1


def table_value(grid: Grid, spell: Spell) -> dict[str, Any]:
    """The value of a `TableBlock`. `spell` writes the inside of a cell as rich text."""
    names = grid.rows[0] if grid.names_its_columns else [None] * len(grid.rows[0])
    rows = grid.rows[1:] if grid.names_its_columns else grid.rows
    return {
        "table": {
            "caption": grid.caption,
            "columns": [{"type": "text", "heading": _words(cell) if cell else ""} for cell in names],
            "rows": [{"values": [_rich(cell, spell) if cell else "" for cell in row]} for row in rows],
        },
        "row_headings": grid.names_its_columns and grid.names_its_rows,
    }


def _rich(cell: Tag, spell: Spell) -> str:
    """Its paragraphs and items as lines: a cell is no place for lists."""
    for line in cell.find_all(_LINES):
        line.insert_after(BeautifulSoup("<br>", "html.parser"))
        line.unwrap()
    words = spell(cell)
    return f"<p>{words}</p>" if words else ""


def _words(cell: Tag) -> str:
    return " ".join(cell.get_text(" ").split())
