"""Blocks as Markdown, so that an editor reads and mends what a document gave before it becomes blocks again."""

import re
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

PICTURE_NAME = "image-"
_SPECIAL = re.compile(r"([\\`*_\[\]<])")


def blocks_to_markdown(blocks: list[dict[str, Any]]) -> str:
    """Markdown that `to_html` and `blocks_from_html` read back to the same blocks, but for what is set aside, which
    stays a text with a fixed pitch.
    """
    parts: list[str] = []
    for block in blocks:
        part = _FORMS.get(block["type"], _set_aside)(block["value"]).strip()
        parts.append(_other_bullets(part) if parts and _is_list(parts[-1]) and _is_list(part) else part)
    return "\n\n".join(parts)


def _is_list(part: str) -> bool:
    return part.startswith("- ")


def _other_bullets(part: str) -> str:
    """Two lists in a row would be one: Markdown parts them by their bullets."""
    return re.sub(r"(?m)^- ", "+ ", part)


def _text(html: str) -> str:
    parts = BeautifulSoup(html, "html.parser").find_all(["p", "ul", "ol"], recursive=False)
    return "\n\n".join(_items(part) if part.name in ("ul", "ol") else _inside(part).strip() for part in parts)


def _heading(value: dict[str, Any]) -> str:
    return f"{'#' * int(value['level'])} {_escaped(value['text'])}"


def _list(value: dict[str, Any]) -> str:
    marks = (f"{number}." if value["ordered"] else "-" for number in range(1, len(value["items"]) + 1))
    items = (" ".join(_text(item).split("\n")) for item in value["items"])
    lines = [f"{mark} {item}" for mark, item in zip(marks, items, strict=True)]
    return "\n".join([*([f"**{value['title']}**\n"] if value["title"] else []), *lines])


def _quote(value: dict[str, Any]) -> str:
    said_by = f"\n\n<cite>{value['author']}</cite>" if value["author"] else ""
    words = f"{_escaped(value['text'])}{said_by}"
    return "\n".join(f"> {line}" for line in words.split("\n"))


def _picture(value: dict[str, Any]) -> str:
    """Named by its number: whoever reads it back knows which picture that is."""
    caption = value["caption"].replace('"', "”")
    said = f' "{_escaped(caption)}"' if caption else ""
    return f"![{_escaped(value['image']['alt_text'])}]({PICTURE_NAME}{value['image']['image']}{said})"


def _table(value: dict[str, Any]) -> str:
    table = value["table"]
    caption = f"**{_escaped(table['caption'])}**\n\n" if table["caption"] else ""
    names = [_escaped(column["heading"]).replace("|", r"\|") for column in table["columns"]]
    rows = [[_cell(html) for html in row["values"]] for row in table["rows"]]
    lines = [names, ["---"] * len(names), *rows]
    return caption + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(html: str) -> str:
    return _text(html).replace("\n\n", "<br>").replace("\n", "<br>").replace("|", r"\|")


def _set_aside(value: dict[str, Any]) -> str:
    content = value["content"].replace("```", "'''")
    return f"*{value['reason']} :*\n\n```\n{content}\n```" if content else ""


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _items(element: Tag, indent: str = "") -> str:
    lines = []
    for number, item in enumerate(element.find_all("li", recursive=False), start=1):
        mark = f"{number}." if element.name == "ol" else "-"
        words = "".join(_write(child) for child in item.children if getattr(child, "name", None) not in ("ul", "ol"))
        lines.append(f"{indent}{mark} {words.strip()}")
        lines += [_items(inner, f"{indent}   ") for inner in item.find_all(["ul", "ol"], recursive=False)]
    return "\n".join(lines)


def _inside(element: Tag) -> str:
    return "".join(map(_write, element.children))


def _write(element: PageElement) -> str:
    if isinstance(element, NavigableString):
        return _escaped(str(element))
    assert isinstance(element, Tag)
    inside = _inside(element)
    if element.name == "a":
        return f"[{inside}](<{element.get('href', '')}>)"
    if element.name == "sup":
        return f"<sup>{inside}</sup>"
    if element.name == "br":
        return "\n"
    return _emphasised(inside, {"b": "**", "i": "*"}.get(element.name, ""))


def _emphasised(words: str, sign: str) -> str:
    """Spaces go outside the signs, where Markdown wants them."""
    bare = words.strip()
    if not sign or not bare:
        return words
    start, end = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{start}{sign}{bare}{sign}{end}"


_FORMS: dict[str, Callable[[Any], str]] = {
    "text": _text,
    "heading": _heading,
    "list": _list,
    "quote": _quote,
    "picture": _picture,
    "table": _table,
}
