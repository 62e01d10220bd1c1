"""Where the words of people cited stand, and which of them stay out: by their place, their source, or word for word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from people.words import text_hash, words_alone

from ..enums import SourceKind
from ..models.passages import CitedPassage
from ..provenance import Provenance
from ..versions import HEAD, WORDS, Content, Passage, Shape, content_of, passages_of

# Shorter than this, the same words may be anybody’s.
OWN_WORDS = 20
HEAD_PLACES = frozenset(name for name, _shape in HEAD)
FOR_ENGINES = ("seo_title", "search_description")
# What readers find where a title, a chapô or a surtitre was refused; search engines are told nothing of their own.
WRITTEN_INSTEAD = {"title": "Titre retiré", "kicker": "", "summary": "", "seo_title": "", "search_description": ""}


@dataclass(frozen=True)
class Citations:
    """Of one article, by place: what somebody does not agree to, and the consents that the rest leans on."""

    withheld: frozenset[str] = frozenset()
    agreements: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def is_about(row: CitedPassage, passage: Passage) -> bool:
    """`passage` stands where `row` does, or says the very words that it asks about: a block that was duplicated."""
    return row.block_id == passage.place or _says(passage, {row.words_hash, row.agreed_hash})


def keeps_out(row: CitedPassage, passage: Passage) -> bool:
    """Whoever `row` is about does not want `passage` read.

    A block they refuse stays out whatever it says: other words go into another block. The title and what goes with it
    have one place only, so other words are free there. The words themselves stay out of any place.
    """
    if _says(passage, row.refused_hashes):
        return True
    return row.says_no and (
        _is_its_place(row, passage) or _says(passage, {row.words_hash}) or repeats(row.said, passage.said)
    )


def repeats(one: str, other: str) -> bool:
    """One of these holds the other, word for word."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= OWN_WORDS and shorter in longer


def is_telling(place: str, words: str) -> bool:
    """Whether `words` show where they come from, and are not what anybody may say; a title always does."""
    return len(words_alone(words)) >= (1 if place == "title" else OWN_WORDS)


def _says(passage: Passage, hashes: Iterable[str]) -> bool:
    return bool(passage.said) and passage.hash in hashes


def _is_its_place(row: CitedPassage, passage: Passage) -> bool:
    if row.block_id == passage.place:
        return not passage.is_head
    source = passage.provenance
    return bool(row.code) and row.code == source.code and source.kind != SourceKind.WORKSHOP


def citations_in(passages: Sequence[Passage], rows: Sequence[CitedPassage]) -> Citations:
    """What `rows` say of the passages of one article."""
    against = [row for row in rows if row.says_no or row.refused_hashes]
    standing = [(row, row.consent_id) for row in rows if row.stands and row.consent_id]
    withheld = {passage.place for passage in passages if any(keeps_out(row, passage) for row in against)}
    agreements = {
        passage.place: tuple(dict.fromkeys(consent for row, consent in standing if is_about(row, passage)))
        for passage in passages
        if standing and passage.place not in withheld
    }
    return Citations(frozenset(withheld), {place: found for place, found in agreements.items() if found})


@dataclass(frozen=True)
class Written:
    """What an article, or a body without one, says: read for the people cited in it. `page` is None for a body.

    `told` is what search engines alone read. Passages are taken apart only when somebody is cited: pages are read
    often.
    """

    content: Content
    page: Any = None
    told: tuple[Passage, ...] = ()

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return (*passages_of(self.content), *self.told, *_others_in(self.content["body"]))

    @property
    def places(self) -> set[str]:
        return {block["id"] for block in self.content["body"]}

    @property
    def codes(self) -> set[str]:
        values = [block["value"] for block in self.content["body"] if isinstance(block["value"], dict)]
        return {Provenance.read(value.get("provenance")).code for value in values} - {""}

    @property
    def head_hashes(self) -> set[str]:
        """Of the title, and of what goes with it unless anybody may say it: « Portrait » stands above many articles."""
        heads = {name: self.content[name] or "" for name in HEAD_PLACES}
        return {text_hash(said) for name, said in heads.items() if is_telling(name, said)}

    def concerns(self, row: CitedPassage) -> bool:
        """`row` was written for this article, for one of its blocks in another (a copy keeps their ids), for one of
        its sources, or for the same title: nothing says that an article is a copy of another.
        """
        is_of_the_page = self.page is not None and row.article_id == self.page.pk
        return (
            is_of_the_page
            or row.block_id in self.places
            or row.code in self.codes
            or row.words_hash in self.head_hashes
        )


def citations_of(texts: Sequence[Written]) -> list[Citations]:
    """What people cited say of each of `texts`, in their order. One query, whatever their number."""
    pages = [text.page.pk for text in texts if text.page is not None and text.page.pk]
    rows = CitedPassage.objects.filter(
        Q(article__in=pages)
        | Q(block_id__in=set().union(*(text.places for text in texts)))
        | Q(code__in=set().union(*(text.codes for text in texts)))
        | Q(block_id__in=HEAD_PLACES, words_hash__in=set().union(*(text.head_hashes for text in texts)))
    )
    found = list(rows.select_related("consent").order_by("pk"))
    return [_citations_in(text, [row for row in found if text.concerns(row)]) for text in texts]


def _citations_in(text: Written, rows: list[CitedPassage]) -> Citations:
    return citations_in(text.passages, rows) if rows else Citations()


def written_in(article: Any) -> Written:
    """All that `article` says, as this object has it."""
    told = [Passage(place=name, kind=name, shape=Shape.LINE, words=getattr(article, name)) for name in FOR_ENGINES]
    return Written(content_of(article), article, tuple(told))


def written_in_body(body: Any) -> Written:
    return Written({**dict.fromkeys(HEAD_PLACES, ""), "body": body.get_prep_value()})


def citations_on(article: Any) -> Citations:
    return citations_of([written_in(article)])[0]


def _others_in(blocks: Iterable[dict[str, Any]]) -> Iterator[Passage]:
    """Lists, tables, transcripts: nobody is asked about them, but they may repeat what somebody refuses."""
    for block in blocks:
        if block["type"] not in WORDS:
            words = " ".join(_strings(block["value"]))
            yield Passage(place=block["id"], kind=block["type"], shape=Shape.TEXT, words=words)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _strings(inside)


def empty_head(article: Any, withheld: Iterable[str]) -> None:
    """Take what is `withheld` out of the title and of what goes with it; `article` is not saved."""
    for name in WRITTEN_INSTEAD.keys() & withheld:
        setattr(article, name, WRITTEN_INSTEAD[name])
