"""One process that sends. Run one or many, on one machine or many: the rows are the only coordinator."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from . import fence, flows, quotas
from .errors import OutboxError
from .families import limited_families
from .hands import BLOCKED_BACKOFF, Hands, reconnect
from .holds import Held
from .lanes import Lanes, forget_old_limits, waits
from .liveness import worker_name
from .models import Mailing, Message
from .sender import current_sender
from .services import advance, finish_mailings, pause_failing, pause_mailing, sweep, welcome_scouts
from .services.health import FEWEST
from .stopping import Stop
from .tasks import nudge, nudge_file
from .transports import Transport, TransportDown

logger = logging.getLogger(__name__)

Road = tuple[int | None, str]  # a mailing, or none for mail that somebody waits for, and a family of receivers

LEASED_PAGES = 4  # pages taken together: a lease costs a commit too
POLL = 1.0  # seconds between two looks at the rows when nothing waits
NUDGE = 0.1  # seconds between two looks at the nudge file, which costs no query
SWEEP = 15.0  # seconds between two searches for dead workers
EXAMINE = 3.0  # seconds between two looks at what mailings under way meet
PULSE = 1.0  # seconds between two signs of life of the database while mail leaves
URGENT = 1.0  # seconds a letter may keep a confirmation waiting
A_CALL = timedelta(minutes=3)  # a provider may take to answer: its key must still live then
EMPTY = 0.5  # seconds during which a road found empty is looked at last


class Worker:
    """Takes turns: finds what waits, leases some of it, lets its hands send it page by page, rests."""

    def __init__(self, transport: Transport, *, name: str = "", say: Callable[[str], None] | None = None) -> None:
        self.transport = transport
        self.name = name or worker_name()
        self.stopping = Stop()
        self.hands = Hands(transport, self.stopping)
        self._say = say or logger.info
        self._lanes = Lanes(self.name)
        self._failures = 0
        self._turns = 0
        self._astray = False
        self._open = False
        self._advanced_at, self._advanced_for = float("-inf"), 0
        self._swept_at = self._examined_at = self._asked_at = float("-inf")
        self._urgent_at = float("-inf")
        self._slow: list[str] = []
        self._empty_at: dict[Road, float] = {}
        self._scouting: set[int] = set()
        self._refused_at = 0

    @property
    def sent(self) -> int:
        """Messages accepted since this worker began."""
        return self.hands.accepted

    def stop(self) -> None:
        """Finish the mail that is leaving, give back the others, end (SIGTERM)."""
        self.stopping.set()

    def run(self, *, once: bool = False) -> bool:
        """Send until stopped or, with `once`, until nothing can leave now. False when the road out is
        closed.
        """
        self._guarded(forget_old_limits)
        self._guarded(flows.forgive)
        try:
            while not self.stopping.is_set():
                if not self._turn() and (once or not self._rest()):
                    break
        finally:
            self._guarded(self.hands.write_ends)
            self.transport.close()
            self._guarded(self._lanes.leave)
        return self._failures == 0

    def _turn(self) -> bool:
        """One lease. False when there was nothing to do, or no way to do it."""
        if self._astray:
            self._start_afresh()
        return bool(self._guarded(self._sweep)) | bool(self._guarded(self._one_lease))

    def _is_open(self) -> bool:
        """Whether this database may send, asked each second while mail leaves, less often when none does (S11)."""
        since = time.monotonic() - self._advanced_at
        if since < PULSE or (self.hands.accepted == self._advanced_for and since < SWEEP):
            return self._open
        self._advanced_at, self._advanced_for = time.monotonic(), self.hands.accepted
        self._open = advance()
        if time.monotonic() - self._examined_at > EXAMINE:
            self._examine()
        if not self._open:
            self._say("La base a été restaurée d’une sauvegarde : rien ne part avant qu’une personne ne le confirme.")
        return self._open

    def _examine(self) -> None:
        self._examined_at, self._refused_at = time.monotonic(), self.hands.refused
        pause_failing(timezone.now())

    def _one_lease(self) -> bool:
        if not self._is_open():
            return False
        if not self._lanes.renew():
            self.transport.close()
        self._ask_again()
        self._slow = flows.slow_families()
        for road in sorted([*self._roads(None), *self._turning()], key=self._was_empty):
            if lease := self._lease(*road):
                return self._serve(lease)
            self._empty_at[road] = time.monotonic()
        self._empty_at.clear()
        self.hands.write_ends()
        if self._lanes.held:
            # Another worker may use them, once no connection of ours that carried such mail is open.
            self.transport.close()
            self._lanes.leave()
        if any(welcome_scouts(mailing_id=mailing_id) for mailing_id in sorted(self._scouting)):
            nudge.call()  # those of this machine that rest meanwhile
            return True
        return finish_mailings(timezone.now()) > 0

    def _ask_again(self) -> None:
        """What a worker that died left in doubt, asked of a provider that still knows its key (sending.md 8.3)."""
        life = self.transport.key_life
        if life is None or time.monotonic() - self._asked_at < SWEEP:
            return
        begun = time.monotonic()
        while not self.stopping.is_set() and time.monotonic() - begun < URGENT:
            held = fence.depart_again(worker=self.name, since=timezone.now() - life + A_CALL)
            if held is None or not self.hands.ask_again(held, current_sender()):
                # None is left; or the provider does not say yes just now, and other mail must not wait for it.
                self._asked_at = time.monotonic()
                return

    def _turning(self) -> list[Road]:
        """Each turn begins with another mailing, or another family: an erratum does not wait for the end of a letter,
        nor most people for those whose server takes little at once.
        """
        running = list(Mailing.objects.running().order_by("started_at", "pk").values_list("pk", "scouted_at"))
        self._scouting = {mailing_id for mailing_id, scouted_at in running if scouted_at is None}
        roads = [road for mailing_id, _scouted_at in running for road in self._roads(mailing_id)]
        self._turns += 1
        first = self._turns % len(roads) if roads else 0
        return roads[first:] + roads[:first]

    def _was_empty(self, road: Road) -> bool:
        """Looking costs queries: while a letter leaves, the roads that it does not take are not asked at each lease."""
        return time.monotonic() - self._empty_at.get(road, float("-inf")) < EMPTY

    def _roads(self, mailing_id: int | None) -> list[Road]:
        return [(mailing_id, family) for family in ("", *limited_families(), *self._slow)]

    def _lease(self, mailing_id: int | None, family: str) -> list[Held]:
        """A few pages of one road, or nothing when it is empty, or when others or its pace hold it."""
        if family and not (waits(family, mailing_id) and self._may_carry(family)):
            return []
        asked = LEASED_PAGES * self.hands.page
        borne = flows.take(family, asked) if family else asked
        size = quotas.take(borne, awaited=mailing_id is None) if borne else 0
        scouts = mailing_id in self._scouting
        road = {"mailing_id": mailing_id, "family": family, "size": size, "scouts": scouts}
        lease = fence.lease(worker=self.name, **road) if size else []  # type: ignore[arg-type]
        quotas.give_back(size - len(lease))
        if family:
            flows.give_back(family, borne - len(lease))
        return lease

    def _may_carry(self, family: str) -> bool:
        # A provider's API is reached by its own connections, not by ours; one domain that is slow takes any of them.
        return not self.transport.takes_bytes or family in self._slow or self._lanes.take(family)

    def _serve(self, lease: Sequence[Held]) -> bool:
        """Send what was leased. False when the road was found closed: what is left of it is given back."""
        sender = current_sender()
        deadline = time.monotonic() + fence.LEASE.total_seconds() / 2
        messages = {row.pk: row for row in Message.objects.filter(pk__in=[held.pk for held in lease])}
        rest = [held for held in lease if held.pk in messages]
        while rest:
            if self.stopping.is_set() or time.monotonic() > deadline:
                self._give_back(rest)
                break
            if rest[0].mailing_id is not None and not self._serve_urgent():
                self._give_back(rest)
                return False
            size = self.hands.page
            try:
                self.hands.send_page(rest[:size], messages, sender)
            except TransportDown as down:
                self._close_road(rest, down)
                return False
            self._failures = 0
            rest = rest[size:]
            if self.hands.refused - self._refused_at >= FEWEST:
                self._examine()
        # Written before the next lease: a lost result is not worth saving a commit.
        self.hands.write_ends()
        return True

    def _serve_urgent(self) -> bool:
        """A confirmation written during a letter leaves within a second or so. False when the road is
        closed.
        """
        if time.monotonic() - self._urgent_at < URGENT:
            return True
        self._urgent_at = time.monotonic()
        # All that are served, or none: `all` stops where the road was found closed.
        return all(self._serve(urgent) for road in self._roads(None) if (urgent := self._lease(*road)))

    def _give_back(self, lease: Sequence[Held]) -> None:
        self.hands.write_ends()
        fence.give_back(lease)

    def _close_road(self, lease: Sequence[Held], down: TransportDown) -> None:
        """Nothing can leave: give everything back, and pause the mailing when only a person can help."""
        self._failures += 1
        self._say(f"Rien ne peut partir : {down.response}")
        self.hands.let_go()
        awaited = [held for held in lease if held.mailing_id is None]
        later = timezone.now() + BLOCKED_BACKOFF if down.blocking else None
        fence.give_back(awaited, retry_after=later, response=down.response)
        fence.give_back([held for held in lease if held.mailing_id is not None], response=down.response)
        if down.blocking:
            self._pause_all(down.response)
        self.transport.close()

    def _pause_all(self, response: str) -> None:
        """Credentials and quotas are those of the road: every mailing under way would meet the same end."""
        for mailing in Mailing.objects.running().order_by("pk"):
            try:
                pause_mailing(mailing=mailing, note=response)
            except OutboxError:  # somebody has just cancelled it
                continue

    def _sweep(self) -> bool:
        if time.monotonic() - self._swept_at < SWEEP:
            return False
        self._swept_at = time.monotonic()
        flows.forgive()
        return sweep(timezone.now()) > 0

    def _rest(self) -> bool:
        """Wait for the next look: a second, less when nudged, more while the road is closed. False to
        stop.
        """
        delay = min(60.0, 2.0**self._failures) if self._failures else POLL
        until = time.monotonic() + delay
        before = _nudged_at()
        while time.monotonic() < until and (self._failures or _nudged_at() == before):
            time.sleep(NUDGE)
            if self.stopping.is_set():
                return False
        return True

    def _guarded(self, step: Callable[[], int | None]) -> int | None:
        """Run a step; when the database goes away, come back to it without having lost the last result."""
        try:
            return step()
        except (OperationalError, InterfaceError) as error:
            logger.exception("outbox: the database did not answer")
            reconnect(error)
            self._start_afresh()
            return None

    def _start_afresh(self) -> None:
        """Give back at once what was held when the database went away."""
        try:
            self.hands.let_go()
            fence.give_back_all(worker=self.name)
            self._astray = False
        except (OperationalError, InterfaceError):
            self._astray = True  # still away: the next turn tries again, or the leases end by themselves
            connection.close()


def _nudged_at() -> int:
    try:
        return nudge_file().stat().st_mtime_ns
    except OSError:
        return 0
