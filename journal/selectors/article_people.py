"""The people of one article, for the screen where editors write to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from people.enums import Answer
from people.models import Person

from ..models import ArticlePage, CitedPassage, CoSignature, DraftLink, Remark, Suggestion
from ..versions import Passage, draft_of, passages_of
from .refusals import keeps_out


@dataclass(frozen=True)
class SuggestionLine:
    """A suggestion, and whether its passage still says what it did when it was made."""

    suggestion: Suggestion
    applies: bool


@dataclass(frozen=True)
class KeptOut:
    """A passage that somebody refused in another place, or somebody erased since (`person` is then None)."""

    passage: Passage
    person: Person | None


@dataclass(frozen=True)
class ArticlePeople:
    """`kept_out` are the passages of the draft that stay out without being asked about."""

    cited: list[CitedPassage]
    kept_out: list[KeptOut]
    links: list[DraftLink]
    suggestions: list[SuggestionLine]
    remarks: list[Remark]
    signatures: list[CoSignature]

    @property
    def refused(self) -> list[CitedPassage]:
        """They refused, or took their agreement back."""
        return [passage for passage in self.cited if passage.says_no]

    @property
    def waiting(self) -> list[CitedPassage]:
        return [passage for passage in self.cited if passage.answer == Answer.WAITING]

    @property
    def agreed(self) -> list[CitedPassage]:
        return [passage for passage in self.cited if passage.stands]


def people_around(article: ArticlePage) -> ArticlePeople:
    """Six queries, whatever the number of people."""
    passages = passages_of(draft_of(article))
    now = {passage.place: passage.words.strip() for passage in passages} | {"fin": ""}
    rows = list(article.cited_passages.select_related("person", "consent").order_by("pk"))
    pending = article.suggestions.filter(settled_at=None).select_related("person").order_by("made_at", "pk")
    return ArticlePeople(
        cited=[row for row in rows if row.person_id and not row.is_gone],
        kept_out=list(_kept_out(passages, rows)),
        links=list(article.draft_links.select_related("person", "version").order_by("-created_at", "-pk")),
        suggestions=[SuggestionLine(row, now.get(row.place) == row.before) for row in pending],
        remarks=list(article.remarks.filter(settled_at=None).select_related("person").order_by("made_at", "pk")),
        signatures=list(article.co_signatures.select_related("person").order_by("pk")),
    )


def _kept_out(passages: list[Passage], rows: list[CitedPassage]) -> Iterator[KeptOut]:
    """Those whose own line, among the people cited, does not tell it already."""
    for passage in passages:
        told = {row.person_id for row in rows if row.person_id and row.block_id == passage.place and not row.is_gone}
        against = next((row for row in rows if row.person_id not in told and keeps_out(row, passage)), None)
        if against:
            yield KeptOut(passage, against.person)
