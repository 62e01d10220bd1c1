"""What a reader may read of the journal, in a number of queries that does not grow with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from cms.teasers import Teaser

from ..models import ArticlePage, IssuePage, JournalPage, Rubric


@dataclass(frozen=True)
class Entry:
    """An article and its rank in the issue, its folio on the web."""

    folio: int
    article: ArticlePage

    @property
    def teaser(self) -> Teaser:
        """In its own issue an article is announced by its rubric; its date is the issue’s."""
        rubric = self.article.rubric
        teaser = self.article.teaser
        return replace(teaser, kind_label=rubric.name if rubric else teaser.kind_label, date=None)


@dataclass(frozen=True)
class RubricEntries:
    rubric: Rubric | None
    entries: list[Entry]


@dataclass(frozen=True)
class FrontPage:
    """The « une »: the latest issue, one article large, the others beside it, and every issue as a cover."""

    issue: IssuePage | None
    lead: Entry | None
    others: list[Entry]
    issues: list[IssuePage]


@dataclass(frozen=True)
class Neighbours:
    """Where an article stands in its issue. A draft has no folio and no neighbours yet."""

    issue: IssuePage | None = None
    folio: int | None = None
    previous: Entry | None = None
    next: Entry | None = None


def entries_of(issue: IssuePage) -> list[Entry]:
    """The published articles of `issue` in the order of its sommaire."""
    articles = (
        ArticlePage.objects.child_of(issue)
        .published()
        .select_related("listing_image")
        .prefetch_related("listing_image__renditions")
    )
    ordered = in_order_of(issue, articles.prefetch_related("signatures"))
    return [Entry(folio, article) for folio, article in enumerate(ordered, start=1)]


def in_order_of(issue: IssuePage, articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """`articles` by the rubrics chosen for `issue`; the rubrics it does not name follow, in their usual order."""
    ranks = {row.rubric_id: rank for rank, row in enumerate(issue.ordered_rubrics.all())}
    return sorted(articles, key=lambda article: ranks.get(article.rubric_id, len(ranks)))


def contents_of(issue: IssuePage) -> list[RubricEntries]:
    """The sommaire: published articles by rubric."""
    by_rubric = groupby(entries_of(issue), key=lambda entry: entry.article.rubric)
    return [RubricEntries(rubric, list(entries)) for rubric, entries in by_rubric]


def front_page(journal: JournalPage) -> FrontPage:
    """The first article that has a picture leads, or the first one when none has."""
    issues = list(
        IssuePage.objects.child_of(journal).published().select_related("cover").prefetch_related("cover__renditions")
    )
    entries = entries_of(issues[0]) if issues else []
    lead = next((entry for entry in entries if entry.article.listing_image_id), entries[0] if entries else None)
    return FrontPage(
        issue=issues[0] if issues else None,
        lead=lead,
        others=[entry for entry in entries if entry is not lead],
        issues=issues,
    )


def other_issues(issue: IssuePage, limit: int = 4) -> list[IssuePage]:
    """The newest issues but this one."""
    return list(
        IssuePage.objects.sibling_of(issue, inclusive=False)
        .published()
        .select_related("cover")
        .prefetch_related("cover__renditions")[:limit]
    )


def latest_issue() -> IssuePage | None:
    return IssuePage.objects.published().select_related("cover").prefetch_related("cover__renditions").first()


def neighbours_of(article: ArticlePage) -> Neighbours:
    """The articles before and after `article` in its issue. Nothing for an article never saved (a preview)."""
    issue = IssuePage.objects.parent_of(article).first() if article.pk else None
    if issue is None:
        return Neighbours()
    articles = ArticlePage.objects.child_of(issue).published()
    entries = [Entry(folio, other) for folio, other in enumerate(in_order_of(issue, articles), start=1)]
    here = next((rank for rank, entry in enumerate(entries) if entry.article.pk == article.pk), None)
    if here is None:
        return Neighbours(issue)
    return Neighbours(
        issue=issue,
        folio=here + 1,
        previous=entries[here - 1] if here else None,
        next=entries[here + 1] if here + 1 < len(entries) else None,
    )
