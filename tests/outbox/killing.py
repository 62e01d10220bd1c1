"""Real workers in processes of their own, killed without warning, in front of a sink that counts."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from outbox import pacing
from outbox.models import Mailing, Message

from .sinks import ScriptedSink

ROOT = Path(__file__).parents[2]


def database_url() -> str:
    """The test database of this process, as a worker's environment names it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    user, password = values["USER"], values["PASSWORD"]
    account = f"{user}:{password}" if password else user
    # The host of a server on a Unix socket is a folder, whose slashes would end the host.
    return f"postgres://{account}@{quote(values['HOST'], safe='')}:{values['PORT'] or 5432}/{values['NAME']}"


def environment(folder: Path, url: str = "smtp://127.0.0.1:9") -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DIRIGEABLE_DATABASE_URL": database_url(),
        "DIRIGEABLE_MAIL_TRANSPORT": url,
        "DIRIGEABLE_SECRET_KEY": settings.SECRET_KEY,
        "DIRIGEABLE_VAR_DIR": str(folder),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


class Nursery:
    """Gives birth to workers without starting Python and Django for each: a process that only forks."""

    def __init__(self, folder: Path) -> None:
        self.epoch = folder / "outbox.epoch"
        OPEN.append(self)
        self.log = folder / "workers.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.outbox.nursery"],
                env=environment(folder),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self, url: str, *arguments: str) -> int:
        """Process number of a new `manage.py outbox`."""
        return int(self._ask("start", url, *arguments))

    def wait(self, pid: int) -> int:
        """Exit code of a worker that ends, negative for a signal."""
        return int(self._ask("wait", str(pid)))

    def ended(self, pid: int) -> bool:
        """Whether a worker stopped without being told to."""
        return self._ask("ended", str(pid)).strip() == "1"

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.wait(pid)

    def stop(self, pid: int) -> int:
        os.kill(pid, signal.SIGTERM)
        return self.wait(pid)

    def close(self) -> None:
        OPEN.remove(self)
        self._process.communicate()

    def _ask(self, *words: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


OPEN: list[Nursery] = []


def forget_epochs() -> None:
    """The rows of a test go with it, and are no restored backup to the next one."""
    for nursery in OPEN:
        nursery.epoch.unlink(missing_ok=True)


@dataclass
class Slaughter:
    """Keep `workers` alive, kill one at random until `kills`, then let them finish."""

    sink: ScriptedSink
    mailing: Mailing
    nursery: Nursery
    workers: int
    kills: int
    seed: int = 1
    killed: int = 0
    unbalanced: list[str] = field(default_factory=list)

    def run(self, *, patience: float) -> None:
        chance = random.Random(self.seed)
        # Kills spread over the send, each at an amount of mail drawn in advance that the others cannot put in doubt.
        certain = self.mailing.audience - self.kills * pacing.LARGEST
        marks = sorted(chance.sample(range(1, int(certain * 0.95)), self.kills))
        herd = [self.nursery.start(self.sink.url) for _ in range(self.workers)]
        deadline = time.monotonic() + patience
        look_again = 0.0
        while time.monotonic() < deadline:
            if time.monotonic() > look_again:
                # Ten times a second: counting takes the processor from the workers that are watched.
                look_again = time.monotonic() + 0.1
                if not self._waiting():
                    break
            if marks and len(self.sink.accepted) >= marks[0]:
                marks.pop(0)
                self.nursery.kill(herd.pop(chance.randrange(len(herd))))
                self.killed += 1
                herd.append(self.nursery.start(self.sink.url))
            time.sleep(0.005)
        for worker in herd:
            self.nursery.stop(worker)

    def _waiting(self) -> int:
        counts = self.mailing.counts()
        if not counts.balanced:
            self.unbalanced.append(repr(counts))
        return counts.waiting

    def sent_twice(self) -> dict[str, int]:
        seen = Counter(received.message_id for received in self.sink.accepted)
        return {identifier: times for identifier, times in seen.items() if times > 1}

    def lost_in_silence(self) -> set[str]:
        """Said to be accepted, and never seen at the sink."""
        return set(self._addresses("accepted")) - set(self.sink.addresses)

    def hidden(self) -> set[str]:
        """Seen at the sink, and not said to be accepted or uncertain."""
        return set(self.sink.addresses) - set(self._addresses("accepted", "uncertain"))

    def _addresses(self, *states: str) -> list[str]:
        rows = Message.objects.filter(mailing=self.mailing, state__in=states).order_by("pk")
        return list(rows.values_list("address", flat=True))
