"""HTML of anybody's making into the blocks of a page: what a page cannot hold is kept apart, never lost in silence."""

import html as entities
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import nh3
from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from .cleaning import Note
from .depth import is_too_deep
from .tables import Grid, read_grid, table_value

HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
LISTS = ("ul", "ol")
TRANSPARENT = ("div", "section", "article", "main", "header", "footer", "figure", "center", "span")
INLINE = {"a", "b", "i", "sup", "br"}
# Scripts and styles go with what they contain, frames with their address kept as a note.
ALLOWED = {*HEADINGS, *LISTS, *TRANSPARENT, *INLINE, "p", "li", "strong", "em", "blockquote", "cite", "figcaption"} | {
    "img",
    "pre",
    "code",
    "hr",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "iframe",
}
_SPANS = {"colspan", "rowspan"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "title"}, "iframe": {"src"}, "td": _SPANS, "th": _SPANS}
WEB = ("http://", "https://", "mailto:", "tel:")
# The last three name a page or file of the site that the text comes from: its `Surroundings` find it.
SCHEMES = {"http", "https", "mailto", "tel", "page", "file", "site"}
PICTURES = ["img", "iframe"]
_WORDS = {*INLINE, "strong", "em", "cite", "code"}
# A link to the same picture, larger.
_LARGER = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
HEADING_LIMIT = 120
CAPTION_LIMIT = 250


@dataclass(frozen=True)
class PictureFound:
    """A picture as the source names it."""

    source: str
    alt: str = ""
    caption: str = ""


class Surroundings(Protocol):
    """What names mean where the text comes from."""

    def picture(self, found: PictureFound) -> int | None:
        """The identifier of the image in the media library, or None when it is not there."""

    def link(self, address: str) -> dict[str, str] | None:
        """The attributes of a rich text link to `address`, or None when it leads nowhere."""


class Anywhere:
    """A text that comes alone: only links to the web lead somewhere."""

    def picture(self, found: PictureFound) -> int | None:
        return None

    def link(self, address: str) -> dict[str, str] | None:
        return {"href": address} if address.startswith(WEB) else None


@dataclass
class Fragments:
    """Blocks as a StreamField stores them (`type` and `value`), and what to check."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, kind: str, value: Any) -> None:
        self.blocks.append({"type": kind, "value": value})

    def add_text(self, html: str) -> None:
        """Running text: paragraphs in a row make one block."""
        if self.blocks and self.blocks[-1]["type"] == "text":
            self.blocks[-1]["value"] += html
        else:
            self.add("text", html)

    def set_aside(self, reason: str, content: str) -> None:
        """Keep for editors what no block of a page can say."""
        self.add("set_aside", {"reason": reason[:200], "content": content})
        self.notes.append(Note(reason, " ".join(content.split())[:80]))

    def extend(self, other: "Fragments") -> None:
        self.blocks.extend(other.blocks)
        self.notes.extend(other.notes)


def blocks_from_html(html: str, *, around: Surroundings | None = None) -> Fragments:
    """The blocks that say what `html` says. `around` finds images and pages; an image it does not find is set aside, a
    link that leads nowhere leaves its words. What is nested too deep to be read is set aside whole.
    """
    if is_too_deep(html):
        made = Fragments()
        made.set_aside("Trop d’éléments les uns dans les autres", html)
        return made
    clean = nh3.clean(
        html, tags=ALLOWED, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, clean_content_tags=_SILENT
    )
    walk = _Walk(around or Anywhere())
    walk.through(BeautifulSoup(clean, "html.parser").children)
    return walk.made


_SILENT = {"script", "style", "noscript", "template", "svg", "math", "object", "form"}


class _Walk:
    """Goes through the top elements, and into those that only hold others."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.made = Fragments()
        self._inline = _Inline(around, self.made.notes)
        self._by_name: dict[str, Callable[[Tag], None]] = {
            **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(LISTS, self._list),
            **dict.fromkeys(TRANSPARENT, self._container),
            "p": self._paragraph,
            "blockquote": self._quote,
            "img": self._picture,
            "pre": self._code,
            "table": self._table,
            "iframe": self._frame,
            "hr": lambda _element: None,
        }

    def through(self, elements: Iterable[PageElement]) -> None:
        loose: list[PageElement] = []
        for element in list(elements):
            meaning = self._by_name.get(element.name or "") if isinstance(element, Tag) else None
            if isinstance(element, Tag) and element.name in _WORDS and element.find(PICTURES):
                meaning = self._around_a_picture
            if meaning is None or (isinstance(element, Tag) and element.name == "span" and not element.find(PICTURES)):
                loose.append(element)
                continue
            self._loose(loose)
            loose = []
            assert isinstance(element, Tag)
            meaning(element)
        self._loose(loose)

    def _loose(self, elements: list[PageElement]) -> None:
        """Words outside any paragraph make one."""
        if text := "".join(map(self._inline.write, elements)).strip():
            self.made.add_text(f"<p>{text}</p>")

    def _container(self, element: Tag) -> None:
        caption = element.find("figcaption")
        picture = element.find("img")
        if element.name == "figure" and isinstance(picture, Tag) and isinstance(caption, Tag):
            picture["title"] = caption.get_text(" ", strip=True)
            caption.decompose()
        self.through(element.children)

    def _around_a_picture(self, element: Tag) -> None:
        """A link, or words in bold, that hold a picture: rich text would lose it without a word."""
        address = str(element.get("href", ""))
        if address and not _LARGER.search(address):
            self.made.notes.append(Note("Lien posé sur une image, à refaire", address))
        self.through(element.children)

    def _heading(self, element: Tag) -> None:
        pictures = [picture.extract() for picture in element.find_all(PICTURES)]
        self._heading_of_words(element)
        self.through(pictures)

    def _heading_of_words(self, element: Tag) -> None:
        text = " ".join(element.get_text().split())
        if not text:
            return
        if len(text) > HEADING_LIMIT:
            self.made.notes.append(Note("Intertitre trop long, gardé comme paragraphe", text[:80]))
            self.made.add_text(f"<p><b>{self._inline.inside(element)}</b></p>")
        else:
            self.made.add("heading", {"text": text, "level": HEADINGS[element.name]})

    def _paragraph(self, element: Tag) -> None:
        if element.find(PICTURES):
            self.through(element.children)
        elif text := _trimmed(self._inline.inside(element)):
            self.made.add_text(f"<p>{text}</p>")

    def _list(self, element: Tag) -> None:
        items = element.find_all("li", recursive=False)
        if element.find(PICTURES):
            self.through(child for item in items for child in item.children)
        elif element.find(LISTS):
            self.made.add_text(self._inline.nested_list(element))
        else:
            texts = [f"<p>{text}</p>" for item in items if (text := _trimmed(self._inline.inside(item)))]
            if texts:
                self.made.add("list", {"title": "", "ordered": element.name == "ol", "items": texts})

    def _quote(self, element: Tag) -> None:
        if element.find(["img", *HEADINGS, "table", "blockquote"]):
            self.through(element.children)
            return
        said_by = element.find(["cite", "footer"])
        author = said_by.extract().get_text(" ", strip=True) if isinstance(said_by, Tag) else ""
        text = "\n\n".join(_lines(element)).strip()
        if text:
            self.made.add("quote", {"text": text, "author": author[:120], "role": ""})

    def _picture(self, element: Tag) -> None:
        found = PictureFound(*(str(element.get(name, "")) for name in ("src", "alt", "title")))
        image = self.around.picture(found)
        if image is None:
            words = " — ".join(part for part in (found.source, found.alt, found.caption) if part)
            self.made.set_aside("Image introuvable", words)
            return
        value = {"image": image, "decorative": False, "alt_text": found.alt}
        self.made.add("picture", {"image": value, "caption": found.caption[:CAPTION_LIMIT], "width": "text"})

    def _code(self, element: Tag) -> None:
        self.made.set_aside("Texte à chasse fixe", element.get_text())

    def _table(self, element: Tag) -> None:
        grid = read_grid(element)
        if grid is None or (grid.is_too_large and not grid.is_layout):
            lines = [row.get_text("\t", strip=True) for row in element.find_all("tr")]
            self.made.set_aside("Tableau à refaire", "\n".join(lines))
        elif grid.is_layout:
            for cell in grid.cells:
                self.through(cell.children)
        else:
            self._grid(grid)

    def _grid(self, grid: Grid) -> None:
        pictures = [picture.extract() for cell in grid.cells for picture in cell.find_all(PICTURES)]
        self.made.add("table", table_value(grid, lambda cell: _trimmed(self._inline.inside(cell))))
        if grid.is_merged:
            self.made.notes.append(Note("Cellules fusionnées d’un tableau, à vérifier", grid.first_words))
        # A cell holds words: its pictures follow the table.
        self.through(pictures)

    def _frame(self, element: Tag) -> None:
        self.made.set_aside("Contenu venu d’un autre site", str(element.get("src", "")))


