"""What to say to whom: for each subscriber, the novelties they follow and were not told of, grouped into variants."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from ..enums import NoveltyKind, Rhythm
from ..models import Follow, Novelty, Subscriber, Told
from .lines import Line, lines_of
from .targets import WHOLE_LETTER, Scene, Target, scene_of, targets_of

# Older than this, a novelty is no news; the ledger needs to remember no further.
FRESH_FOR = timedelta(days=62)
Variant = tuple[int, ...]


@dataclass
class Plan:
    """What is due to some subscribers.

    `variants` gives the subscribers of each list of novelties (their keys, newest first); the empty list is there for
    those to whom nothing is due. `covered` are pairs (subscriber, novelty) that the mail says to everybody already:
    the body of a letter. Whoever sends hands the plan to `services.telling.remember`.
    """

    variants: dict[Variant, list[int]] = field(default_factory=dict)
    covered: list[tuple[int, int]] = field(default_factory=list)
    lines: dict[int, Line] = field(default_factory=dict)

    def lines_of(self, variant: Variant) -> list[Line]:
        """What the mail of `variant` lists, newest first."""
        return [self.lines[key] for key in variant]

    @property
    def due(self) -> dict[Variant, list[int]]:
        """The variants that say something."""
        return {variant: people for variant, people in self.variants.items() if variant}


@dataclass(frozen=True)
class Outlook:
    """The novelties that may be told now: read once, for as many plans as needed."""

    lines: dict[int, Line]
    dates: dict[int, datetime]
    by_target: dict[Target, list[int]]
    of_pages: dict[int, list[int]]


def outlook(now: datetime | None = None, *, reminders: Collection[int] = ()) -> Outlook:
    """What came out lately and is public at this moment. A constant number of queries.

    `reminders` are the keys of the only novelties to see: reminders of a deadline, which no other mail ever tells.
    """
    now = now or timezone.now()
    recent = Novelty.objects.filter(at__gt=now - FRESH_FOR, at__lte=now)
    fresh = list(recent.filter(pk__in=reminders) if reminders else recent.exclude(kind=NoveltyKind.REMINDER))
    scene: Scene = scene_of(fresh)
    targets = targets_of(fresh, scene)
    shown = [novelty for novelty in fresh if novelty.pk in targets]
    by_target: dict[Target, list[int]] = defaultdict(list)
    of_pages: dict[int, list[int]] = defaultdict(list)
    for novelty in shown:
        for target in targets[novelty.pk]:
            by_target[target].append(novelty.pk)
        if novelty.page_id and novelty.kind != NoveltyKind.LETTER:
            of_pages[novelty.page_id].append(novelty.pk)
    return Outlook(
        lines=lines_of(shown, scene),
        dates={novelty.pk: novelty.at for novelty in shown},
        by_target=dict(by_target),
        of_pages=dict(of_pages),
    )


def plan(subscribers: Iterable[Subscriber], view: Outlook, *, announced: Collection[int] = ()) -> Plan:
    """What `subscribers` follow and were not told of yet. Two queries, whatever their number.

    `announced` are the keys of the pages that the body of a letter announces to everybody. Take the subscribers'
    rows with a lock when the plan is to be remembered.
    """
    people = list(subscribers)
    wanted = _wanted_by(people, view)
    for subscriber_id, novelty_id in _told_among(wanted):
        wanted[subscriber_id].discard(novelty_id)
    in_the_body = {key for page in announced for key in view.of_pages.get(page, ())}
    order = {key: rank for rank, key in enumerate(view.lines)}
    made = Plan(lines=view.lines)
    groups: dict[Variant, list[int]] = defaultdict(list)
    for subscriber_id, keys in wanted.items():
        made.covered += [(subscriber_id, key) for key in sorted(keys & in_the_body)]
        groups[tuple(sorted(keys - in_the_body, key=order.__getitem__))].append(subscriber_id)
    made.variants = dict(groups)
    return made


def _wanted_by(people: list[Subscriber], view: Outlook) -> dict[int, set[int]]:
    """The novelties that each subscriber follows, told or not: none from before they asked."""
    wanted: dict[int, set[int]] = {person.pk: set() for person in people}
    for person in people:
        if person.whole_letter and person.rhythm != Rhythm.EACH_LETTER and person.confirmed_at:
            since = max(person.confirmed_at, person.rhythm_since or person.confirmed_at)
            wanted[person.pk] |= _since(view, WHOLE_LETTER, since)
    follows = Follow.objects.standing().filter(subscriber__in=list(wanted)).order_by("pk")
    rows = follows.values_list("subscriber_id", "topic_id", "territory_id", "page_id", "seed_id", "confirmed_at")
    for subscriber_id, topic, territory, page, seed, confirmed_at in rows.iterator(chunk_size=10_000):
        assert confirmed_at is not None  # what stands was confirmed
        wanted[subscriber_id] |= _since(view, _target(topic, territory, page, seed), confirmed_at)
    return wanted


def _target(topic: int | None, territory: int | None, page: int | None, seed: int | None) -> Target:
    if topic:
        return Target("topic", topic)
    if territory:
        return Target("territory", territory)
    return Target("page", page) if page else Target("seed", seed or 0)


def _since(view: Outlook, target: Target, since: datetime) -> set[int]:
    return {key for key in view.by_target.get(target, ()) if view.dates[key] >= since}


def _told_among(wanted: dict[int, set[int]]) -> Iterable[tuple[int, int]]:
    people = [subscriber_id for subscriber_id, keys in wanted.items() if keys]
    rows = Told.objects.filter(subscriber__in=people).order_by("pk").values_list("subscriber_id", "novelty_id")
    return rows.iterator(chunk_size=10_000)
