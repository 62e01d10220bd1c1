"""What templates may ask of the journal."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from events.models import WorkshopPage
from people.models import User

from .. import footnotes, jsonld
from ..blocks import sources_of
from ..figures import Figure, figure_of
from ..models import ArticlePage, EditionFile, IssuePage, JournalPage
from ..selectors import issues
from ..selectors.editions import files_for_readers
from ..selectors.imprint import Imprint, imprint_of
from ..selectors.permissions import may_prepare_dossiers
from ..selectors.sources import Source, Sources

register = template.Library()


@dataclass(frozen=True)
class BoardLine:
    """A line of the board of brakes and levers."""

    title: str


@register.simple_tag
def front_page(journal: JournalPage) -> issues.FrontPage:
    return issues.front_page(journal)


@register.simple_tag
def issue_contents(issue: IssuePage) -> list[issues.RubricEntries]:
    """The sommaire of `issue`; of an issue never saved (a preview), nothing."""
    return issues.contents_of(issue) if issue.pk else []


@register.simple_tag
def other_issues(issue: IssuePage) -> list[IssuePage]:
    return issues.other_issues(issue) if issue.pk else []


@register.simple_tag
def issue_files(issue: IssuePage) -> list[EditionFile]:
    """The files of `issue` that readers may take."""
    return files_for_readers(issue)


@register.simple_tag
def article_neighbours(article: ArticlePage) -> issues.Neighbours:
    return issues.neighbours_of(article)


@register.simple_tag
def article_sources(article: ArticlePage) -> Sources:
    """The living sources of the body; stored in the context as `sources`, its blocks read them there."""
    return sources_of(article)


@register.simple_tag(takes_context=True)
def article_jsonld(context: template.Context, article: ArticlePage, sources: Sources) -> SafeString:
    return jsonld.as_script(jsonld.article_data(article, sources, context.get("request")))


@register.simple_block_tag
def with_footnotes(content: str, name: Any, after: int = 0, is_book: bool = False) -> SafeString:
    """The text inside with the notes that writers put in « [[…]] » after it. `name` is unique in the page."""
    return footnotes.at_the_end(content, name=str(name or 0), after=after, is_book=is_book)


@register.simple_block_tag
def with_paper_notes(content: str) -> SafeString:
    """The text inside with its notes for the foot of the page."""
    return footnotes.for_paper(content)


@register.filter
def licence_url(licence: str) -> str:
    return jsonld.licence_address(licence)


@register.filter
def cover_motif(number: int) -> int:
    """Which of the four drawings an issue without a picture gets."""
    return number % 4


@register.simple_tag
def board_lines(source: Source, kind: str) -> list[BoardLine]:
    """The brakes or the levers of a workshop, as components/board.html wants them."""
    return [BoardLine(item.text) for item in source.items_of_kind(kind)]


@register.simple_tag
def board_figure(source: Source) -> Figure:
    """The état des lieux of a workshop in one drawing."""
    return figure_of(source.items)


@register.simple_tag
def issue_imprint(issue: IssuePage) -> Imprint | None:
    """The « ours » of `issue`; None for an issue never saved (a preview)."""
    return imprint_of(issue) if issue.pk else None


@register.simple_tag
def dossier_url(workshop: WorkshopPage, user: User) -> str:
    """Where `user` prepares a dossier from `workshop`; empty when they may not."""
    return reverse("journal_prepare_dossier", args=[workshop.pk]) if may_prepare_dossiers(user) else ""


@register.inclusion_tag("journal/tags/latest_issue.html", takes_context=True)
def latest_issue(context: template.Context) -> dict[str, Any]:
    """The cover of the latest issue and the head of its sommaire, for the home page; nothing before the first issue."""
    issue = issues.latest_issue()
    return {
        "issue": issue,
        "name": issue.get_parent().title if issue else "",
        "entries": issues.entries_of(issue)[:4] if issue else [],
        "request": context.get("request"),
    }
