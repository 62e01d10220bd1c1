"""How many personal digests are written in a second, against a rendering for each person and the bare rows.

    python -m bench.digest [--quick] [--json]

Three ways of writing the same digests, in turn, several times, each in a transaction that is undone:

* ours: what each person follows and was not told, grouped into variants, each line rendered once;
* person: the same plan, but one whole rendering for each person (what Ghost, Keila and Mailtrain do);
* rows: the rows of the mails and of the ledger alone, already known: what the database allows at best.

`doubled` and `missed` compare the ledger of one whole round with what people follow, counted apart.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib import metadata
from typing import Any

from bench.apart import open_house

PEOPLE, QUICK_PEOPLE = 100_000, 1_500
ITEMS, QUICK_ITEMS, TOPICS = 200, 60, 24
ROUNDS, QUICK_ROUNDS = 3, 3
ALONE, QUICK_ALONE = 400, 60  # people of the way that renders for each: slow, so a sample


class Undone(Exception):
    """Ends a measure: its rows go."""


def build(people: int, items: int) -> None:
    """A house, `items` pieces of news on `TOPICS` topics, and `people` who follow up to five of them."""
    from django.utils import timezone
    from wagtail.models import Page

    from newsletter.enums import Rhythm
    from newsletter.services import note_novelties
    from tests.factories.cms import TopicFactory
    from tests.factories.crowds import make_crowd
    from tests.factories.home import NewsPageFactory
    from tests.factories.tree import make_house

    house, topics = make_house(), TopicFactory.create_batch(TOPICS)
    since = timezone.now() - timedelta(days=40)
    make_crowd(people, topics=topics, since=since, rhythms=(Rhythm.MONTHLY,), most_follows=5)
    for number in range(items):
        page = NewsPageFactory(parent=house.news, title=f"Objet{number:03d}")
        page.topics.set([topics[number % TOPICS]])
        page.save()
    Page.objects.filter(title__startswith="Objet").update(first_published_at=timezone.now() - timedelta(days=3))
    note_novelties(timezone.now())


def undone(work: Callable[[], int]) -> tuple[int, float]:
    """How many mails `work` wrote and in how many seconds; its rows do not stay."""
    from django.db import transaction

    written, seconds = 0, 0.0
    try:
        with transaction.atomic():
            start = time.perf_counter()
            written = work()
            seconds = time.perf_counter() - start
            raise Undone
    except Undone:
        return written, seconds


def ours() -> int:
    from django.utils import timezone

    from newsletter.enums import Rhythm, Route
    from newsletter.models import Subscriber
    from newsletter.services.digests import Round

    turn = Round(Route.DIGEST, "Banc", "digest:banc", timezone.now())
    return turn.run(Subscriber.objects.at_rhythm(Rhythm.MONTHLY))


def for_each_person(people: int) -> int:
    """The same mails, each rendered whole for its reader: a sample of `people`."""
    from django.utils import timezone

    from newsletter.following.plans import outlook, plan
    from newsletter.models import Subscriber
    from outbox.rendering import render_mail
    from outbox.services import freeze_content

    view = outlook(timezone.now())
    for reader in Subscriber.objects.order_by("pk")[:people]:
        made = plan([reader], view)
        lines = made.lines_of(next(iter(made.variants)))
        context = {"lines": lines, "count": len(lines), "first": lines[0]}
        mail = render_mail("newsletter/digest", context)
        freeze_content(subject=mail.subject, html=mail.html, text=mail.text, headers={})
    return people


def bare_rows() -> int:
    """The rows of one round and nothing else, in batches of the same size."""
    from django.utils import timezone

    from newsletter.enums import Route
    from newsletter.following.plans import outlook, plan
    from newsletter.models import Subscriber, Told
    from outbox.models import Message
    from outbox.services import freeze_content

    people = list(Subscriber.objects.order_by("pk"))
    made, now = plan(people, outlook(timezone.now())), timezone.now()
    content = freeze_content(subject="Banc", html="", text="Banc", headers={})
    start = time.perf_counter()
    Message.objects.bulk_create(
        (
            Message(dedup_key=f"b{one.pk}", content=content, address=one.email, address_hash=one.email, scope="b")
            for one in people
        ),
        batch_size=1_000,
    )
    told = (
        Told(subscriber_id=key, novelty_id=news, route=Route.DIGEST, at=now)
        for variant, keys in made.variants.items()
        for key in keys
        for news in variant
    )
    Told.objects.bulk_create(told, batch_size=5_000)
    bare_rows.seconds = time.perf_counter() - start  # type: ignore[attr-defined]
    return len(people)


def verdict() -> dict[str, int]:
    """One round that stays, compared with what people follow: read from the rows, apart from the plan."""
    from django.db.models import Count

    from newsletter.models import Follow, Novelty, Told

    ours()
    announced = [(row.pk, row.page) for row in Novelty.objects.all()]
    topics = {pk: set(page.specific.topics.values_list("pk", flat=True)) for pk, page in announced if page}
    wanted: dict[int, set[int]] = {}
    for person, topic in Follow.objects.values_list("subscriber", "topic").iterator():
        wanted.setdefault(person, set()).update(key for key, about in topics.items() if topic in about)
    told: dict[int, list[int]] = {}
    for person, news in Told.objects.values_list("subscriber", "novelty").iterator():
        told.setdefault(person, []).append(news)
    doubled = Told.objects.values("subscriber", "novelty").annotate(times=Count("pk")).filter(times__gt=1).count()
    ours()  # a second round has nothing left to say
    again = Told.objects.count() - sum(len(news) for news in told.values())
    missed = sum(len(keys - set(told.get(person, ()))) for person, keys in wanted.items())
    unfollowed = sum(len(set(news) - wanted.get(person, set())) for person, news in told.items())
    return {"doubled": doubled + again, "missed": missed, "unfollowed": unfollowed}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--json", action="store_true")
    options.add_argument("--people", type=int, default=0)
    given = options.parse_args()
    people = given.people or (QUICK_PEOPLE if given.quick else PEOPLE)
    open_house("digest")
    items = QUICK_ITEMS if given.quick else ITEMS
    build(people, items)
    rates: dict[str, list[float]] = {"ours": [], "person": [], "rows": []}
    for _ in range(QUICK_ROUNDS if given.quick else ROUNDS):
        written, seconds = undone(ours)
        rates["ours"].append(written / seconds)
        written, seconds = undone(partial(for_each_person, QUICK_ALONE if given.quick else ALONE))
        rates["person"].append(written / seconds)
        written, _seconds = undone(bare_rows)
        rates["rows"].append(written / bare_rows.seconds)  # type: ignore[attr-defined]
    found = verdict()
    report(people, items, rates, found)
    if given.json:
        figures: dict[str, Any] = {"digests_per_second": round(statistics.median(rates["ours"]), 1), **found}
        print(json.dumps(figures))


def report(people: int, items: int, rates: dict[str, list[float]], found: dict[str, int]) -> None:
    from django.db import connection

    medians = {name: statistics.median(values) for name, values in rates.items()}
    versions = f"Python {platform.python_version()}, Django {metadata.version('django')}, {connection.vendor}"
    print(
        f"{people} people, {items} things on {TOPICS} topics; {os.cpu_count()} cores, {platform.machine()}; {versions}"
    )
    for name, words in (("ours", "per variant (ours)"), ("person", "per person"), ("rows", "rows alone (limit)")):
        spread = ", ".join(f"{value:.0f}" for value in rates[name])
        print(f"{words:>20}: {medians[name]:8.0f} digests/s (runs: {spread})")
    print(f"ours / per person: {medians['ours'] / medians['person']:.1f}")
    print(f"ours / limit: {medians['ours'] / medians['rows']:.2f}")
    print(f"100,000 digests at this rate: {100_000 / medians['ours'] / 60:.1f} min")
    print(f"doubled {found['doubled']}, missed {found['missed']}, unfollowed {found['unfollowed']}")


if __name__ == "__main__":
    main()
