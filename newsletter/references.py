"""Which pages and seeds the body of a letter speaks of, in rich text, teasers and buttons alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from cms.announcing import announced
from cms.teasers import Teaser
from events.models import Seed
from people.enums import Audience, ConsentPurpose
from people.models import Consent, Person

from .blocks import RUBRICS

if TYPE_CHECKING:
    from .models import LetterPage

# The blocks whose words are somebody's.
SPOKEN = ("voice", "partner")
# The blocks that cannot do without their page.
NEED_A_PAGE = ("portrait", "partner")


@dataclass(frozen=True)
class References:
    """The pages of a letter as they stand now, by primary key, and how many it names that are gone."""

    pages: dict[int, Page]
    public: frozenset[int]
    missing: int

    @property
    def drafts(self) -> list[Page]:
        return [page for page in self.pages.values() if not page.live]

    @property
    def private(self) -> list[Page]:
        return [page for page in self.pages.values() if page.live and page.pk not in self.public]


def references_of(letter: "LetterPage") -> References:
    """Three queries, whatever the number of pages."""
    wanted = set(page_ids(letter))
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).order_by("pk")}
    public = Page.objects.filter(pk__in=wanted).live().public().order_by("pk").values_list("pk", flat=True)
    missing = len(wanted - pages.keys()) + sum(1 for block in _blocks_for_a_page(letter) if not block.get("page"))
    return References(pages=pages, public=frozenset(public), missing=missing)


def people_quoted(letter: "LetterPage") -> dict[str, Person]:
    """The person whose words each block of `letter` holds, by the identifier of the block, where one was named."""
    spoken = (child for child in letter.body if child.block_type in SPOKEN and child.value.get("person"))
    return {str(child.id or ""): child.value["person"] for child in spoken}


def agreements_of(people: Iterable[Person]) -> dict[int, Consent]:
    """The standing agreement of each of `people` to be quoted on the public site, by the key of the person."""
    given = Consent.objects.given().filter(purpose=ConsentPurpose.QUOTE, audience=Audience.WEB)
    return {row.person_id: row for row in given.filter(person__in=[one.pk for one in people]).order_by("pk")}


@dataclass(frozen=True)
class Mention:
    """A page named in one block of a letter.

    `is_chosen`: picked by the editor as what the block is about, and not only linked from its words; `is_teaser`:
    announced in a rubric.
    """

    page_id: int
    block_type: str
    block_id: str
    is_chosen: bool

    @property
    def is_teaser(self) -> bool:
        return self.is_chosen and self.block_type in RUBRICS


def mentions_in(letter: "LetterPage") -> Iterator[Mention]:
    """Every page named, block by block, in the order of the letter."""
    for child in letter.body:
        chosen = {page.pk for page in _chosen_in(child) if page}
        for key in [*chosen, *(key for key in _ids_in(child.block, child.value) if key not in chosen)]:
            yield Mention(key, child.block_type, str(child.id or ""), is_chosen=key in chosen)


def block_ids(letter: "LetterPage") -> frozenset[str]:
    """The identifiers of the blocks of the body, and of the items in their lists."""
    found = {str(child.id) for child in letter.body}
    for child in letter.body:
        for name in ("teasers", "seeds"):
            if name in getattr(child.block, "child_blocks", {}):
                found |= {str(item.id) for item in child.value[name].bound_blocks}
    return frozenset(found)


def page_ids(letter: "LetterPage") -> Iterator[int]:
    """The primary keys of every page the letter names, in no order, possibly twice."""
    return _ids_in(letter.body.stream_block, letter.body)


def teasers_of(letter: "LetterPage") -> dict[int, Teaser]:
    """The teasers of the pages anyone may read. A page in draft is not announced, even by mistake."""
    public = Page.objects.filter(pk__in=set(page_ids(letter))).live().public().specific()
    return {page.pk: page.teaser for page in announced(public) if hasattr(page, "teaser")}


def seeds_of(letter: "LetterPage") -> dict[int, Seed]:
    """The seeds the letter gives news of, among those anyone may read, by primary key. Two queries at most."""
    wanted = {seed.pk for seed in seeds_named(letter)}
    if not wanted:
        return {}
    return {seed.pk: seed for seed in Seed.objects.public().filter(pk__in=wanted).select_related("group")}


def seeds_named(letter: "LetterPage") -> list[Seed]:
    """Every seed the letter names, in its order, possibly twice."""
    chosen = [child.value["seeds"] for child in letter.body if child.block_type == "seeds"]
    return [seed for seeds in chosen for seed in seeds if seed]


def _ids_in(block: Any, value: Any) -> Iterator[int]:
    for model, object_id, _model_path, _content_path in block.extract_references(value):
        if issubclass(model, Page):
            yield int(object_id)


def _chosen_in(child: Any) -> list[Page | None]:
    if child.block_type in RUBRICS:
        return [teaser.get("page") for teaser in child.value["teasers"]]
    return [child.value.get("page")] if child.block_type in (*NEED_A_PAGE, "button") else []


def _blocks_for_a_page(letter: "LetterPage") -> Iterator[Any]:
    for child in letter.body:
        if child.block_type in RUBRICS:
            yield from child.value["teasers"]
        elif child.block_type in NEED_A_PAGE:
            yield child.value
