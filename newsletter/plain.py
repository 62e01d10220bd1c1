"""Rich text as people write it in a plain mail: paragraphs, dashes, and addresses in full after the words."""

import re
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString, Tag

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "div", "figure", "hr")


def html_to_text(html: str, *, base_url: str = "") -> str:
    """`html` without tags. Paragraphs are parted by a blank line, list items begin with a dash or their number.

    Relative addresses are completed with `base_url`. No-break spaces stay: they are French, not mark-up.
    """
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        link.replace_with(_link(link, base_url))
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    paragraphs = [text for child in soup.children for text in _paragraphs(child)]
    return "\n\n".join(paragraphs)


def _link(link: Tag, base_url: str) -> str:
    words = link.get_text()
    href = urljoin(f"{base_url}/", str(link.get("href") or ""))
    if not link.get("href") or href.removeprefix("mailto:") == words:
        return words
    return f"{words} ({href.removeprefix('mailto:')})"


def _paragraphs(node: object) -> list[str]:
    if isinstance(node, NavigableString):
        return _kept(str(node))
    if not isinstance(node, Tag):
        return []
    if node.name in ("ul", "ol"):
        return _kept("\n".join(_items(node)), collapse=False)
    if any(isinstance(child, Tag) and child.name in _BLOCKS for child in node.children):
        return [text for child in node.children for text in _paragraphs(child)]
    return _kept(node.get_text())


def _items(node: Tag) -> list[str]:
    items = node.find_all("li", recursive=False)
    marks = [f"{number}. " for number in range(1, len(items) + 1)] if node.name == "ol" else ["- "] * len(items)
    return [mark + " ".join(_kept(item.get_text())) for mark, item in zip(marks, items, strict=True)]


def _kept(text: str, *, collapse: bool = True) -> list[str]:
    """`text` trimmed, its ordinary white space collapsed line by line, or nothing."""
    if collapse:
        text = "\n".join(re.sub(r"[ \t\r\f]+", " ", line).strip(" ") for line in text.strip(" \t\r\n").split("\n"))
    return [text] if text else []
