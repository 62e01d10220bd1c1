"""Run by `bench.registrations` for one database: a Django of its own, that answers orders read on standard input.

Each order is one line of JSON, `{"do": "crowd", …}`; each answer is one line of JSON.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

import django
from django.db import close_old_connections, connection, connections

from bench.tables import make_house_tables

NAMES = count(1)


def prepare() -> dict[str, Any]:
    from config.first_run.services import build_house

    make_house_tables()
    build_house()
    return {}


def session(capacity: int, days: int = 30) -> Any:
    """One open date of a new workshop, under the agenda of the house."""
    from django.utils import timezone

    from events.models import AgendaPage, Session, WorkshopPage
    from people.models import Person

    Person.objects.get_or_create(given_name="Camille", family_name="Martin")
    number = next(NAMES)
    agenda = AgendaPage.objects.get()
    page = agenda.add_child(instance=WorkshopPage(title=f"Atelier {number}", slug=f"atelier-{number}-{os.getpid()}"))
    start = timezone.now() + timedelta(days=days)
    return Session.objects.create(
        event=page, starts_at=start, ends_at=start + timedelta(hours=3), state="open", capacity=capacity
    )


def ask(where: Any) -> Any:
    from events import services

    number = next(NAMES)
    return services.register(
        session=where,
        given_name=f"P{number}",
        family_name="Durand",
        email=f"p{number}-{os.getpid()}@valclair.example",
        submission_key=uuid4(),
        source="bench",
    )


def at_once(jobs: Iterable[Callable[[], object]]) -> list[str]:
    """Every job in a thread of its own, all starting together; the names of what they raised."""
    jobs = list(jobs)
    barrier, errors = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            barrier.wait()
            job()
        except Exception as error:
            errors.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def crowd(clients: int = 64, places: int = 20, rounds: int = 10) -> dict[str, Any]:
    """Acceptance (a): that many people at once, for so few places."""
    over, gaps, errors = 0, 0, 0
    for _round in range(rounds):
        date = session(places)
        errors += len(at_once([partial(ask, date)] * clients))
        rows = list(date.registrations.order_by("rank").values_list("rank", "state"))
        held = sum(state in ("held", "confirmed", "offered") for _rank, state in rows)
        over += held != places
        gaps += [rank for rank, _state in rows] != list(range(1, clients + 1))
    return {"overbooked": over, "gaps": gaps, "errors": errors}


class Referee:
    """Looks, under the lock, at each place given: does somebody who came before still wait for it?"""

    def __init__(self) -> None:
        self.overtaken = self.given = 0

    def watch(self) -> None:
        from events.services import asking, places

        has_room, give_place = asking.has_room, places.give_place

        def newcomer(session: Any, profile_id: int | None) -> bool:
            room = has_room(session, profile_id)
            if room:
                self._count(session.registrations.waiting().exists())
            return room

        def promoted(registration: Any, now: Any) -> None:
            waiting = registration.session.registrations.waiting()
            self._count(waiting.filter(rank__lt=registration.rank).exists())
            give_place(registration, now)

        asking.has_room, places.give_place = newcomer, promoted

    def _count(self, somebody_waits: bool) -> None:
        self.given += 1
        self.overtaken += somebody_waits


def mixed(operations: int = 10_000, workers: int = 6, places: int = 20, seconds: float = 0) -> dict[str, Any]:
    """Acceptance (b): demands, confirmations and withdrawals together; nobody is overtaken. `seconds` caps the time."""
    from events import services
    from events.errors import AlreadyCancelled
    from events.services import recount

    referee, date, done = Referee(), session(places), count()
    referee.watch()
    until = time.monotonic() + seconds if seconds else float("inf")

    def work() -> None:
        draw = random.Random(next(NAMES))
        while next(done) < operations and time.monotonic() < until:
            row = date.registrations.active().order_by("?").first() if draw.random() < 0.55 else None
            try:
                if row is None:
                    ask(date)
                elif draw.random() < 0.5:
                    services.confirm(registration=row)
                else:
                    services.cancel(registration=row)
            except AlreadyCancelled:
                pass

    errors = at_once([work] * workers)
    ranks = list(date.registrations.order_by("rank").values_list("rank", flat=True))
    date.refresh_from_db()
    return {
        "operations": min(next(done), operations),
        "given": referee.given,
        "overtaken": referee.overtaken,
        "errors": len(errors),
        "gaps": int(ranks != list(range(1, len(ranks) + 1))),
        "wrong_counters": recount(date.starts_at - timedelta(days=30)),
    }


def dates(clients: int = 16, forms: int = 15) -> dict[str, Any]:
    """Acceptance (c): forms that tick 4 of 8 dates each, in any order."""
    from events import services

    eight = [session(10_000, days=30 + number) for number in range(8)]
    before = _deadlocks()

    def work() -> None:
        draw = random.Random(next(NAMES))
        for _form in range(forms):
            number = next(NAMES)
            who = services.Participant(f"P{number}", "Durand", f"p{number}-{os.getpid()}@valclair.example")
            services.register_at(
                sessions=draw.sample(eight, 4), participant=who, submission_key=uuid4(), source="bench"
            )

    errors = at_once([work] * clients)
    return {"forms": clients * forms, "deadlocks": _deadlocks() - before, "errors": len(errors)}


def _deadlocks() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def killed(times: int = 12) -> dict[str, Any]:
    """Acceptance (d): a process that registers and cancels is killed again and again, anywhere in its work."""
    from events import services
    from events.services import recount
    from outbox.models import Message

    date, draw = session(5), random.Random(1)
    for _time in range(times):
        connections.close_all()
        child = os.fork()
        if child == 0:
            while True:
                row = ask(date)
                if row.is_waiting:
                    services.cancel(registration=date.registrations.active().order_by("rank").first())
        time.sleep(1.0 + draw.random())  # long enough to register and cancel, even on a busy machine
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    rows = list(date.registrations.order_by("rank"))
    told = Message.objects.filter(dedup_key__in=[f"registration:{row.pk}:received:0" for row in rows])
    date.refresh_from_db()
    faults = recount(date.starts_at - timedelta(days=30)) + (date.taken > date.capacity)
    faults += [row.rank for row in rows] != list(range(1, len(rows) + 1))
    return {"kills": times, "registrations": len(rows), "faults": int(faults), "untold": len(rows) - told.count()}


def place(capacity: int = 100_000) -> dict[str, Any]:
    date = session(capacity)
    return {"session": date.pk, "page": date.event_id}


ORDERS: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": prepare,
    "crowd": crowd,
    "mixed": mixed,
    "dates": dates,
    "killed": killed,
    "place": place,
}


def main() -> None:
    django.setup()
    for line in sys.stdin:
        order = json.loads(line)
        close_old_connections()
        answer = ORDERS[order.pop("do")](**order)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
