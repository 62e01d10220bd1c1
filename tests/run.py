"""Runs everything that proves the project, step by step: `make test`, `make prove`, `make lint`.

Plain Python without Django: it starts the tools, times them, and ends on one line per step and the sum of the tests.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import NoServer, temporary_cluster

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COUNTS = re.compile(r"^=* ?(?:no tests ran|.*\b\d+ (?:passed|failed|error|deselected)).* in [\d.]+s", re.MULTILINE)
NO_TESTS_COLLECTED = 5
WORKERS = 2


@dataclass
class Step:
    """One thing to prove. `env` is added to the environment; a pytest step has its tests counted."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    counts_tests: bool = False
    may_be_empty: bool = False
    ok: bool = False
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    note: str = ""


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def style() -> list[Step]:
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    manage = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    steps = [
        Step("ruff check", tool("ruff", "check", ".")),
        Step("ruff format", tool("ruff", "format", "--check", ".")),
        Step("mypy", tool("mypy", ".")),
        Step("migrations", manage, env={"DJANGO_SETTINGS_MODULE": "config.settings.test"}),
    ]
    if templates:
        steps.insert(2, Step("djade", tool("djade", "--check", "--target-version", "5.2", *templates)))
    return steps


def pytest_step(name: str, *arguments: str, database: str = "", may_be_empty: bool = False) -> Step:
    command = [sys.executable, "-m", "pytest", "-q", "--durations=10", "--durations-min=5", *arguments]
    # An empty value is no database: each step decides for itself where its tests run.
    return Step(name, command, env={"TEST_DATABASE_URL": database}, counts_tests=True, may_be_empty=may_be_empty)


def suite(database: str | None) -> list[Step]:
    spread = ["-n", str(WORKERS)]
    # By file: the tests of one file share the demonstration that their process built.
    fast = [*spread, "--dist", "loadfile", "-m", "not slow and not browser"]
    steps = [prepared_databases(database), pytest_step("tests on SQLite", *fast)]
    if database:
        steps.append(pytest_step("tests on PostgreSQL", *fast, database=database))
    # One by one, to whoever is free: a few of them take most of the time.
    return [
        *steps,
        pytest_step("browser tests", *spread, "--dist", "load", "--maxschedchunk", "1", "-m", "browser and not slow"),
    ]


def prepared_databases(database: str | None) -> Step:
    # An empty address is the SQLite file of the test settings.
    return Step("test databases", [sys.executable, "-m", "tests.databases", "", *([database] if database else [])])


def proofs(database: str | None) -> list[Step]:
    steps = [prepared_databases(database), pytest_step("proofs on SQLite", "-m", "slow", may_be_empty=True)]
    if database:
        steps.append(pytest_step("proofs on PostgreSQL", "-m", "slow", database=database, may_be_empty=True))
    return steps


def run(step: Step, env: dict[str, str]) -> None:
    """Run `step`, showing its output as it comes, and fill in what became of it."""
    print(f"\n=== {step.name}", flush=True)
    started = time.monotonic()
    with subprocess.Popen(
        step.command, cwd=ROOT, env={**env, **step.env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        output = []
        for line in process.stdout:
            output.append(line)
            print(line, end="", flush=True)
    step.seconds = time.monotonic() - started
    step.ok = process.returncode == 0
    if step.counts_tests:
        count(step, "".join(output), process.returncode)


def count(step: Step, output: str, status: int) -> None:
    """Read pytest's closing line: what passed, and what failed or could not even start."""
    closing = (COUNTS.findall(output) or [""])[-1]
    numbers = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", closing)}
    step.passed = numbers.get("passed", 0)
    step.failed = numbers.get("failed", 0) + numbers.get("error", 0)
    if status == NO_TESTS_COLLECTED:
        step.ok, step.note = step.may_be_empty, "no test"
    elif not step.ok and not step.failed:
        step.failed, step.note = 1, f"pytest itself stopped, status {status}"


@contextmanager
def postgresql() -> Iterator[tuple[str | None, str]]:
    """The address of a PostgreSQL server, given or temporary; or None and the reason why there is none."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given, ""
        return
    with ExitStack() as stack:
        try:
            address: str | None = stack.enter_context(temporary_cluster()).url
            reason = ""
        except NoServer as error:
            address, reason = None, str(error)
        yield address, reason


@contextmanager
def clean_environment() -> Iterator[dict[str, str]]:
    """The machine's environment without settings of ours, and a folder for databases and files, removed at the end."""
    folder = tempfile.mkdtemp(prefix="dirigeable-tests-")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIRIGEABLE_", "DJANGO_"))}
    try:
        yield {**kept, "DIRIGEABLE_VAR_DIR": folder, "PYTHONUNBUFFERED": "1"}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(steps: list[Step], no_postgresql: str, *, counted: bool) -> int:
    """Print one line per step, then the sum alone on its line; return the exit status."""
    print()
    for step in steps:
        figures = f"{step.passed} passed, {step.failed} failed" if step.counts_tests else ""
        note = f" ({step.note})" if step.note else ""
        print(f"{'ok    ' if step.ok else 'FAILED'}  {step.name:<22}{step.seconds:7.1f} s  {figures}{note}")
    ok = all(step.ok for step in steps)
    if no_postgresql:
        print(f"NOT RUN  on PostgreSQL: {no_postgresql}. Give a server: TEST_DATABASE_URL=postgres://…")
        ok = ok and os.environ.get("CI") != "true"
    if counted:
        passed = sum(step.passed for step in steps)
        # A tool that complains counts as one failure, so that the closing line never calls a red run green.
        failed = sum(step.failed or (0 if step.ok else 1) for step in steps)
        failed += int(bool(no_postgresql) and not ok and failed == 0)
        print(f"\n{passed} passed, {failed} failed")
    return 0 if ok else 1


def main(what: str) -> int:
    if what == "lint":
        with clean_environment() as env:
            return play(style(), env, "", counted=False)
    with clean_environment() as env, postgresql() as (database, reason):
        steps = [*style(), *suite(database)] if what == "test" else proofs(database)
        return play(steps, env, reason, counted=True)


def play(steps: list[Step], env: dict[str, str], no_postgresql: str, *, counted: bool) -> int:
    for step in steps:
        run(step, env)
    return report(steps, no_postgresql, counted=counted)


if __name__ == "__main__":
    # A stop asked politely still removes the temporary server and folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1]))
