"""How long the agenda and its feed take to answer, whole Django included, with few dates and with many.

    python -m bench.agenda [--quick] [--json]

In the same run, in turn, several times: the agenda page with 20 and with 2,000 dates (queries counted), the feed of
1,000 dates by our own lines, the same feed by `icalendar` as the alternative, its 304, and a bare Django view as the
limit. Times are medians in milliseconds, seen from a client of the test framework: no network.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import metadata
from typing import Any

from bench.apart import open_house

FEW, MANY, IN_FEED = 20, 2_000, 1_000
EVENTS = 40  # pages the dates are spread over
ROUNDS, QUICK_ROUNDS = 25, 7


def prepare() -> Any:
    """A database of its own, and the house with an agenda."""
    open_house("agenda")
    from tests.factories.tree import make_house

    return make_house()


def fill(house: Any, number: int) -> None:
    """`number` dates to come, spread over `EVENTS` pages."""
    from events.models import Session, WorkshopPage
    from tests.factories.cms import TopicFactory
    from tests.factories.events import WorkshopPageFactory, morning_in

    Session.objects.all().delete()
    pages = list(WorkshopPage.objects.order_by("pk")) or [
        WorkshopPageFactory(parent=house.agenda, summary="Deux phrases. Comme en écrivent les gens.")
        for _page in range(EVENTS)
    ]
    topic = TopicFactory()
    for page in pages:
        page.topics.add(topic)
        page.save()
    start = morning_in(1)
    Session.objects.bulk_create(
        Session(
            event=pages[place % EVENTS],
            title=f"Séance {place}",
            starts_at=start + timedelta(days=place % 600),
            ends_at=start + timedelta(days=place % 600, hours=2),
            state="open",
        )
        for place in range(number)
    )


def timed(name: str, work: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Medians in milliseconds: `_ms` on the clock, `_cpu_ms` of this process, which a busy machine does not stretch."""
    clock, processor = [], []
    for _round in range(rounds):
        start, busy = time.perf_counter(), time.process_time()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return {
        f"{name}_ms": round(statistics.median(clock), 1),
        f"{name}_cpu_ms": round(statistics.median(processor), 1),
    }


def measure(rounds: int) -> dict[str, float]:
    """Every figure of the run."""
    house = prepare()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, found = Client(), {}
    for name, number in (("few", FEW), ("many", MANY)):
        fill(house, number)
        client.get(house.agenda.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(house.agenda.url)
            found[f"queries_{name}"] = float(len(queries))
        found |= timed(f"agenda_{name}", lambda: client.get(house.agenda.url), rounds)
    fill(house, IN_FEED)
    etag = client.get("/agenda.ics")["ETag"]
    known = {"If-None-Match": etag}
    found |= timed("feed", lambda: client.get("/agenda.ics"), rounds)
    found |= timed("feed_304", lambda: client.get("/agenda.ics", headers=known), rounds)
    found |= timed("feed_by_icalendar", feed_by_icalendar, max(3, rounds // 3))
    found |= timed("bare_view", lambda: client.get("/attestations/"), rounds)
    return found


def feed_by_icalendar() -> bytes:
    """The alternative: the same dates, pages whole, through the library."""
    from django.utils import timezone
    from icalendar import Calendar, Event

    from events.models import Session

    calendar = Calendar()
    for session in Session.objects.select_related("event").order_by("starts_at", "pk"):
        entry = Event()
        entry.add("uid", str(session.uuid))
        entry.add("dtstamp", session.modified_at)
        entry.add("dtstart", timezone.localtime(session.starts_at))
        entry.add("dtend", timezone.localtime(session.ends_at))
        entry.add("summary", f"{session.event.title} – {session.title}")
        entry.add("description", session.event.summary)
        entry.add("url", session.event.full_url)
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = measure(QUICK_ROUNDS if chosen.quick else ROUNDS)
    ratios = {
        "queries_many_to_few": found["queries_many"] / found["queries_few"],
        "feed_to_icalendar": round(found["feed_cpu_ms"] / found["feed_by_icalendar_cpu_ms"], 3),
        "agenda_to_bare_view": round(found["agenda_many_cpu_ms"] / found["bare_view_cpu_ms"], 2),
    }
    versions = {name: metadata.version(name) for name in ("Django", "wagtail", "icalendar")}
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    for name, value in {**found, **ratios}.items():
        print(f"{name:>24} {value:>10}")
    print(machine, versions)
    if chosen.json:
        print(json.dumps({"bench": "agenda", "figures": found, "ratios": ratios, "machine": machine, **versions}))


if __name__ == "__main__":
    main()
