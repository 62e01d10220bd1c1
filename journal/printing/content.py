"""What goes on paper: the articles of an issue, each block with its living source and the code of its margin."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Site

from cms.models import SiteIdentity
from cms.slugs import french_slug
from people.enums import Audience

from ..blocks import sources_of_each
from ..blocks.sourced import DATES_SHOWN, SourcedBlock, plain
from ..enums import SourceKind
from ..models import ArticlePage, DropOffPoint, IssuePage, JournalPage, PartnerSpace
from ..selectors.dates import next_sessions
from ..selectors.distribution import points_for_readers
from ..selectors.imprint import Imprint, imprint_of
from ..selectors.refusals import empty_head
from ..selectors.sources import Source, Sources, WorkshopSource
from ..selectors.texts import frozen_front, frozen_texts, latest_texts
from .consents import for_print
from .kinds import ACROSS, FOR_SCREENS, REMOVED, TEMPLATES
from .pictures import GLIMPSES, focus_of, spread

SHORT_TEXT = 420
# Signs of running text above which two justified columns read better than three.
LONG_TEXT = 2200


@dataclass(frozen=True)
class PrintedBlock:
    """A block of an article, with its source when it has one. `opens`: it is the first text, with a large initial.

    `is_alone`: a short text with no other beside it, that columns would leave in a corner. `is_withheld`: somebody
    cited in it does not agree; `agreements` are the consents that a block written here rests on otherwise.
    """

    kind: str
    value: Any
    source: Source | None = None
    is_changed: bool = False
    opens: bool = False
    is_alone: bool = False
    is_withheld: bool = False
    agreements: tuple[int, ...] = ()

    @property
    def template(self) -> str:
        return REMOVED if self.is_withheld else TEMPLATES[self.kind]

    @property
    def reference(self) -> str:
        return self.source.provenance.reference if self.source else ""

    @property
    def is_removed(self) -> bool:
        """Its source is gone, or somebody withdrew it: only its place is printed."""
        return self.is_withheld or (self.source is not None and not self.source.is_shown)

    @property
    def sessions(self) -> list[Any]:
        return next_sessions(DATES_SHOWN)


@dataclass(frozen=True)
class Run:
    """Blocks that share a set of columns, or one that goes across the page."""

    anchor: str
    blocks: tuple[PrintedBlock, ...]
    goes_across: bool


@dataclass(frozen=True)
class PrintedArticle:
    """An article, the blocks that are printed, and the short address that leads to it."""

    page: ArticlePage
    blocks: tuple[PrintedBlock, ...]
    sources: Sources
    address: str = ""

    @property
    def anchor(self) -> str:
        return f"article-{self.page.pk}"

    @property
    def runs(self) -> list[Run]:
        """The blocks in runs: columns are cut by what goes across the page, and a heading follows what it announces.

        Of several passages withdrawn in a row, one place is kept.
        """
        kept = [block for before, block in pairwise((None, *self.blocks)) if block and not _both_removed(before, block)]
        cut = [list(group) for _across, group in groupby(kept, key=_goes_across)]
        for before, after in pairwise(cut):
            if before[-1].kind == "heading" and _goes_across(after[0]):
                after.insert(0, before.pop())
        return [
            Run(f"run-{self.page.pk}-{rank}", tuple(blocks), any(map(_goes_across, blocks)))
            for rank, blocks in enumerate(cut)
            if blocks
        ]

    @property
    def rubric(self) -> str:
        return self.page.rubric.name if self.page.rubric else "Le journal"

    @property
    def picture(self) -> Any:
        return self.page.lead_picture

    @property
    def focus(self) -> str:
        return focus_of(self.picture)

    @cached_property
    def columns(self) -> int:
        """Two justified columns for a long text, three for others."""
        signs = sum(len(str(block.value)) for block in self.blocks if block.kind == "text")
        return 2 if signs > LONG_TEXT else 3

    @property
    def workshops(self) -> list[WorkshopSource]:
        """The workshops of what is shown: each has a note."""
        found = [block.source.workshop for block in self.sourced if block.source and not block.is_removed]
        return list({workshop.number: workshop for workshop in found if workshop}.values())

    @property
    def sourced(self) -> list[PrintedBlock]:
        return [block for block in self.blocks if block.source]


@dataclass(frozen=True)
class Reference:
    """A line of the list of sources: codes of the margins, what they are, and the article that quotes them."""

    codes: tuple[str, ...]
    kind: str
    article: str


@dataclass(frozen=True)
class PrintedIssue:
    """All that an issue prints. `audience` is whose agreement is asked: that of paper, or that of the public site."""

    issue: IssuePage
    journal_page: JournalPage
    identity: SiteIdentity
    articles: tuple[PrintedArticle, ...]
    partners: tuple[PartnerSpace, ...]
    audience: Audience
    imprint: Imprint
    places: tuple[DropOffPoint, ...] = ()
    address: str = ""
    sessions: tuple[Any, ...] = ()

    @property
    def journal(self) -> str:
        return self.journal_page.title

    @property
    def sourced(self) -> Iterator[tuple[PrintedArticle, PrintedBlock]]:
        for article in self.articles:
            for block in article.sourced:
                yield article, block

    @property
    def cited(self) -> Iterator[tuple[PrintedArticle, PrintedBlock]]:
        """The blocks written here that quote or name somebody who was asked."""
        for article in self.articles:
            for block in article.blocks:
                if block.source is None and (block.is_withheld or block.agreements):
                    yield article, block

    @property
    def glimpses(self) -> list[PrintedArticle]:
        """Articles whose picture stands in the sommaire; not the first, which faces it."""
        return spread([article for article in self.articles[1:] if article.picture], GLIMPSES)

    @property
    def editorial(self) -> list[PrintedBlock]:
        return [
            PrintedBlock(child.block_type, child.value)
            for child in self.issue.editorial
            if child.block_type in TEMPLATES
        ]

    @property
    def source_addresses(self) -> list[str]:
        """The public workshops that the texts come from."""
        workshops = [workshop for article in self.articles for workshop in article.workshops if workshop.is_public]
        return list(dict.fromkeys(workshop.page.full_url for workshop in workshops if workshop.page.full_url))

    @property
    def references(self) -> list["Reference"]:
        """The codes of the margins, once each, by kind and by the first article that quotes them, as pages go."""
        found: dict[str, tuple[str, str]] = {}
        for article, block in self.sourced:
            if block.source and block.source.provenance and not block.is_removed:
                kind = SourceKind(block.source.provenance.kind).label
                found.setdefault(block.reference, (kind, article.page.title))
        lines: dict[tuple[str, str], list[str]] = {}
        for code, line in found.items():
            lines.setdefault(line, []).append(code)
        return [Reference(tuple(codes), *line) for line, codes in lines.items()]

    @property
    def price(self) -> str:
        return str(getattr(self.journal_page, "price", "") or "")

    @property
    def credits(self) -> list[tuple[str, str]]:
        """Who made the pictures, without repeating them: name and licence."""
        images = [self.issue.cover, *(article.picture for article in self.articles)]
        images += [block.value["image"] for a in self.articles for block in a.blocks if block.kind == "picture"]
        found = [(image.credit, image.get_licence_display()) for image in images if image and image.credit]
        return list(dict.fromkeys(found))

    @property
    def signatures(self) -> list[str]:
        names = [signature.name for article in self.articles for signature in article.page.signatures.all()]
        return sorted(dict.fromkeys(names), key=french_slug)


AddressOf = Callable[[Any], str]


def gather(
    issue: IssuePage, *, audience: Audience, address_of: AddressOf | None = None, frozen: bool = False
) -> PrintedIssue:
    """What `issue` prints now, in the order of the rubrics, from the latest words of each article.

    `frozen` takes the words of « bon à tirer » instead, and raises JournalError when they are not all there; what they
    quote is read live in both cases, so that an agreement taken back since empties them. `address_of(page)` gives the
    short address printed beside it, empty for none.
    """
    site = Site.objects.get(is_default_site=True)
    address_of = address_of or (lambda page: "")
    texts = frozen_texts(issue) if frozen else latest_texts(issue)
    issue = frozen_front(issue) if frozen else issue
    sources = sources_of_each(texts)
    if audience == Audience.PRINT:
        sources = for_print(sources)
    articles = [_printed(text, found, address_of(text)) for text, found in zip(texts, sources, strict=True)]
    return PrintedIssue(
        issue=issue,
        journal_page=issue.get_parent().specific,
        identity=SiteIdentity.for_site(site),
        articles=tuple(article for article in articles if article.blocks),
        partners=tuple(issue.partner_spaces.select_related("picture")) if audience == Audience.PRINT else (),
        audience=audience,
        imprint=imprint_of(issue),
        places=tuple(points_for_readers()) if audience == Audience.PRINT else (),
        address=address_of(issue),
        sessions=_untold_dates(articles) if audience == Audience.PRINT else (),
    )


def _untold_dates(articles: Sequence[PrintedArticle]) -> tuple[Any, ...]:
    """The next dates, unless an article tells them."""
    is_told = any(block.kind == "next_dates" for article in articles for block in article.blocks)
    return () if is_told else tuple(next_sessions(DATES_SHOWN))


def _printed(article: ArticlePage, sources: Sources, address: str) -> PrintedArticle:
    empty_head(article, sources.withheld)
    blocks = _without_lonely_texts(list(printed_blocks(article.body, sources)))
    return PrintedArticle(page=article, blocks=tuple(blocks), sources=sources, address=address)


def _without_lonely_texts(blocks: list[PrintedBlock]) -> list[PrintedBlock]:
    """Set a short text across the page when what stands before and after it does so too."""
    across = [block is None or _goes_across(block) for block in (None, *blocks, None)]
    return [
        replace(block, is_alone=True)
        if block.kind == "text" and len(strip_tags(str(block.value))) < SHORT_TEXT and before and after
        else block
        for block, before, after in zip(blocks, across, across[2:], strict=False)
    ]


def _both_removed(*blocks: PrintedBlock | None) -> bool:
    return all(block is not None and block.is_removed for block in blocks)


def _goes_across(block: PrintedBlock) -> bool:
    return block.is_alone or block.kind in ACROSS or (block.kind == "picture" and block.value["width"] == "wide")


def printed_blocks(body: Sequence[Any], sources: Sources) -> Iterator[PrintedBlock]:
    """The blocks of a body that are read, each with its source, but one whose words are still to choose."""
    read = [child for child in body if child.block_type not in FOR_SCREENS and not _is_to_choose(child)]
    first_text = next((rank for rank, child in enumerate(read) if child.block_type == "text"), -1)
    before = None
    for rank, child in enumerate(read):
        # A large initial stands at the head of its columns: lower, it could part from its lines.
        opens = rank == first_text and (before is None or _goes_across(before))
        before = _printed_block(child, sources, opens=opens)
        yield before


def _is_to_choose(child: Any) -> bool:
    return child.block_type == "confided" and not child.value["provenance"]


def _printed_block(child: Any, sources: Sources, *, opens: bool) -> PrintedBlock:
    withheld = child.id in sources.withheld
    if not isinstance(child.block, SourcedBlock):
        agreements = sources.agreements.get(child.id, ())
        return PrintedBlock(child.block_type, child.value, opens=opens, is_withheld=withheld, agreements=agreements)
    provenance = child.value["provenance"]
    is_changed = provenance.is_changed(plain(child.value.get("text")))
    return PrintedBlock(
        child.block_type, child.value, sources.get(provenance), is_changed=is_changed, is_withheld=withheld
    )
