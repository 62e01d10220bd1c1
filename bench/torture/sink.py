"""A relay that takes everything and forgets nothing: it counts, writes a log as Postfix does, and hangs up now and then
after the final dot. A process of its own, so that what it counts survives whatever is killed around it.

    python -m bench.torture.sink FOLDER DROPPED LATENCY SEED
"""

import asyncio
import itertools
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from aiosmtpd.smtp import SMTP

_MESSAGE_ID = re.compile(rb"^Message-ID: *(?:\r\n )?(<[^>]+>)", re.MULTILINE | re.IGNORECASE)


class Relay:
    """An aiosmtpd handler. Its log is on the disk before its reply is on the wire."""

    def __init__(self, folder: Path, *, dropped: float, latency: float, seed: int) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.record = os.open(folder / "received", flags)
        self.log = os.open(folder / "mail.log", flags)
        self.chance = random.Random(seed)
        self.dropped, self.latency = dropped, latency
        self.numbers = itertools.count(1)
        self.say("postfix-script", "starting the Postfix mail system")

    def say(self, program: str, said: str) -> None:
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        os.write(self.log, f"{at} sink postfix/{program}[1]: {said}\n".encode())

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.begun = time.time()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = _MESSAGE_ID.search(envelope.content)
        identifier = found[1].decode() if found else "<none>"
        drop = self.chance.random() < self.dropped
        queue = f"Q{next(self.numbers):09d}"
        self.say("cleanup", f"{queue}: message-id={identifier}")
        line = f"{envelope.begun:.6f} {envelope.rcpt_tos[0]} {identifier} {'dropped' if drop else 'kept'}\n"
        os.write(self.record, line.encode())
        self.say("qmgr", f"{queue}: from=<x>, size={len(envelope.content)}, nrcpt=1 (queue active)")
        await asyncio.sleep(self.latency)
        if drop:
            server.transport.abort()
        return f"250 2.0.0 Ok: queued as {queue}"

    async def pulse(self) -> None:
        """A line now and then, so that the log says how far it goes."""
        while True:
            self.say("anvil", "statistics: pulse")
            await asyncio.sleep(0.5)


async def serve(relay: Relay) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(relay, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await relay.pulse()


@dataclass(frozen=True)
class Received:
    begun: float
    address: str
    message_id: str
    dropped: bool


@dataclass
class Sink:
    """The same, as the bench sees it."""

    url: str
    folder: Path
    _counted: int = 0
    _read: int = 0

    @property
    def log(self) -> Path:
        return self.folder / "mail.log"

    def count(self) -> int:
        """How many mails came so far; only what was written since the last look is read."""
        with (self.folder / "received").open("rb") as record:
            record.seek(self._read)
            fresh = record.read()
        self._read += len(fresh)
        self._counted += fresh.count(b"\n")
        return self._counted

    def received(self) -> list[Received]:
        lines = (self.folder / "received").read_text().splitlines()
        rows = (line.split(" ") for line in lines)
        return [Received(float(begun), address, name, fate == "dropped") for begun, address, name, fate in rows]

    def sent_twice(self) -> int:
        """Mails that came more often than once, each time beyond the first."""
        seen = Counter(one.message_id for one in self.received())
        return sum(times - 1 for times in seen.values())


@contextmanager
def listening(folder: Path, *, dropped: float = 0.0, latency: float = 0.0, seed: int = 1) -> Iterator[Sink]:
    """A sink for the length of the block, whose record and log are in `folder`."""
    folder.mkdir()
    command = [sys.executable, "-m", "bench.torture.sink", str(folder), str(dropped), str(latency), str(seed)]
    with Popen(command, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Sink(f"smtp://127.0.0.1:{int(process.stdout.readline())}", folder)
        finally:
            process.kill()


if __name__ == "__main__":
    where, drop_rate, delay, first = sys.argv[1:]
    asyncio.run(serve(Relay(Path(where), dropped=float(drop_rate), latency=float(delay), seed=int(first))))
