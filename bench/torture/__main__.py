"""Nothing twice, nothing lost in silence, nothing after a leaving: `python -m bench.torture [--quick] [--json]`.

Real workers and a real PostgreSQL are killed with SIGKILL in the middle of letters, in front of a sink that counts,
that loses one reply in twenty after the final dot, and that keeps a log as Postfix does. Doubts are then lifted by that
log alone (issue: outbox; sending.md section 18, tests 1 and 2).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from .trial import Scenario

LONG = {
    "kills": Scenario(messages=20_000, workers=4, kills=120, database_kills=20, dropped=0.05),
    "leaving": Scenario(messages=20_000, workers=4, leavers=1_000, latency=0.005),
}
QUICK = {
    "everything": Scenario(
        messages=500, workers=2, kills=8, database_kills=2, dropped=0.05, leavers=30, latency=0.002, grace=2.0
    )
}
ADDED_UP = ("messages", "kills", "database_kills", "sent_twice", "lost_in_silence", "uncertain_left", "not_sent")


def run(database: str, scenario: Scenario) -> dict[str, Any]:
    """One trial in a process of its own: Django knows one database."""
    if database == "sqlite":
        scenario = replace(scenario, database_kills=0)  # the database is in the workers, and dies with them
    command = [sys.executable, "-m", "bench.torture.trial", database]
    ended = subprocess.run(command, input=json.dumps(asdict(scenario)), stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return result


def show(database: str, name: str, result: dict[str, Any]) -> None:
    print(f"\n{database}, {name}")
    for key, value in result.items():
        print(f"  {key:<20}{value:>10}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.torture", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute")
    parser.add_argument("--json", action="store_true", help="end on one line of JSON")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], action="append")
    parser.add_argument("--only", choices=sorted(LONG), help="one kind of torture")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{platform.node()}, {os.cpu_count()} processors, Python {platform.python_version()}, seed {options.seed}")
    total: dict[str, Any] = dict.fromkeys((*ADDED_UP, "left_after_leaving", "left", "unbalanced"), 0)
    for name, scenario in (QUICK if options.quick else LONG).items():
        if options.only in (None, name) or options.quick:
            databases = options.database or ["postgresql", "sqlite"]
            with ThreadPoolExecutor(len(databases) if options.quick else 1) as pool:
                results = pool.map(partial(run, scenario=replace(scenario, seed=options.seed)), databases)
                for database, result in zip(databases, results, strict=True):
                    show(database, name, result)
                    total = {key: total[key] + result[key] for key in total}
    faults = ("sent_twice", "lost_in_silence", "uncertain_left", "not_sent", "left_after_leaving", "unbalanced")
    failed = any(total[key] for key in faults)
    print("\nFAILED" if failed else "\nnothing twice, nothing lost, nobody in doubt, nobody written to after leaving")
    if options.json:
        print(json.dumps(total))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
