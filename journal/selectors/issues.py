"""What a reader may read of the journal, in a number of queries that does not grow with it."""

from dataclasses import dataclass
from itertools import groupby

from ..models import ArticlePage, IssuePage, JournalPage, Rubric


@dataclass(frozen=True)
class Entry:
    """An article and its rank in the issue, its folio on the web."""

    folio: int
    article: ArticlePage


@dataclass(frozen=True)
class RubricEntries:
    rubric: Rubric
    entries: list[Entry]


@dataclass(frozen=True)
class FrontPage:
    """The « une »: the latest issue, its first article large, the others beside it, and every issue as a cover."""

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
    articles = ArticlePage.objects.child_of(issue).published().select_related("listing_image")
    return [Entry(folio, article) for folio, article in enumerate(articles.prefetch_related("signatures"), start=1)]


def contents_of(issue: IssuePage) -> list[RubricEntries]:
    """The sommaire: published articles by rubric."""
    by_rubric = groupby(entries_of(issue), key=lambda entry: entry.article.rubric)
    return [RubricEntries(rubric, list(entries)) for rubric, entries in by_rubric]


def front_page(journal: JournalPage) -> FrontPage:
    issues = list(IssuePage.objects.child_of(journal).published().select_related("cover"))
    entries = entries_of(issues[0]) if issues else []
    return FrontPage(issues[0] if issues else None, entries[0] if entries else None, entries[1:], issues)


def other_issues(issue: IssuePage, limit: int = 4) -> list[IssuePage]:
    """The newest issues but this one."""
    return list(IssuePage.objects.sibling_of(issue, inclusive=False).published().select_related("cover")[:limit])


def latest_issue() -> IssuePage | None:
    return IssuePage.objects.published().select_related("cover").first()


def neighbours_of(article: ArticlePage) -> Neighbours:
    """The articles before and after `article` in its issue. Nothing for an article never saved (a preview)."""
    issue = IssuePage.objects.parent_of(article).first() if article.pk else None
    if issue is None:
        return Neighbours()
    articles = ArticlePage.objects.child_of(issue).published()
    entries = [Entry(folio, other) for folio, other in enumerate(articles, start=1)]
    here = next((rank for rank, entry in enumerate(entries) if entry.article.pk == article.pk), None)
    if here is None:
        return Neighbours(issue)
    return Neighbours(
        issue=issue,
        folio=here + 1,
        previous=entries[here - 1] if here else None,
        next=entries[here + 1] if here + 1 < len(entries) else None,
    )
