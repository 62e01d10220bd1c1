"""The people of one article, for the screen where editors write to them."""

from dataclasses import dataclass

from ..models import ArticlePage, CitedPassage, CoSignature, DraftLink, Remark, Suggestion
from ..versions import Passage, draft_of, passages_of
from .people import keeps_out


@dataclass(frozen=True)
class SuggestionLine:
    """A suggestion, and whether its passage still says what it did when it was made."""

    suggestion: Suggestion
    applies: bool


@dataclass(frozen=True)
class ArticlePeople:
    """`kept_out` are the passages of the draft that somebody refused, who was erased since."""

    cited: list[CitedPassage]
    kept_out: list[Passage]
    links: list[DraftLink]
    suggestions: list[SuggestionLine]
    remarks: list[Remark]
    signatures: list[CoSignature]


def people_around(article: ArticlePage) -> ArticlePeople:
    """Six queries, whatever the number of people."""
    passages = passages_of(draft_of(article))
    now = {passage.place: passage.words.strip() for passage in passages} | {"fin": ""}
    rows = list(article.cited_passages.select_related("person", "consent").order_by("pk"))
    pending = article.suggestions.filter(settled_at=None).select_related("person").order_by("made_at", "pk")
    return ArticlePeople(
        cited=[row for row in rows if row.person_id],
        kept_out=[passage for passage in passages if any(keeps_out(row, passage) for row in rows)],
        links=list(article.draft_links.select_related("person", "version").order_by("-created_at", "-pk")),
        suggestions=[SuggestionLine(row, now.get(row.place) == row.before) for row in pending],
        remarks=list(article.remarks.filter(settled_at=None).select_related("person").order_by("made_at", "pk")),
        signatures=list(article.co_signatures.select_related("person").order_by("pk")),
    )
