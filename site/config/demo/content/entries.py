"""How a page of the demonstration is written down: plain data, that the builder turns into a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.typography import typo_fr, typo_text
from tests.factories.pictures import CATALOGUE


@dataclass(frozen=True)
class Link:
    """Another page of the demonstration, by its key."""

    key: str


@dataclass(frozen=True)
class Picture:
    """A drawing of `tests.factories.pictures`, by its name."""

    name: str


Block = tuple[str, Any]


@dataclass(frozen=True)
class Entry:
    """A page: `key` names it for the other entries, `fields` are those its model has besides BasePage's."""

    key: str
    title: str
    summary: str
    body: Sequence[Block] = ()
    picture: str = ""
    topics: Sequence[str] = ()
    territory: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def text(*paragraphs: str) -> Block:
    return "text", "".join(typo_fr(f"<p>{paragraph}</p>") for paragraph in paragraphs)


def heading(words: str, *, level: int = 2) -> Block:
    return "heading", {"text": typo_text(words), "level": str(level)}


def points(*items: str, title: str = "", ordered: bool = False) -> Block:
    return "list", {
        "title": typo_text(title),
        "ordered": ordered,
        "items": [typo_fr(f"<p>{item}</p>") for item in items],
    }


def quote(words: str, *, by: str, role: str = "") -> Block:
    return "quote", {"text": typo_text(words), "author": typo_text(by), "role": typo_text(role)}


def picture(name: str, *, caption: str = "", wide: bool = False) -> Block:
    return "picture", {
        "image": {"image": Picture(name), "decorative": False, "alt_text": CATALOGUE[name].alt},
        "caption": typo_text(caption),
        "width": "wide" if wide else "text",
    }


def action(label: str, *, page: str, words: str = "") -> Block:
    return "call_to_action", {"label": typo_text(label), "text": typo_text(words), "page": Link(page), "url": ""}


def teaser(page: str, *, title: str = "", summary: str = "") -> Block:
    return "page_teaser", {"page": Link(page), "title": typo_text(title), "summary": typo_text(summary)}
