"""OpenDocument texts as plain HTML: headings, paragraphs, lists, tables, links, emphasis and notes (OASIS ODF 1.3).

A small reader of our own: the one kept library writes documents rather than reads them, and parses without care.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from cms.prose import Note

from .archives import part, xml
from .errors import TextRefused
from .pictures import Album, told

NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
}
# Marks of revision, annotations, fields of the page: nothing that a reader reads.
SILENT = {"text:tracked-changes", "office:annotation", "text:sequence-decls", "office:forms", "text:soft-page-break"}
SILENT |= {"text:table-of-content", "text:bookmark-start", "text:bookmark-end", "table:covered-table-cell"}
LISTS = {"number": "ol", "bullet": "ul"}


def odt_to_html(archive: zipfile.ZipFile, album: Album) -> str:
    """HTML, whose pictures go to `album`. Raises TextRefused."""
    root = xml(part(archive, "content.xml"))
    styles = [root, *([xml(part(archive, "styles.xml"))] if "styles.xml" in archive.namelist() else [])]
    body = next((element for element in root.iter() if _name(element) == "office:text"), None)
    if body is None:
        return ""
    writer = _Writer(styles, archive, album)
    return writer.inside(body) + writer.footnotes()


class _Writer:
    def __init__(self, styles: list[Any], archive: zipfile.ZipFile, album: Album) -> None:
        self.archive = archive
        self.album = album
        self.emphases = dict(_emphases(styles))
        self.ordered = set(_ordered_lists(styles))
        self.notes: list[str] = []

    def inside(self, element: Any, *, ordered: bool = False) -> str:
        text = html.escape(element.text or "") if _holds_words(element) else ""
        for child in element:
            text += self.write(child, ordered=ordered)
            text += html.escape(child.tail or "") if _holds_words(element) else ""
        return text

    def write(self, element: Any, *, ordered: bool) -> str:
        name = _name(element)
        if name in SILENT:
            return ""
        if name == "text:s":
            return " " * min(_number(element, "text:c"), 100)
        if name in ("text:line-break", "text:tab"):
            return "<br>" if name == "text:line-break" else " "
        if name == "text:note":
            return self._note(element)
        if name == "text:list":
            return self._list(element, ordered)
        if name == "draw:frame":
            return self._frame(element)
        if name in ("table:table-cell", "table:table-header-rows"):
            return self._table_part(name, element)
        return self._wrapped(name, element, self.inside(element, ordered=ordered))

    def _wrapped(self, name: str, element: Any, words: str) -> str:
        if name == "text:h":
            level = min(max(_number(element, "text:outline-level"), 1), 4)
            return f"<h{level}>{words}</h{level}>"
        if name == "text:span":
            return _emphasised(words, self.emphases.get(_get(element, "text:style-name"), ""))
        if name == "text:a":
            return f'<a href="{html.escape(_get(element, "xlink:href"))}">{words}</a>'
        tag = {"text:p": "p", "text:list-item": "li", "table:table": "table", "table:table-row": "tr"}.get(name)
        return f"<{tag}>{words}</{tag}>" if tag else words

    def _list(self, element: Any, ordered: bool) -> str:
        style = _get(element, "text:style-name")
        numbered = style in self.ordered if style else ordered
        tag = "ol" if numbered else "ul"
        return f"<{tag}>{self.inside(element, ordered=numbered)}</{tag}>"

    def _frame(self, element: Any) -> str:
        """A picture, or a text that floats: its words are words all the same."""
        told_of = {_name(child): (child.text or "") for child in element if _name(child) in ("svg:title", "svg:desc")}
        alt = told(told_of.get("svg:desc") or told_of.get("svg:title") or "")
        for child in element:
            if _name(child) == "draw:image":
                return self._picture(_get(child, "xlink:href").removeprefix("./"), alt)
            if _name(child) == "draw:text-box":
                return self.inside(child)
        return ""

    def _picture(self, path: str, alt: str) -> str:
        name = path.rpartition("/")[2]
        try:
            source = self.album.add(part(self.archive, path), name=name)
        except TextRefused:
            self.album.notes.append(Note("Image à ajouter à la main", alt or name, "Elle n’est pas dans le document."))
            source = name
        return f'<img src="{html.escape(source)}" alt="{html.escape(alt)}">'

    def _table_part(self, name: str, element: Any) -> str:
        words = self.inside(element)
        if name == "table:table-header-rows":
            return words.replace("<td", "<th").replace("</td>", "</th>")
        wide, tall = (_get(element, f"table:number-{way}-spanned") or "1" for way in ("columns", "rows"))
        return f'<td colspan="{html.escape(wide)}" rowspan="{html.escape(tall)}">{words}</td>'

    def _note(self, element: Any) -> str:
        body = next((child for child in element if _name(child) == "text:note-body"), None)
        self.notes.append("" if body is None else self.inside(body))
        return f"<sup>{len(self.notes)}</sup>"

    def footnotes(self) -> str:
        return f"<h2>Notes</h2><ol>{''.join(f'<li>{note}</li>' for note in self.notes)}</ol>" if self.notes else ""


def _holds_words(element: Any) -> bool:
    """White space between paragraphs and cells says nothing."""
    return _name(element) in ("text:p", "text:h", "text:span", "text:a")


def _emphasised(words: str, emphasis: str) -> str:
    for tag in emphasis:
        words = f"<{tag}>{words}</{tag}>" if words.strip() else words
    return words


def _emphases(styles: list[Any]) -> Iterator[tuple[str, str]]:
    """For each style of words, « b », « i », both or none."""
    for style in (element for root in styles for element in root.iter() if _name(element) == "style:style"):
        looks = next((child for child in style if _name(child) == "style:text-properties"), None)
        if looks is not None:
            bold = "b" if _get(looks, "fo:font-weight") == "bold" else ""
            yield _get(style, "style:name"), bold + ("i" if _get(looks, "fo:font-style") == "italic" else "")


def _ordered_lists(styles: list[Any]) -> Iterator[str]:
    for style in (element for root in styles for element in root.iter() if _name(element) == "text:list-style"):
        first = next(iter(style), None)
        if first is not None and _name(first) == "text:list-level-style-number":
            yield _get(style, "style:name")


def _name(element: Any) -> str:
    """`{urn…text:1.0}p` → `text:p`."""
    if not isinstance(element.tag, str):
        return ""
    space, _brace, local = element.tag.removeprefix("{").rpartition("}")
    return f"{NAMESPACES.get(space, space)}:{local}"


def _get(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _attribute(key) == name), "")


def _number(element: Any, name: str) -> int:
    """What the attribute says in at most four figures; 1 when it says nothing of the kind."""
    said = _get(element, name)
    return int(said) if re.fullmatch(r"[0-9]{1,4}", said) else 1


def _attribute(key: str) -> str:
    space, _brace, local = key.removeprefix("{").rpartition("}")
    return f"{NAMESPACES.get(space, space)}:{local}"
