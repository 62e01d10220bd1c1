"""Noting what came out, from the rows of the site: a tick that comes late or twice notes the same things once."""

from collections.abc import Iterator
from datetime import datetime, time

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from events.models import GroupNews, MeetingPage, Seed, SeriesPage, TrainingPage, VideoWorkshopPage, WorkshopPage
from home.models import CallPage, NewsPage, OrganisationPage, ProgrammePage, ProjectPage
from journal.models import ArticlePage, IssuePage

from ..enums import NoveltyKind
from ..following.plans import FRESH_FOR
from ..models import Dispatch, Novelty

# Pages whose first publication is news.
NEWSWORTHY: tuple[type[Model], ...] = (
    NewsPage,
    CallPage,
    ProjectPage,
    OrganisationPage,
    ProgrammePage,
    WorkshopPage,
    SeriesPage,
    VideoWorkshopPage,
    TrainingPage,
    MeetingPage,
    ArticlePage,
    IssuePage,
)


@transaction.atomic
def note_novelties(now: datetime) -> int:
    """Note what anybody can read and was not noted yet; returns how many. Idempotent."""
    found = [*_pages(now), *_letters(now), *_deadlines(now), *_seeds(now), *_news_of_seeds(now)]
    Novelty.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def forget_novelties(now: datetime) -> int:
    """Forget what is news no more, and with it who was told. Returns how many novelties went."""
    old = Novelty.objects.filter(at__lt=now - 2 * FRESH_FOR)
    # A seed keeps its last step, or it would be taken for a new one.
    old = old.exclude(kind=NoveltyKind.SEED)
    count = old.count()
    old.delete()
    return count


def _pages(now: datetime) -> Iterator[Novelty]:
    kinds = ContentType.objects.get_for_models(*NEWSWORTHY).values()
    fresh = Page.objects.live().public().filter(content_type__in=kinds, first_published_at__gt=now - FRESH_FOR)
    unknown = fresh.exclude(novelties__kind=NoveltyKind.PUBLISHED).order_by("first_published_at", "pk")
    for key, at in unknown.values_list("pk", "first_published_at"):
        yield Novelty(kind=NoveltyKind.PUBLISHED, page_id=key, at=at)


def _letters(now: datetime) -> Iterator[Novelty]:
    gone = Dispatch.objects.readable().to_everyone().filter(decided_at__gt=now - FRESH_FOR)
    for dispatch in gone.exclude(letter__novelties__kind=NoveltyKind.LETTER):
        yield Novelty(kind=NoveltyKind.LETTER, page_id=dispatch.letter_id, at=dispatch.decided_at)


def _deadlines(now: datetime) -> Iterator[Novelty]:
    """A call whose deadline moved, by its new date: each postponement is told once."""
    moved = CallPage.objects.live().public().filter(deadline_changes__isnull=False).distinct().order_by("pk")
    for call in moved.filter(last_published_at__gt=now - FRESH_FOR).prefetch_related("novelties"):
        mark = call.deadline.isoformat()
        if not any(row.kind == NoveltyKind.DEADLINE and row.mark == mark for row in call.novelties.all()):
            yield Novelty(kind=NoveltyKind.DEADLINE, page_id=call.pk, mark=mark, at=call.last_published_at)


def _seeds(now: datetime) -> Iterator[Novelty]:
    """A seed at a step where it was not seen before. The day of its sowing dates the first one."""
    for seed in Seed.objects.public().prefetch_related("novelties").order_by("pk"):
        marks = {row.mark for row in seed.novelties.all() if row.kind == NoveltyKind.SEED}
        if seed.state not in marks:
            yield Novelty(kind=NoveltyKind.SEED, seed=seed, mark=seed.state, at=now if marks else _sown(seed, now))


def _news_of_seeds(now: datetime) -> Iterator[Novelty]:
    """What action groups told lately, each once (S3-27)."""
    fresh = GroupNews.objects.filter(at__gt=now - FRESH_FOR, group__seed__in=Seed.objects.public())
    known = Novelty.objects.filter(kind=NoveltyKind.SEED_NEWS, at__gt=now - 2 * FRESH_FOR)
    noted = set(known.values_list("mark", flat=True).order_by())
    for key, seed_id, at in fresh.order_by("at", "pk").values_list("pk", "group__seed_id", "at"):
        if str(key) not in noted:
            yield Novelty(kind=NoveltyKind.SEED_NEWS, seed_id=seed_id, mark=str(key), at=at)


def _sown(seed: Seed, now: datetime) -> datetime:
    if seed.sown_on is None:
        return now
    return min(now, timezone.make_aware(datetime.combine(seed.sown_on, time(12))))
