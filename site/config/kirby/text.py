"""KirbyText and Kirby's blocks into the blocks of a page (kirby.md sections 2 and 3)."""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup

from cms.prose import Fragments, Note, blocks_from_html, blocks_from_text
from cms.prose.html import WEB, PictureFound

from . import tags
from .addresses import Place
from .tags import KirbyTag
from .values import BadValue, read_blocks, read_names

ELSEWHERE = {
    "gist": "https://gist.github.com/",
    "twitter": "https://twitter.com/",
    "vimeo": "https://vimeo.com/",
    "youtube": "https://www.youtube.com/watch?v=",
}


def read_body(value: str, around: Place) -> Fragments:
    """The blocks of a text, blocks or layout field. What cannot be read is set aside whole."""
    fragments = Fragments()
    try:
        blocks = read_blocks(value)
    except BadValue as error:
        fragments.set_aside(f"Champ illisible : {error}", value)
        return fragments
    if blocks is None:
        return read_kirbytext(value, around)
    writer = _BlockWriter(around, fragments)
    for block in blocks:
        try:
            writer.write(block)
        except BadValue as error:
            fragments.set_aside(f"Champ illisible : {error}", _as_text(block))
    return fragments


def read_kirbytext(value: str, around: Place) -> Fragments:
    """KirbyText: its tags, then Markdown."""
    writer = _TagWriter(around, [])
    written = tags.replace(value, writer.write)
    fragments = blocks_from_text(written, around=around)
    fragments.notes[:0] = writer.notes
    return fragments


@dataclass
class _TagWriter:
    """Tags as HTML, for Markdown to let through."""

    around: Place
    notes: list[Note]

    def write(self, tag: KirbyTag) -> str:
        forms: dict[str, Callable[[KirbyTag], str]] = {"date": self._date, "image": self._image}
        return forms.get(tag.kind, self._link)(tag)

    def _date(self, tag: KirbyTag) -> str:
        # Kirby writes today's date each time the page is shown; nobody can say which day was meant.
        self.notes.append(Note("Date du jour de l’ancien site, à écrire", tag.raw))
        return html.escape(tag.raw)

    def _image(self, tag: KirbyTag) -> str:
        file = self.around.file(tag.value)
        told = file.meta if file else {}
        alt, caption = (tag.get(name) or told.get(name, "") for name in ("alt", "caption"))
        if tag.get("link") not in ("", "self"):
            self.notes.append(Note("Lien posé sur une image, à refaire", tag.get("link")))
        # Blank lines around: a picture is a block of its own.
        return f'\n\n<img src="{_quoted(tag.value)}" alt="{_quoted(alt)}" title="{_quoted(caption)}">\n\n'

    def _link(self, tag: KirbyTag) -> str:
        """A plain link, that loads nothing from another host. Kirby's names are resolved with the others."""
        address = _address(tag)
        return anchor(address, tag.get("text") or tag.get("caption") or tag.value)


def _address(tag: KirbyTag) -> str:
    value = tag.value
    if tag.kind == "email":
        return f"mailto:{value}"
    if tag.kind == "tel":
        return f"tel:{value.replace(' ', '')}"
    if tag.kind in ELSEWHERE and not value.startswith(WEB):
        return ELSEWHERE[tag.kind] + value.lstrip("@")
    return value


def anchor(address: str, words: str) -> str:
    return f'<a href="{_quoted(address)}">{html.escape(words)}</a>'


def _quoted(text: str) -> str:
    return html.escape(text, quote=True)


class _BlockWriter:
    """Kirby's core blocks. One of no known kind, or hidden, is kept for editors only."""

    def __init__(self, around: Place, made: Fragments) -> None:
        self.around = around
        self.made = made
        self._forms: dict[str, Callable[[dict[str, Any]], None]] = {
            "code": self._code,
            "gallery": self._gallery,
            "heading": self._heading,
            "image": self._image,
            "line": lambda _content: None,
            "list": self._html,
            "markdown": self._markdown,
            "quote": self._quote,
            "text": self._html,
            "video": self._video,
        }

    def write(self, block: dict[str, Any]) -> None:
        kind, content = str(block.get("type", "")), block.get("content")
        form = self._forms.get(kind)
        if str(block.get("isHidden", False)).lower() == "true":
            self.made.set_aside("Bloc masqué sur l’ancien site", _as_text(block))
        elif form is None or not isinstance(content, dict):
            self.made.set_aside(f"Bloc non reconnu ({kind or 'sans type'})", _as_text(block))
        else:
            form(content)

    def _html(self, content: dict[str, Any]) -> None:
        self.made.extend(blocks_from_html(str(content.get("text", "")), around=self.around))

    def _markdown(self, content: dict[str, Any]) -> None:
        self.made.extend(read_kirbytext(str(content.get("text", "")), self.around))

    def _heading(self, content: dict[str, Any]) -> None:
        level = content.get("level") if content.get("level") in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
        self._html({"text": f"<{level}>{content.get('text', '')}</{level}>"})

    def _quote(self, content: dict[str, Any]) -> None:
        said_by = f"<cite>{content['citation']}</cite>" if content.get("citation") else ""
        self._html({"text": f"<blockquote>{content.get('text', '')}{said_by}</blockquote>"})

    def _code(self, content: dict[str, Any]) -> None:
        self.made.set_aside("Texte à chasse fixe", str(content.get("code", "")))

    def _image(self, content: dict[str, Any]) -> None:
        for name in _listed(content.get("image")) or [str(content.get("src", ""))]:
            self._one_picture(name, content)
        if address := str(content.get("link") or ""):
            self.made.notes.append(Note("Lien posé sur une image, à refaire", address))

    def _gallery(self, content: dict[str, Any]) -> None:
        for name in _listed(content.get("images")):
            self._one_picture(name, content)

    def _one_picture(self, name: str, content: dict[str, Any]) -> None:
        alt, caption = (str(content.get(key) or "") for key in ("alt", "caption"))
        found = PictureFound(name, alt, caption)
        tag = f'<img src="{_quoted(found.source)}" alt="{_quoted(found.alt)}" title="{_quoted(_words(found.caption))}">'
        self._html({"text": tag})

    def _video(self, content: dict[str, Any]) -> None:
        address = str(content.get("url") or next(iter(_listed(content.get("video"))), ""))
        words = _words(str(content.get("caption") or "")) or "Voir la vidéo"
        self._html({"text": f"<p>{anchor(address, words)}</p>"})


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one.get("uuid") or one.get("id") or "") if isinstance(one, dict) else str(one) for one in value]
    return read_names(str(value or ""))


def _words(fragment: str) -> str:
    """A caption without its tags."""
    return " ".join(BeautifulSoup(fragment, "html.parser").get_text(" ").split())


def _as_text(block: dict[str, Any]) -> str:
    return json.dumps(block, ensure_ascii=False, indent=2)
