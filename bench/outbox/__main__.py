"""How fast a letter leaves, against what this machine can carry and what one would take instead.

python -m bench.outbox [--quick] [--json]

In one run, turn by turn: Postfix's smtp-source into smtp-sink (the limit), a plain Django loop, django-newsletter, and
our own workers, 1, 2 and 4 of them, on SQLite and on PostgreSQL with fsync and synchronous_commit on, full fence on,
50 kB of HTML (issue: outbox, item 10).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.measuring import Rounds, machine
from tests.postgres import NoServer, temporary_cluster

from . import django_newsletter, letter, postfix

ROOT = Path(__file__).parents[2]
# As a machine that must not forget, and otherwise as PostgreSQL comes.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "60"}
LIMIT, LOOP, NEWSLETTER = "smtp-source -s 4", "Django loop", "django-newsletter"


@dataclass(frozen=True)
class Size:
    """Messages of each competitor in a round: enough to last a second or two, whatever its speed."""

    rounds: int
    limit: int
    ours: int
    loop: int
    newsletter: int
    workers: tuple[int, ...]
    audience: int = 0


QUICK = Size(rounds=3, limit=3_000, ours=3_000, loop=300, newsletter=120, workers=(4,))
LONG = Size(rounds=5, limit=10_000, ours=6_000, loop=1_000, newsletter=400, workers=(1, 2, 4), audience=1_000_000)


@dataclass
class Bench:
    """The competitors of one run, and what each spent: seconds of processor a message, megabytes at most."""

    place: str
    size: Size
    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def limit(self) -> float:
        return postfix.flood(self.place, messages=self.size.limit, size=letter.SIZE)

    def loop(self) -> float:
        command = [sys.executable, "-m", "bench.outbox.loop", self.place, str(self.size.loop)]
        return self.note(LOOP, self.size.loop, _json_of(command, ""))

    def newsletter(self, folder: Path) -> float:
        script = str(ROOT / "bench" / "outbox" / "django_newsletter.py")
        command = [sys.executable, "-I", script, str(folder), self.place, str(self.size.newsletter)]
        own = "{{ subscription.activation_code }}"
        pages = {
            "newsletter/message/message.html": letter.html(own),
            "newsletter/message/message.txt": letter.text(own),
        }
        return self.note(NEWSLETTER, self.size.newsletter, _json_of(command, json.dumps(pages)))

    def ours(self, name: str, house: "House", workers: int) -> float:
        return self.note(name, self.size.ours, house.ask("send", number=self.size.ours, workers=workers))

    def note(self, name: str, messages: int, spent: dict[str, float]) -> float:
        self.cpu[name] = spent["cpu"] / messages
        self.memory[name] = max(spent["memory"], self.memory.get(name, 0.0))
        return messages / spent["seconds"]


class House:
    """`bench.outbox.house` in a process of its own, for one database."""

    def __init__(self, database: str, place: str, folder: Path) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DIRIGEABLE_DEBUG": "0",
            "DIRIGEABLE_DATABASE_URL": database,
            "DIRIGEABLE_MAIL_TRANSPORT": f"smtp://{place}",
            "DIRIGEABLE_VAR_DIR": str(folder),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        }
        self._log = (folder / "house.log").open("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.outbox.house"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def ask(self, order: str, **given: Any) -> Any:
        self.begin(order, **given)
        return self.answer()

    def begin(self, order: str, **given: Any) -> None:
        """Give an order, and leave it time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"order": order, **given}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline()
        if not answer:
            self._log.seek(0)
            raise RuntimeError(self._log.read()[-3_000:])
        return json.loads(answer)

    def close(self) -> None:
        self._process.communicate()
        self._log.close()


