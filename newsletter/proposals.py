"""What the next letter could say: published since the last one, and never sent (letters.md 25)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Min, OuterRef, Q
from wagtail.models import Page, PageQuerySet

from events.enums import SeedState
from events.models import EventPage, Seed, SeriesPage, Session
from home.models import CallPage, NewsPage, ProjectPage
from journal.models import ArticlePage, IssuePage

from .models import AnnouncedPage, AnnouncedSeed, Dispatch
from .references import page_ids, seeds_named

if TYPE_CHECKING:
    from .models import LetterPage


@dataclass(frozen=True)
class ProposedRubric:
    """What one block of the letter would gain: `values` go in its list `field`."""

    block_type: str
    field: str
    label: str
    items: tuple[Any, ...]

    @property
    def values(self) -> list[Any]:
        if self.field == "seeds":
            return list(self.items)
        return [{"page": page, "title": "", "summary": ""} for page in self.items]


@dataclass(frozen=True)
class Proposal:
    """`since` is the departure of the last letter; None before the first one."""

    rubrics: tuple[ProposedRubric, ...]
    since: datetime | None

    @property
    def is_empty(self) -> bool:
        return not self.rubrics

    @property
    def count(self) -> int:
        return sum(len(rubric.items) for rubric in self.rubrics)


def proposal_for(draft: "LetterPage") -> Proposal:
    """What to add to `draft`, in the order of a letter. A constant number of queries."""
    last = Dispatch.objects.departed().to_everyone().exclude(letter=draft.pk).order_by("-decided_at").first()
    since = last.decided_at if last else None
    known = set(page_ids(draft))
    rubrics = (
        ProposedRubric("news", "teasers", "Actualités", _news(since, known)),
        ProposedRubric("workshops", "teasers", "Prochains rendez-vous", _events(since, known)),
        ProposedRubric("calls", "teasers", "Appels à projets", _calls(since, known)),
        ProposedRubric("rubric", "teasers", "Projets à découvrir", _projects(since, known)),
        ProposedRubric("articles", "teasers", "Articles du journal", _articles(since, known)),
        ProposedRubric("seeds", "seeds", "Des nouvelles des graines", _seeds(draft)),
    )
    return Proposal(tuple(rubric for rubric in rubrics if rubric.items), since)


def _fresh(pages: PageQuerySet, since: datetime | None, known: Iterable[int]) -> PageQuerySet:
    """Pages anyone may read, published after `since`, in no letter that left nor in the draft."""
    sent = AnnouncedPage.objects.filter(dispatch__in=Dispatch.objects.departed().to_everyone(), page=OuterRef("pk"))
    fresh = pages.live().public().filter(~Exists(sent)).exclude(pk__in=list(known))
    return fresh.filter(first_published_at__gt=since) if since else fresh


def _news(since: datetime | None, known: set[int]) -> tuple[Page, ...]:
    return tuple(_fresh(NewsPage.objects.all(), since, known).order_by("-date", "-pk"))


def _events(since: datetime | None, known: set[int]) -> tuple[Page, ...]:
    """Events with a date to come, the nearest first; those of a series are announced by the series."""
    coming = Session.objects.upcoming()
    events = EventPage.objects.annotate(next=Min("sessions__starts_at", filter=Q(sessions__in=coming)))
    listed = list(_fresh(events.filter(next__isnull=False), since, known).order_by("next", "pk"))
    series = list(_fresh(SeriesPage.objects.all(), since, known).order_by("path"))
    covered = tuple(page.path for page in series)
    alone = [page for page in listed if not (covered and page.path.startswith(covered))]
    shown = [page for page in series if any(event.path.startswith(page.path) for event in listed)]
    return (*alone, *shown)


def _calls(since: datetime | None, known: set[int]) -> tuple[Page, ...]:
    return tuple(_fresh(CallPage.objects.open(), since, known).order_by("deadline", "pk"))


def _projects(since: datetime | None, known: set[int]) -> tuple[Page, ...]:
    return tuple(
        _fresh(ProjectPage.objects.all(), since, known).order_by(F("first_published_at").desc(nulls_last=True), "pk")
    )


def _articles(since: datetime | None, known: set[int]) -> tuple[Page, ...]:
    """Issues before articles; when an issue is announced, its articles are read there."""
    issues = list(_fresh(IssuePage.objects.all(), since, known).order_by("-number", "pk"))
    articles = _fresh(ArticlePage.objects.all(), since, known).order_by("path")
    inside = tuple(issue.path for issue in issues)
    return (*issues, *(page for page in articles if not (inside and page.path.startswith(inside))))


def _seeds(draft: "LetterPage") -> tuple[Seed, ...]:
    """Seeds anyone may read, in a state that no letter told yet; those at rest have no news."""
    told = AnnouncedSeed.objects.filter(
        dispatch__in=Dispatch.objects.departed().to_everyone(), seed=OuterRef("pk"), state=OuterRef("state")
    )
    known = [seed.pk for seed in seeds_named(draft)]
    public = Seed.objects.public().exclude(state=SeedState.DORMANT)
    return tuple(public.filter(~Exists(told)).exclude(pk__in=known).order_by("-sown_on", "pk"))
