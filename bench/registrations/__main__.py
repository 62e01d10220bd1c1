"""`python -m bench.registrations [--quick] [--json]`: the promise of « par ordre d’inscription », and its pace.

Counts that must be zero, on both databases; then registrations a second through the real page on PostgreSQL, beside a
bare Django view with a row lock in the same server, the two taking turns.
PostgreSQL is that of BENCH_POSTGRES, postgres://postgres@127.0.0.1:5432/postgres by default; the bench makes a database
there and drops it.
"""

import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from . import arrivals

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
NAME = f"bench_registrations_{os.getpid()}"
TARGET_MS = 500


class House:
    """A Django on one database, that obeys one line at a time."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.registrations.settings",
            "DIRIGEABLE_DATABASE_URL": url,
            "DIRIGEABLE_VAR_DIR": str(folder),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.registrations.house"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, order: str, **options: Any) -> None:
        assert self.process.stdin
        print(json.dumps({"do": order, **options}), file=self.process.stdin, flush=True)

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("The house fell.")
        found: dict[str, Any] = json.loads(answer)
        return found

    def do(self, order: str, **options: Any) -> dict[str, Any]:
        self.ask(order, **options)
        return self.answer()

    def leave(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


@contextmanager
def houses() -> Iterator[tuple[House, House]]:
    """One on SQLite, one on PostgreSQL; nothing is left of them."""
    folder = Path(tempfile.mkdtemp(prefix="bench-registrations-"))
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{NAME}"')
    small = House(f"sqlite:///{folder / 'bench.sqlite3'}", folder)
    large = House(f"{POSTGRES.rpartition('/')[0]}/{NAME}", folder)
    try:
        for house in (small, large):
            house.ask("prepare")
        for house in (small, large):
            house.answer()
        yield small, large
    finally:
        for house in (small, large):
            house.leave()
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(house: House) -> Iterator[int]:
    """The site behind gunicorn as `manage.py house` starts it: two workers for two cores."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--log-level", "error", "--no-control-socket", "--backlog", "2048"]
    process = subprocess.Popen(command, cwd=ROOT, env=house.environment)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def counts(houses: list[House], *, quick: bool) -> list[dict[str, Any]]:
    """Acceptance (a) to (d) of registration.md; the databases side by side, for nothing is timed here."""
    orders: dict[str, dict[str, Any]] = {
        "crowd": {"rounds": 2 if quick else 10},
        "mixed": {"operations": 10_000, "seconds": 4 if quick else 0},
        "dates": {"forms": 2 if quick else 15},
        "killed": {"times": 3 if quick else 40},
    }
    for house in houses:
        for name, options in orders.items():
            house.ask(name, **options)
    return [{name: house.answer() for name in orders} for house in houses]


def pace(house: House, *, quick: bool) -> dict[str, Any]:
    """Registrations a second: the most of each view in turn, then the fastest arrivals served in time."""
    lasting, turns, shares = (1.5, 2, (0.75, 0.9)) if quick else (6.0, 3, (0.5, 0.7, 0.8, 0.9))
    with server(house) as port:
        where = house.do("place")
        ours = arrivals.registration(port, where["page"], where["session"])
        limit = arrivals.bare(port, house.do("place")["session"])
        for door in (ours, limit):
            arrivals.press(door, clients=8, lasting=1.0)
        pressed = [
            (arrivals.press(ours, clients=16, lasting=lasting), arrivals.press(limit, clients=16, lasting=lasting))
            for _turn in range(turns)
        ]
        most, bare = (statistics.median(turn[side].rate for turn in pressed) for side in (0, 1))
        served, p95 = 0.0, float("inf")
        steps = []
        for share in shares:
            outcome = arrivals.arrive(ours, rate=share * most, lasting=2 * lasting)
            steps.append({"asked": round(share * most), "p95_ms": round(outcome.p95_ms), "wrong": outcome.wrong})
            if outcome.p95_ms < TARGET_MS and not outcome.wrong:
                served, p95 = share * most, outcome.p95_ms
    return {
        "registrations_per_second": round(served),
        "p95_ms": round(p95) if served else None,
        "most_per_second": round(most),
        "bare_view_per_second": round(bare),
        "to_bare_view": round(most / bare, 3),
        "steps": steps,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.registrations", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute, smaller numbers")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    arguments = parser.parse_args()
    with houses() as (small, large):
        found = dict(zip(("sqlite", "postgresql"), counts([small, large], quick=arguments.quick), strict=True))
        speed = pace(large, quick=arguments.quick)
    figures = {
        "overbooked": sum(each["crowd"]["overbooked"] + each["crowd"]["gaps"] for each in found.values()),
        "overtaken": sum(each["mixed"]["overtaken"] for each in found.values()),
        "deadlocks": sum(each["dates"]["deadlocks"] for each in found.values()),
        **speed,
        "errors": sum(each[name]["errors"] for each in found.values() for name in ("crowd", "mixed", "dates")),
        "faults_after_kill": sum(each["killed"]["faults"] + each["killed"]["untold"] for each in found.values()),
    }
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"Python {platform.python_version()}, Django {version('django')}, psycopg {version('psycopg')}")
    for database, each in found.items():
        for name, figure in each.items():
            print(f"{database:10} {name:7} {figure}")
    print(f"pace       {speed}")
    if arguments.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
