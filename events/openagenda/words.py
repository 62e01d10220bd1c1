"""Our texts within the limits of OpenAgenda, and the body of a page as the Markdown it takes (O1)."""

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup

from cms.prose import blocks_to_markdown

# What reads alone: pictures, documents and cards stay on our page, whose address follows the text.
READABLE = ("text", "heading", "list", "quote")


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def within(texts: Iterable[str], length: int) -> list[str]:
    """Of `texts`, as many as `length` characters hold in all, with a sign between two."""
    kept: list[str] = []
    for text in texts:
        if sum(len(each) + 1 for each in kept) + len(text) <= length:
            kept.append(text)
    return kept


def markdown_of(body: Any) -> str:
    """The texts of a body, in order."""
    return blocks_to_markdown([_readable(block) for block in body.raw_data if block["type"] in READABLE])


def _readable(block: dict[str, Any]) -> dict[str, Any]:
    kind, value = block["type"], block["value"]
    if kind == "text":
        return {"type": kind, "value": _without_inner_links(value)}
    if kind == "list":
        items = [_without_inner_links(item["value"] if isinstance(item, dict) else item) for item in value["items"]]
        return {"type": kind, "value": {**value, "items": items}}
    return {"type": kind, "value": value}


def _without_inner_links(html: str) -> str:
    """A link to one of our pages is known by a number: its words stay, the page gives the way."""
    if "linktype" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", attrs={"linktype": True}):
        link.unwrap()
    return str(soup)