def _lines(element: Tag) -> list[str]:
    paragraphs = element.find_all("p") or [element]
    for line_end in element.find_all("br"):
        line_end.replace_with("\n")
    return ["\n".join(" ".join(line.split()) for line in part.get_text().split("\n")).strip() for part in paragraphs]


class _Inline:
    """Elements as the text of a rich text field: bold, italic, links, superscripts and line ends only."""

    def __init__(self, around: Surroundings, notes: list[Note]) -> None:
        self.around = around
        self.notes = notes

    def write(self, element: PageElement) -> str:
        if isinstance(element, NavigableString):
            return element.output_ready(formatter="minimal") if type(element) is NavigableString else ""
        assert isinstance(element, Tag)
        inside = self.inside(element)
        name = {"strong": "b", "em": "i", "cite": "i"}.get(element.name, element.name)
        if name == "br":
            return "<br/>"
        if name == "a":
            return self._link(str(element.get("href", "")), inside)
        if name in INLINE:
            return f"<{name}>{inside}</{name}>" if inside.strip() else inside
        # Paragraphs inside an item or a cell become lines of it.
        return f"{inside}<br/>" if name == "p" and element.find_next_sibling("p") else inside

    def inside(self, element: Tag) -> str:
        return "".join(map(self.write, element.children))

    def nested_list(self, element: Tag) -> str:
        """A list with lists inside, as rich text holds them."""
        items = []
        for item in element.find_all("li", recursive=False):
            inner = "".join(map(self.nested_list, item.find_all(LISTS, recursive=False)))
            words = "".join(self.write(child) for child in item.children if getattr(child, "name", None) not in LISTS)
            items.append(f"<li>{_trimmed(words)}{inner}</li>")
        return f"<{element.name}>{''.join(items)}</{element.name}>"

    def _link(self, address: str, words: str) -> str:
        if not address or not words.strip():
            return words
        attributes = self.around.link(address)
        if attributes is None:
            self.notes.append(Note("Lien rompu, son texte est gardé", address))
            return words
        written = " ".join(f'{name}="{entities.escape(value)}"' for name, value in attributes.items())
        return f"<a {written}>{words}</a>"


def _trimmed(html: str) -> str:
    """Without white space or line ends around: a rich text field would show them."""
    text = html.strip()
    while text.startswith("<br/>") or text.endswith("<br/>"):
        text = text.removeprefix("<br/>").removesuffix("<br/>").strip()
    return text