def _json_of(command: list[str], given: str) -> dict[str, float]:
    ended = subprocess.run(command, input=given, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return answer


def open_houses(stack: ExitStack, place: str) -> dict[str, House]:
    """One house for each database that can be had, its tables made."""
    addresses = {}
    folders = {
        name: Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))) for name in ("SQLite", "PG")
    }
    addresses["SQLite"] = f"sqlite:///{folders['SQLite']}/bench.sqlite3"
    try:
        addresses["PG"] = stack.enter_context(temporary_cluster(DURABLE)).url
    except NoServer as why:
        print(f"NOT RUN: PostgreSQL. {why}")
    houses = {name: House(address, place, folders[name]) for name, address in addresses.items()}
    for house in houses.values():
        stack.callback(house.close)
        house.begin("make_tables")  # both at a time
    for name, house in houses.items():
        house.answer()
        versions = house.ask("versions")
        print(f"{name}: {versions['database']}, Django {versions['django']}")
    return houses


def play(stack: ExitStack, size: Size) -> tuple[Bench, Rounds, dict[str, House]]:
    bench = Bench(stack.enter_context(postfix.listening()), size)
    competitors = {LIMIT: bench.limit, LOOP: bench.loop}
    rival = ROOT / "var" / "bench" / django_newsletter.RELEASE
    try:
        django_newsletter.install(rival)
        competitors[NEWSLETTER] = partial(bench.newsletter, rival)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"NOT RUN: {django_newsletter.RELEASE} could not be installed ({type(error).__name__}).")
    houses = open_houses(stack, bench.place)
    for name, house in houses.items():
        for workers in size.workers:
            label = f"{name}, {workers} worker{'s' if workers > 1 else ''}"
            competitors[label] = partial(bench.ours, label, house, workers)
    rounds = Rounds()
    rounds.play(competitors, rounds=size.rounds)
    return bench, rounds, houses


def show(bench: Bench, rounds: Rounds) -> None:
    print(f"\n{'':<20}{'per second':>12}{'of the limit':>14}{'ms of CPU each':>16}{'MB':>6}")
    for name in rounds.rates:
        ratio = rounds.ratio(name, LIMIT) or 0.0
        cpu = f"{bench.cpu[name] * 1_000:.2f}" if name in bench.cpu else ""
        memory = f"{bench.memory[name]:.0f}" if name in bench.memory else ""
        print(f"{name:<20}{rounds.median(name):>12,.0f}{ratio:>14.2f}{cpu:>16}{memory:>6}")


def figures(bench: Bench, rounds: Rounds) -> dict[str, float]:
    """The keys of the issue; one whose competitor could not run is left out."""
    four, lite = "PG, 4 workers", "SQLite, 4 workers"
    found = {
        "pg4_to_limit": rounds.ratio(four, LIMIT),
        "sqlite4_to_limit": rounds.ratio(lite, LIMIT),
        "pg4_to_django_loop": rounds.ratio(four, LOOP),
        "pg4_to_django_newsletter": rounds.ratio(four, NEWSLETTER),
        "worker_mb": max((mb for name, mb in bench.memory.items() if "worker" in name), default=None),
    }
    return {name: round(value, 3) for name, value in found.items() if value is not None}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.outbox", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute")
    parser.add_argument("--json", action="store_true", help="end on one line of JSON")
    options = parser.parse_args()
    print(machine())
    size = QUICK if options.quick else LONG
    try:
        with ExitStack() as stack:
            bench, rounds, houses = play(stack, size)
            show(bench, rounds)
            found = figures(bench, rounds)
            if size.audience and "PG" in houses:
                frozen = houses["PG"].ask("prepare", number=size.audience)
                found["audience_million_seconds"] = round(frozen["seconds"] * 1_000_000 / size.audience, 1)
                found["worker_mb"] = round(max(frozen["memory"], found["worker_mb"]), 1)
                print(f"\n{size.audience:,} people frozen in {frozen['seconds']:.1f} s; ", end="")
                print(f"a worker in front of them holds {frozen['memory']:.0f} MB")
    except postfix.NotInstalled as why:
        print(f"NOT RUN: {why}", file=sys.stderr)
        return 1
    print(json.dumps(found) if options.json else "\n" + "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
