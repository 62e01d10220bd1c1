"""What each novelty is about: the topics, territories, pages and seeds whose followers want to know of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wagtail.models import Page, ReferenceIndex

from cms.announcing import announced
from cms.models import Territory
from events.models import GroupNews, Seed, VideoWorkshopPage

from ..enums import NoveltyKind
from ..models import Novelty


class Target(NamedTuple):
    """What a follow points at: `column` is "topic", "territory", "page" or "seed", or "letter" for the whole letter."""

    column: str
    key: int


WHOLE_LETTER = Target("letter", 0)


@dataclass
class Scene:
    """The pages and seeds behind some novelties, as anybody may read them now, and what groups told, by the mark of its
    novelty. What is not public, or was taken back, is not there."""

    pages: dict[int, Any] = field(default_factory=dict)
    seeds: dict[int, Seed] = field(default_factory=dict)
    news: dict[str, GroupNews] = field(default_factory=dict)


def scene_of(novelties: Collection[Novelty]) -> Scene:
    """A constant number of queries for each kind of page."""
    wanted = {novelty.page_id for novelty in novelties if novelty.page_id}
    public = Page.objects.filter(pk__in=wanted).live().public().order_by("pk").specific()
    seeds = Seed.objects.public().filter(pk__in={novelty.seed_id for novelty in novelties if novelty.seed_id})
    shown = seeds.select_related("workshop", "training").order_by("pk")
    told = {novelty.mark for novelty in novelties if novelty.kind == NoveltyKind.SEED_NEWS}
    news = GroupNews.objects.filter(pk__in=told).select_related("group__seed").order_by("pk") if told else ()
    return Scene(
        pages={page.pk: page for page in announced(public) if hasattr(page, "teaser")},
        seeds={seed.pk: seed for seed in shown},
        news={str(one.pk): one for one in news},
    )


def targets_of(novelties: Collection[Novelty], scene: Scene) -> dict[int, frozenset[Target]]:
    """The targets of each novelty that may be read now, by its primary key."""
    about = {novelty.pk: _subject(novelty, scene) for novelty in novelties}
    subjects = {subject.pk: subject for subject in about.values() if subject}
    topics = _topics_of(subjects.values())
    above = _territories_above({page.territory_id for page in subjects.values() if page.territory_id})
    named = _pages_named_by(subjects.values())
    found: dict[int, frozenset[Target]] = {}
    for novelty in novelties:
        subject = about[novelty.pk]
        if subject is None:
            continue
        if novelty.kind == NoveltyKind.LETTER:
            found[novelty.pk] = frozenset({WHOLE_LETTER})
            continue
        if novelty.kind == NoveltyKind.REMINDER:
            # Only for who follows the call itself: a topic would remind its followers three times of each.
            found[novelty.pk] = frozenset({Target("page", subject.pk)})
            continue
        if novelty.kind == NoveltyKind.SEED_NEWS:
            # Only for who follows the seed: a topic tells of its steps, not of all that its group says.
            found[novelty.pk] = frozenset({Target("seed", novelty.seed_id or 0)})
            continue
        targets = {Target("topic", key) for key in topics[subject.pk]}
        targets |= {Target("territory", key) for key in above.get(subject.territory_id or 0, ())}
        if novelty.seed_id:
            targets.add(Target("seed", novelty.seed_id))
        else:
            targets |= {Target("page", key) for key in (subject.pk, *named[subject.pk])}
        found[novelty.pk] = frozenset(targets)
    return found


def _subject(novelty: Novelty, scene: Scene) -> Any:
    """The page a novelty is classified by: itself, or where its seed was born. None when it is not public."""
    if novelty.kind == NoveltyKind.SEED_NEWS and novelty.mark not in scene.news:
        return None
    if novelty.seed_id:
        seed = scene.seeds.get(novelty.seed_id)
        return seed.event if seed else None
    return scene.pages.get(novelty.page_id or 0)


def _topics_of(pages: Iterable[Any]) -> dict[int, set[int]]:
    """The topics of pages of any kinds: one query for each kind."""
    by_kind: dict[type, set[int]] = defaultdict(set)
    for page in pages:
        by_kind[type(page)].add(page.pk)
    found: dict[int, set[int]] = defaultdict(set)
    for kind, keys in by_kind.items():
        field: Any = kind._meta.get_field("topics")  # type: ignore[attr-defined]
        column = f"{field.m2m_field_name()}_id"
        rows = (
            field.remote_field.through.objects.filter(**{f"{column}__in": keys})
            .order_by("pk")
            .values_list(column, "topic_id")
        )
        for page_id, topic_id in rows:
            found[page_id].add(topic_id)
    return found


def _pages_named_by(pages: Collection[Any]) -> dict[int, set[int]]:
    """The pages that each of `pages` names, in a field or in its body, and the series of a video workshop."""
    found: dict[int, set[int]] = defaultdict(set)
    kind = ReferenceIndex._get_base_content_type(Page)
    keys = [str(page.pk) for page in pages]
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind, object_id__in=keys)
    for page_id, named_id in rows.order_by("pk").values_list("object_id", "to_object_id"):
        found[int(page_id)].add(int(named_id))
    dated = [page for page in pages if isinstance(page, VideoWorkshopPage)]
    parents = Page.objects.filter(path__in={page.path[: -page.steplen] for page in dated}).order_by("pk")
    series = dict(parents.values_list("path", "pk"))
    for page in dated:
        found[page.pk].add(series[page.path[: -page.steplen]])
    return found


def _territories_above(keys: Collection[int]) -> dict[int, set[int]]:
    """For each territory, itself and all that contain it: by the tree, or because they cover it (S0-05)."""
    paths = dict(Territory.objects.filter(pk__in=keys).values_list("pk", "path"))
    above: dict[int, set[int]] = {key: {key} for key in paths}
    frontier = {key: {key} for key in paths}
    while frontier:
        wider = _one_step_up({member for members in frontier.values() for member in members})
        grown: dict[int, set[int]] = {}
        for key, members in frontier.items():
            new = {up for member in members for up in wider.get(member, ())} - above[key]
            if new:
                above[key] |= new
                grown[key] = new
        frontier = grown
    return above


def _one_step_up(keys: Collection[int]) -> dict[int, set[int]]:
    """Three queries: the ancestors of each territory by its path, and those that say they cover it."""
    step = Territory.steplen
    paths = dict(Territory.objects.filter(pk__in=keys).values_list("pk", "path"))
    prefixes = {path[:end] for path in paths.values() for end in range(step, len(path), step)}
    by_path = dict(Territory.objects.filter(path__in=prefixes).values_list("path", "pk"))
    up: dict[int, set[int]] = defaultdict(set)
    for key, path in paths.items():
        up[key] |= {by_path[path[:end]] for end in range(step, len(path), step)}
    covering = Territory.covers.through.objects.filter(to_territory_id__in=keys).order_by("pk")
    for wider, covered in covering.values_list("from_territory_id", "to_territory_id"):
        up[covered].add(wider)
    return up
