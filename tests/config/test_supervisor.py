"""Programs kept running together: restarted when they die, stopped together, no orphan left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.supervisor import LONGEST_DELAY, SHORTEST_DELAY, WELL_AFTER, Child, Program, Supervisor

PATIENCE = 20.0  # seconds, for a busy machine
ROOT = Path(__file__).resolve().parents[2]

# Writes its process number in a file, then waits to be stopped; with a child of its own when asked.
WAITER = """
import os, pathlib, subprocess, sys, time
folder = pathlib.Path(sys.argv[1])
if "with-child" in sys.argv:
    subprocess.Popen([sys.executable, __file__, str(folder)])
(folder / f"{os.getpid()}.pid").touch()
time.sleep(600)
"""

PARENT = """
import sys
from config.supervisor import Program, Supervisor
script, folder = sys.argv[1:3]
Supervisor([
    Program("one", [sys.executable, script, folder, "with-child"]),
    Program("two", [sys.executable, script, folder]),
]).run()
"""


def wait_until(condition: Callable[[], bool], *, patience: float = PATIENCE) -> None:
    """Other processes live in real time: look again and again, no longer than `patience` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether `pid` runs; a zombie that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def running(folder: Path) -> set[int]:
    return {pid for path in folder.glob("*.pid") if alive(pid := int(path.stem))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pids").mkdir()
    return tmp_path / "pids"


@pytest.fixture
def house(tmp_path: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A supervisor of two programs, one of which has a child, in a process of its own."""
    script = tmp_path / "waiter.py"
    script.write_text(WAITER)
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(script), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "site")},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: len(running(folder)) == 3)
        yield process
    finally:
        process.kill()
        process.wait()
        for pid in running(folder):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_every_program_and_what_it_had_started(
    house: subprocess.Popen[bytes], folder: Path, number: signal.Signals
) -> None:
    house.send_signal(number)
    assert house.wait(timeout=PATIENCE) == 0
    assert running(folder) == set()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child that its parent died")
def test_programs_stop_even_when_their_supervisor_is_killed(house: subprocess.Popen[bytes], folder: Path) -> None:
    programs = {pid for pid in running(folder) if parent_of(pid) == house.pid}
    assert len(programs) == 2
    house.kill()
    wait_until(lambda: running(folder).isdisjoint(programs))


def parent_of(pid: int) -> int:
    """Number of the process that started `pid`; 0 when `pid` has just ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError:
        return 0


def test_a_program_that_dies_is_started_again_and_the_other_left_in_peace(
    house: subprocess.Popen[bytes], folder: Path
) -> None:
    before = running(folder)
    lone = next(pid for pid in before if parent_of(pid) == house.pid and not children_of(pid, before))
    os.kill(lone, signal.SIGKILL)
    wait_until(lambda: lone not in running(folder) and len(running(folder)) == 3)
    assert before - running(folder) == {lone}


def children_of(pid: int, among: set[int]) -> set[int]:
    return {other for other in among if parent_of(other) == pid}


def test_the_wait_before_a_restart_doubles_up_to_its_limit_and_starts_again_after_a_good_run() -> None:
    said: list[str] = []
    supervisor = Supervisor([Program("bref", [sys.executable, "-c", ""])], say=said.append)
    child = supervisor.children[0]
    delays = [die(supervisor, child, after=0.0) for _ in range(7)]
    assert delays == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_DELAY, LONGEST_DELAY]
    assert die(supervisor, child, after=WELL_AFTER) == SHORTEST_DELAY
    assert said[0] == "« bref » s’est arrêté (code 0), relancé dans 1 s."


def die(supervisor: Supervisor, child: Child, *, after: float) -> float:
    """Let the program of `child` die `after` seconds; return how long it then waits. No real time passes."""
    child.process = subprocess.Popen(child.program.command)
    child.process.wait()
    child.started_at, now = 1000.0, 1000.0 + after
    supervisor.stopping = True  # notes the death, starts nothing
    supervisor._keep_alive(child, now)
    return child.start_at - now
