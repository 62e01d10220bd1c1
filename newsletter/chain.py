"""The whole way of one subject: every letter, workshop and article it went through, in order (S3-10)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone
from wagtail.models import Page

from events.models import EventPage, Session
from journal.models import ArticlePage, IssuePage

from .enums import Stop
from .models import AnnouncedPage, Dispatch
from .selectors import related_pages


@dataclass(frozen=True)
class Step:
    """One passage: where it can be read, when (None before a date is known), in which issue."""

    stop: Stop
    title: str
    url: str
    date: dt.date | None
    number: int | None = None


def steps_of(page: Page) -> list[Step]:
    """Oldest first, those without a date last, in a number of queries that does not grow with them."""
    related = related_pages(page) | {page.pk}
    steps = [*_letters(page), *_events(related), *_articles(page, related)]
    return sorted(steps, key=lambda step: (step.date is None, step.date or dt.date.min, step.title))


def _letters(page: Page) -> list[Step]:
    rows = AnnouncedPage.objects.filter(page=page.pk, dispatch__in=Dispatch.objects.readable())
    letters = {row.dispatch.letter.pk: row.dispatch.letter for row in rows.select_related("dispatch__letter")}
    return [Step(Stop.LETTER, letter.title, letter.full_url or "", letter.date) for letter in letters.values()]


def _events(related: set[int]) -> list[Step]:
    held = Q(sessions__in=Session.objects.past())
    events = EventPage.objects.live().public().filter(held, pk__in=related).order_by("pk")
    return [
        Step(Stop.WORKSHOP, event.title, event.full_url or "", timezone.localdate(event.last))
        for event in events.annotate(last=Max("sessions__ends_at", filter=held))
    ]


def _articles(page: Page, related: set[int]) -> list[Step]:
    made = Q(pk__in=related) | Q(source_workshop=page.pk) | Q(other_workshops__workshop=page.pk)
    keys = ArticlePage.objects.filter(made).values("pk")
    articles = list(ArticlePage.objects.live().public().filter(pk__in=keys).order_by("path"))
    steplen = ArticlePage.steplen
    paths = {article.path[:-steplen] for article in articles}
    issues = {issue.path: issue for issue in IssuePage.objects.live().filter(path__in=paths).order_by("pk")}
    found = [(article, issues.get(article.path[:-steplen])) for article in articles]
    return [
        Step(Stop.JOURNAL, article.title, article.full_url or "", issue.date, issue.number)
        for article, issue in found
        if issue
    ]
