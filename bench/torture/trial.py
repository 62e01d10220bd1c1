"""Run by `bench.torture` for one database: real workers, killed without warning, then counted at the sink.

python -m bench.torture.trial postgresql|sqlite SCENARIO as JSON on the standard input
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from bench.tables import make_tables
from tests.postgres import Cluster, temporary_cluster

from .sink import Sink, listening

if TYPE_CHECKING:
    from outbox.models import Mailing, Permit
    from tests.outbox.killing import Nursery

T = TypeVar("T")
# As a machine that must not forget: what a killed server had confirmed is there when it comes back.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "60"}
PATIENCE = 1_800.0
CLOCKS = 0.1  # seconds between a commit and its note, or a command and its note, on a busy machine


@dataclass(frozen=True)
class Scenario:
    """`kills` of workers, `database_kills` (PostgreSQL only), `dropped` replies and `leavers` in `messages`."""

    messages: int
    workers: int
    kills: int = 0
    database_kills: int = 0
    dropped: float = 0.0
    leavers: int = 0
    latency: float = 0.0
    grace: float = 5.0  # seconds the sink may still have in hand what a killed worker gave it
    seed: int = 1


@dataclass
class Result:
    messages: int
    seconds: float = 0.0
    kills: int = 0
    database_kills: int = 0
    sent_twice: int = 0
    lost_in_silence: int = 0
    uncertain_seen: int = 0
    uncertain_left: int = 0
    not_sent: int = 0
    left_after_leaving: int = 0
    left: int = 0
    spared: int = 0
    unbalanced: int = 0


def steady(ask: Callable[[], T]) -> T:
    """Ask the database, as often as it takes while it is being killed and restarted."""
    from django.db import InterfaceError, OperationalError, connection

    deadline = time.monotonic() + 120
    while True:
        try:
            return ask()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


class Trial:
    """One mailing, a herd of workers, and what is done to them."""

    def __init__(self, scenario: Scenario, nursery: "Nursery", sink: Sink, cluster: Cluster | None) -> None:
        self.scenario, self.nursery, self.sink, self.cluster = scenario, nursery, sink, cluster
        self.chance = random.Random(scenario.seed)
        self.grace = timedelta(seconds=scenario.grace)
        self.leaving: dict[str, float] = {}
        self.sent = Event()
        self.result = Result(scenario.messages)
        self.herd: list[int] = []
        self.blows = self._blows()
        self.mailing: Mailing = self._prepare()

    def run(self) -> Result:
        from outbox.services import release_mailing

        time.sleep(self.scenario.grace + 1)  # the log must begin before the first departure
        started = time.monotonic()
        release_mailing(mailing=self.mailing)
        leaving = Thread(target=self._let_people_leave)
        leaving.start()
        self._send()
        self.sent.set()
        leaving.join()
        self.result.seconds = round(time.monotonic() - started, 1)
        self._settle()
        self._count()
        return self.result

    def _prepare(self) -> "Mailing":
        from outbox.services import Recipient, create_mailing, freeze_content, grant_permit

        def people() -> Iterator[Recipient]:
            for number in range(self.scenario.messages):
                address = f"lectrice{number}@exemple.example"
                yield Recipient(address, grant_permit(address=address, purpose="letter"), {"name": str(number)})

        text = "Bonjour %%name%%\n" + "Une phrase de la lettre, assez longue pour ressembler à une vraie.\n" * 40
        content = freeze_content(subject="La lettre", html=f"<pre>{text}</pre>", text=text, headers={})
        return create_mailing(label="La lettre", reference="", content=content, purpose="letter", recipients=people())

    def _blows(self) -> list[tuple[int, Callable[[], None]]]:
        """Each at an amount of mail drawn in advance, over the whole send."""
        scenario = self.scenario
        blows: list[Callable[[], None]] = [self._kill_worker] * scenario.kills
        if self.cluster:
            blows += [self._kill_database] * scenario.database_kills
        marks = sorted(self.chance.sample(range(1, int(scenario.messages * 0.95)), len(blows)))
        self.chance.shuffle(blows)
        return list(zip(marks, blows, strict=True))

    def _send(self) -> None:
        """Keep the herd alive, and hit it, until nothing waits any more. Blows left over fall when what earlier ones
        left in doubt leaves again.
        """
        self.herd = [self.nursery.start(self.sink.url) for _ in range(self.scenario.workers)]
        look_again, deadline = 0.0, time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if time.monotonic() > look_again:
                look_again = time.monotonic() + 0.5
                self._keep_alive()
                if not steady(self._waiting):
                    break
            if self.blows and self.sink.count() >= self.blows[0][0]:
                self.blows.pop(0)[1]()
            time.sleep(0.01)
        for worker in self.herd:
            self.nursery.stop(worker)

    def _keep_alive(self) -> None:
        self.herd = [
            self.nursery.start(self.sink.url) if self.nursery.ended(worker) else worker for worker in self.herd
        ]

    def _kill_worker(self) -> None:
        self.nursery.kill(self.herd.pop(self.chance.randrange(len(self.herd))))
        self.result.kills += 1
        self.herd.append(self.nursery.start(self.sink.url))

    def _kill_database(self) -> None:
        assert self.cluster is not None
        self.cluster.kill()
        self.result.database_kills += 1
        time.sleep(self.chance.random())
        self.cluster.start()

    def _waiting(self) -> int:
        counts = self.mailing.counts()
        self.result.unbalanced += not counts.balanced
        return counts.waiting

    def _let_people_leave(self) -> None:
        """Half of them just as their mail is being taken, half at random: noted once the leaving is committed."""
        from django.db import connection

        from outbox.services import revoke_permit

        every = self.scenario.messages // (self.scenario.leavers + 1) if self.scenario.leavers else 0
        for number in range(1, self.scenario.leavers + 1):
            # What kills left in doubt arrives later: the last to leave do not wait for it.
            while self.sink.count() < number * every * 0.95 and not self.sent.is_set():
                time.sleep(0.005)
            permit = steady(self._next_leaver)
            steady(partial(revoke_permit, permit=permit, reason="partie"))
            self.leaving[permit.address] = time.time()
        connection.close()

    def _next_leaver(self) -> "Permit":
        from outbox.models import Permit

        standing = Permit.objects.filter(revoked_at=None)
        taken = standing.filter(messages__state__in=["leased", "in_flight"])
        keys = list(taken.values_list("pk", flat=True)) if self.chance.random() < 0.5 else []
        return Permit.objects.get(pk=self.chance.choice(keys or list(standing.values_list("pk", flat=True))))

    def _settle(self) -> None:
        """Lift every doubt by the sink's log, send what is proven absent, and so on until nobody is in doubt."""
        from django.utils import timezone

        from outbox.models import Message
        from outbox.relay_log import read_files
        from outbox.services import reconcile_with_log, sweep

        for turn in range(20):
            time.sleep(self.scenario.grace + 1)
            sweep(timezone.now())
            uncertain = Message.objects.uncertain().count()
            self.result.uncertain_seen += uncertain
            if turn and not uncertain and not self._waiting():
                return
            reconcile_with_log(log=read_files([self.sink.log]), whole=True, grace=self.grace)
            if self._waiting():
                self._send()

    def _count(self) -> None:
        from outbox.models import Message

        result = self.result
        seen = {one.message_id.partition("@")[0].strip("<"): one for one in self.sink.received()}
        result.sent_twice = self.sink.sent_twice()
        for message in Message.objects.select_related("permit").order_by("pk"):
            arrived = seen.get(message.local_part)
            # Said to have left and never seen, or seen and not said to have left.
            result.lost_in_silence += (message.state == "accepted") != (arrived is not None)
            result.uncertain_left += message.state == "uncertain"
            result.not_sent += message.state not in ("accepted", "excluded")
            assert message.permit is not None
            left = self.leaving.get(message.address)
            if left is None:
                continue
            result.left += 1
            result.spared += message.state == "excluded"
            revoked, departed = message.permit.revoked_at, message.departed_at
            assert revoked is not None
            if arrived and (arrived.begun > left + CLOCKS or departed is None or departed > revoked):
                result.left_after_leaving += 1


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, Cluster | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/torture.sqlite3", None
        return
    with temporary_cluster(DURABLE) as cluster:
        yield cluster.url, cluster


def main(kind: str, scenario: Scenario) -> dict[str, Any]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torture-")))
        url, cluster = stack.enter_context(database(kind, folder))
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DIRIGEABLE_DATABASE_URL": url,
            "DIRIGEABLE_VAR_DIR": str(folder),
            "DIRIGEABLE_LOG_LEVEL": "CRITICAL",
        }
        sys.path.insert(0, str(Path(__file__).parents[2] / "site"))
        import django

        django.setup()
        from django.db import connection

        from outbox.durability import wait_for_the_disk
        from tests.outbox.killing import Nursery

        make_tables()
        wait_for_the_disk()
        nursery = Nursery(folder)
        stack.callback(nursery.close)
        sink = stack.enter_context(
            listening(folder / "sink", dropped=scenario.dropped, latency=scenario.latency, seed=scenario.seed)
        )
        try:
            return asdict(Trial(scenario, nursery, sink, cluster).run())
        finally:
            connection.close()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Scenario(**json.load(sys.stdin)))))
