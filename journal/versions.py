"""The words of an article, cut in passages that somebody may rewrite, and the hash that pins them.

Drafts save themselves over one another: only a hash of the content says whether two people speak of the same text.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

from people.words import text_hash, words_alone

from .markup import to_html, to_markup
from .provenance import Provenance

if TYPE_CHECKING:
    from .models import ArticlePage, IssuePage

Content = dict[str, Any]
END = "fin"


class Shape(StrEnum):
    """How a passage is written: one line, plain text, or text with bold, links and lists."""

    LINE = "line"
    TEXT = "text"
    RICH = "rich"


# For each type of block: the field that holds its words (none: the value itself), and their shape.
WORDS: dict[str, tuple[str, Shape]] = {
    "text": ("", Shape.RICH),
    "heading": ("text", Shape.LINE),
    "quote": ("text", Shape.TEXT),
    "picture": ("caption", Shape.LINE),
    "side_note": ("text", Shape.RICH),
    "workshop_intro": ("text", Shape.TEXT),
    "quoted_item": ("text", Shape.TEXT),
    "portrait": ("text", Shape.RICH),
    "seed_box": ("text", Shape.RICH),
}
# Longest lines, in signs; anything else may be as long as a slot needs.
LIMITS = {"title": 255, "kicker": 120, "summary": 400, "heading": 120, "picture": 250}
# What an article shows beside its words, by the columns that hold it.
AROUND = ("listing_image_id", "rubric_id", "licence")
# What an issue says of itself on its cover and around its édito; the facts of its imprint are read live.
FRONT = ("title", "number", "season", "theme", "summary", "colour", "cover_id", "editorial_author")
HEAD = (("title", Shape.LINE), ("kicker", Shape.LINE), ("summary", Shape.TEXT))


@dataclass(frozen=True)
class Passage:
    """A piece of an article: `place` names it for good, `words` are as somebody types them (see markup)."""

    place: str
    kind: str
    shape: Shape
    words: str
    provenance: Provenance = field(default_factory=Provenance)

    @cached_property
    def plain(self) -> str:
        """The words alone, without any mark."""
        return unescape(strip_tags(to_html(self.words))) if self.shape == Shape.RICH else self.words

    @property
    def paragraphs(self) -> list[str]:
        """The words of each paragraph and each item of a list, without any mark."""
        blocks = re.split(r"\n\s*\n|\n- ", f"\n{self.words}" if self.words.startswith("- ") else self.words)
        plain = [unescape(strip_tags(to_html(block))) for block in blocks] if self.shape == Shape.RICH else [self.words]
        return [text for text in plain if text.strip()]

    @cached_property
    def said(self) -> str:
        """The words as `hash` knows them: spaces and apostrophes all alike."""
        return words_alone(self.plain)

    @cached_property
    def hash(self) -> str:
        return text_hash(self.plain)

    @property
    def is_head(self) -> bool:
        """It stands above the body, in a place that every article has."""
        return self.place == self.kind


def content_of(article: "ArticlePage") -> Content:
    """What an article says now, in a form that JSON gives back unchanged."""
    head = {name: getattr(article, name) for name, _shape in HEAD}
    return {**head, "body": json.loads(json.dumps(article.body.get_prep_value()))}


def draft_of(article: "ArticlePage") -> Content:
    """What the latest draft of `article` says. No query when `latest_revision` was selected with the article."""
    revision = article.latest_revision
    if revision is None:
        return content_of(article)
    kept = revision.content
    return {**{name: kept.get(name) or "" for name, _shape in HEAD}, "body": json.loads(kept.get("body") or "[]")}


def hash_of(content: Content) -> str:
    """SHA-256 of the words and their order; the identifiers of the blocks do not count."""
    body = [[block["type"], block["value"]] for block in content["body"]]
    words = json.dumps([*(content[name] for name, _shape in HEAD), body], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def signers_hash(article: "ArticlePage") -> str:
    """SHA-256 of who signs, for what and in which order."""
    return text_hash("\n".join(f"{row.name} {row.role}" for row in article.signatures.all()))


def front_of(issue: "IssuePage") -> dict[str, Any]:
    """The cover and the édito of `issue`, in a form that JSON gives back unchanged."""
    editorial = json.loads(json.dumps(issue.editorial.get_prep_value()))
    return {**{name: getattr(issue, name) for name in FRONT}, "editorial": editorial}


def with_front(issue: "IssuePage", front: dict[str, Any]) -> "IssuePage":
    """A copy of `issue` (nothing is saved) that says `front`; one frozen before fronts were kept says what it says."""
    said: IssuePage = copy(issue)
    for name in front.keys() & set(FRONT):
        setattr(said, name, front[name])
    if "editorial" in front:
        said.editorial = json.dumps(front["editorial"])  # type: ignore[assignment]
    return said


def passages_of(content: Content) -> list[Passage]:
    """The passages of `content`, in the order of reading."""
    return [*_head(content), *_body(content["body"])]


def passages_in(body: Any) -> list[Passage]:
    """The passages of a body alone."""
    return list(_body(body.get_prep_value()))


def passage_at(content: Content, place: str) -> Passage | None:
    return next((passage for passage in passages_of(content) if passage.place == place), None)


def signs_of(content: Content) -> int:
    """Signs of the whole article, spaces included, as a newspaper counts: lists, tables and captions too."""
    words = [passage.plain for passage in passages_of(content)]
    words += [unescape(strip_tags(html)) for block in content["body"] for html in _cells(block)]
    return sum(len(" ".join(text.split())) for text in words)


def _cells(block: dict[str, Any]) -> Iterator[str]:
    """The words of a list or a table, which are no passages: they are cut in more than one field."""
    value = block["value"]
    if block["type"] == "list":
        yield value.get("title") or ""
        yield from (item["value"] if isinstance(item, dict) else item for item in value.get("items", []))
    elif block["type"] == "table":
        table = value.get("table") or {}
        yield table.get("caption") or ""
        yield from (column["heading"] for column in table.get("columns", []))
        yield from (cell for row in table.get("rows", []) for cell in row["values"])


def rewritten(content: Content, words: Mapping[str, str]) -> Content:
    """`content` with other `words` at some places; those of `END` make a new text at its end.

    A passage whose words are the same keeps its HTML; an unknown place is left out, and so is an empty title.
    """
    after = deepcopy(content)
    now = {passage.place: passage for passage in passages_of(content)}
    for place, typed in words.items():
        passage = now.get(place)
        text = typed.replace("\r\n", "\n").strip()
        if passage and text != passage.words.strip() and (text or place != "title"):
            _write(after, passage, " ".join(text.split()) if passage.shape == Shape.LINE else text)
    added = words.get(END, "").strip()
    if added:
        after["body"].append({"type": "text", "value": to_html(added), "id": str(uuid.uuid4())})
    return after


def apply(article: "ArticlePage", content: Content) -> "ArticlePage":
    """`article` (an object, nothing is saved) saying `content`."""
    for name, _shape in HEAD:
        setattr(article, name, content[name])
    article.draft_title = content["title"]
    article.body = json.dumps(content["body"])  # type: ignore[assignment]
    return article


def _head(content: Content) -> Iterator[Passage]:
    for name, shape in HEAD:
        yield Passage(place=name, kind=name, shape=shape, words=content[name] or "")


def _body(blocks: list[dict[str, Any]]) -> Iterator[Passage]:
    for block in blocks:
        if block["type"] not in WORDS:
            continue
        field, shape = WORDS[block["type"]]
        value = block["value"]
        raw = str((value.get(field) if field else value) or "")
        yield Passage(
            place=block["id"],
            kind=block["type"],
            shape=shape,
            words=to_markup(raw) if shape == Shape.RICH else raw,
            provenance=Provenance.read(value.get("provenance")) if isinstance(value, dict) else Provenance(),
        )


def _write(content: Content, passage: Passage, text: str) -> None:
    if passage.place in content:
        content[passage.place] = text
        return
    block = next(block for block in content["body"] if block["id"] == passage.place)
    field, shape = WORDS[block["type"]]
    value = to_html(text) if shape == Shape.RICH else text
    if field:
        block["value"][field] = value
    else:
        block["value"] = value
