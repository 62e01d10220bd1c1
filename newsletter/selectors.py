"""What others ask of the newsletter: the last letter, and the chain it closes (S3-10). Constant numbers of queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from events.models import EventPage, Registration, Seed, Session
from home.models import ProjectPage
from journal.models import ArticlePage, ArticleWorkshop, IssuePage

from .enums import Stop
from .models import AnnouncedPage, Dispatch, Subscriber

# Under this, a count of people could point at somebody (law.md G-09).
SMALLEST_GROUP_SHOWN = 5


@dataclass(frozen=True)
class ChainFigures:
    """The chain in numbers; `subscribers` and `people` are None while they are too few to be shown."""

    subscribers: int | None
    letters: int
    projects: int
    workshops: int
    people: int | None
    seeds: int
    articles: int


@dataclass(frozen=True)
class Passage:
    """Whether a page went through one of the three stops: where it can be read, when, in which issue."""

    stop: Stop
    reached: bool = False
    title: str = ""
    url: str = ""
    date: dt.date | None = None
    number: int | None = None


def latest_dispatch() -> Dispatch | None:
    """The last letter that left and is still on the site."""
    return Dispatch.objects.readable().first()


def chain_figures() -> ChainFigures:
    """Seven counts, read now, and what they need to know of restricted pages."""
    past = Session.objects.past().of_public_events()
    met = Registration.objects.confirmed().filter(session__in=past)
    return ChainFigures(
        subscribers=_if_enough(Subscriber.objects.confirmed().count()),
        letters=Dispatch.objects.departed().count(),
        projects=ProjectPage.objects.live().public().count(),
        workshops=past.order_by().values("event").distinct().count(),
        people=_if_enough(met.order_by().values("person").distinct().count()),
        seeds=Seed.objects.public().count(),
        articles=ArticlePage.objects.live().public().count(),
    )


def passages_of(page: Page) -> tuple[Passage, ...]:
    """Where `page` went: read in a letter, worked on in an event that took place, published in an issue.

    Pages that cite each other are one subject: a project shown in a workshop, an article that speaks of a project.
    """
    related = related_pages(page)
    return (_in_a_letter(page), _in_an_event(page, related), _in_the_journal(page, related))


def _in_a_letter(page: Page) -> Passage:
    announced = (
        AnnouncedPage.objects.filter(page=page.pk, dispatch__in=Dispatch.objects.readable())
        .select_related("dispatch__letter")
        .order_by("dispatch__letter__date", "pk")
        .first()
    )
    if announced is None:
        return Passage(Stop.LETTER)
    letter = announced.dispatch.letter
    return Passage(Stop.LETTER, reached=True, title=letter.title, url=letter.full_url or "", date=letter.date)


def _in_an_event(page: Page, related: set[int]) -> Passage:
    held = Q(sessions__in=Session.objects.past())
    event = (
        EventPage.objects.live()
        .public()
        .filter(held, pk__in=related | {page.pk})
        .annotate(last=Max("sessions__ends_at", filter=held))
        .order_by("-last", "pk")
        .first()
    )
    if event is None:
        return Passage(Stop.WORKSHOP)
    day = timezone.localdate(event.last)
    return Passage(Stop.WORKSHOP, reached=True, title=event.title, url=event.full_url or "", date=day)


def _in_the_journal(page: Page, related: set[int]) -> Passage:
    articles = ArticlePage.objects.live().public()
    others = ArticleWorkshop.objects.filter(workshop=page.pk).values("article")
    written = articles.filter(Q(pk__in=related | {page.pk}) | Q(source_workshop=page.pk) | Q(pk__in=others))
    article = written.order_by("first_published_at", "pk").first()
    if article is None:
        return Passage(Stop.JOURNAL)
    issue = IssuePage.objects.live().ancestor_of(article).order_by("-path").first()
    if issue is None:
        return Passage(Stop.JOURNAL)
    return Passage(
        Stop.JOURNAL,
        reached=True,
        title=article.title,
        url=article.full_url or "",
        date=issue.date,
        number=issue.number,
    )


def related_pages(page: Page) -> set[int]:
    """Primary keys of the pages that cite `page` and of those it cites. Letters do not count: they announce."""
    kind = ReferenceIndex._get_base_content_type(Page)
    key = str(page.pk)
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind).filter(
        Q(object_id=key) | Q(to_object_id=key)
    )
    pairs = rows.order_by("pk").values_list("object_id", "to_object_id")
    related = {int(end) for pair in pairs for end in pair}
    source = getattr(page.specific_deferred, "source_workshop_id", None)
    return (related | {source} if source else related) - {page.pk}


def _if_enough(count: int) -> int | None:
    return count if count >= SMALLEST_GROUP_SHOWN else None
