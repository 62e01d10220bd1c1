"""Keeps several programs running together: restarts the one that dies, and stops them all, leaving no orphan."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

SHORTEST_DELAY = 1.0
LONGEST_DELAY = 30.0
# A program that lived this long was well: its next death starts again from the shortest delay.
WELL_AFTER = 60.0
SECONDS_TO_STOP = 10.0
PULSE = 0.2

PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """A command line to keep alive. `name` is what the log calls it."""

    name: str
    command: Sequence[str]


@dataclass
class Child:
    """One program, its process, and how long to wait before starting it again."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    delay: float = SHORTEST_DELAY

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Runs `programs` until a stop signal. `say` receives one line for each event; times are in seconds."""

    programs: Sequence[Program]
    say: Callable[[str], None] = print
    environment: Mapping[str, str] | None = None
    stopping: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.children = [Child(program) for program in self.programs]

    def run(self) -> None:
        previous = {number: signal.signal(number, self._ask_to_stop) for number in STOP_SIGNALS}
        try:
            while not self.stopping:
                for child in self.children:
                    self._keep_alive(child, time.monotonic())
                time.sleep(PULSE)
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _keep_alive(self, child: Child, now: float) -> None:
        if child.is_running:
            return
        if child.process is not None:
            self._note_death(child, now)
        if now >= child.start_at and not self.stopping:
            child.process = self._start(child.program)
            child.started_at = now

    def _note_death(self, child: Child, now: float) -> None:
        assert child.process is not None
        self._kill_group(child.process, signal.SIGKILL)  # what the dead one had itself started
        if now - child.started_at >= WELL_AFTER:
            child.delay = SHORTEST_DELAY
        child.start_at = now + child.delay
        self.say(
            f"« {child.program.name} » s’est arrêté (code {child.process.returncode}), "
            f"relancé dans {child.delay:.0f} s."
        )
        child.delay = min(child.delay * 2, LONGEST_DELAY)
        child.process = None

    def _start(self, program: Program) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            program.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            # Its own group: Ctrl-C reaches only us, and we stop everyone in order.
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid()),
        )

    def _stop_all(self) -> None:
        processes = [child.process for child in self.children if child.process is not None]
        for process in processes:
            self._kill_group(process, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in processes:
            try:
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"Le processus {process.pid} ne s’arrête pas : il est tué.")
            self._kill_group(process, signal.SIGKILL)
            process.wait()

    @staticmethod
    def _kill_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in it
            os.killpg(process.pid, number)


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """What a new process does first: ask Linux to stop it when we die, even by SIGKILL. Nothing elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # died between the fork and the line above
            os._exit(1)

    return ask
