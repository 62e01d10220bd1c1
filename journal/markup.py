"""Rich text as somebody types it in a plain box: a blank line between paragraphs, `**gras**`, `*italique*`, `- ` before
the items of a list, `[mots](adresse)`. Superscripts are written `^er^`.

What is not rewritten is never converted back: a passage that nobody touched keeps its HTML to the letter.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from django.utils.html import escape

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "sup": "^"}
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|page:\d+$|document:\d+$)", re.IGNORECASE)
LINK = re.compile(r"\[([^\]\n]+)\]\(([^()\s]+)\)")
INLINE = (
    (re.compile(r"\*\*([^*\n]+)\*\*"), "b"),
    (re.compile(r"\*([^*\n]+)\*"), "i"),
    (re.compile(r"\^([^^\n]+)\^"), "sup"),
)


def to_markup(html: str) -> str:
    """What is shown in the box for `html`."""
    soup = BeautifulSoup(html, "html.parser")
    return "\n\n".join(part for part in (_block(child) for child in soup.children) if part)


def to_html(text: str) -> str:
    """Rich text from what somebody typed. Everything else they type is escaped."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "".join(_html(block.strip()) for block in blocks if block.strip())


def _block(element: PageElement) -> str:
    if isinstance(element, Tag) and element.name in {"ul", "ol"}:
        return "\n".join(f"- {_inline(item)}" for item in element.find_all("li", recursive=False))
    return _inline(element).strip()


def _inline(element: PageElement) -> str:
    if isinstance(element, NavigableString):
        return str(element)
    assert isinstance(element, Tag)
    words = "".join(_inline(child) for child in element.children)
    if element.name == "br":
        return "\n"
    if element.name == "a":
        return f"[{words}]({_address(element)})"
    mark = MARKS.get(element.name, "")
    return f"{mark}{words}{mark}" if words.strip() else words


def _address(link: Tag) -> str:
    kind = link.get("linktype")
    return f"{kind}:{link.get('id')}" if kind in {"page", "document"} else str(link.get("href", ""))


def _html(block: str) -> str:
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{_marked(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{'<br/>'.join(_marked(line) for line in lines)}</p>"


def _marked(line: str) -> str:
    return "".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    end = 0
    for link in LINK.finditer(line):
        yield _emphasis(line[end : link.start()])
        yield _link(link[1], link[2]) if SAFE_ADDRESS.match(link[2]) else escape(link[0])
        end = link.end()
    yield _emphasis(line[end:])


def _link(words: str, address: str) -> str:
    kind, _, identifier = address.partition(":")
    if kind in {"page", "document"}:
        return f'<a id="{identifier}" linktype="{kind}">{_emphasis(words)}</a>'
    return f'<a href="{escape(address)}">{_emphasis(words)}</a>'


def _emphasis(words: str) -> str:
    html = str(escape(words)).replace("&#x27;", "'")
    for pattern, tag in INLINE:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return html
