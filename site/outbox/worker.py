"""One process that sends. Run one or many, on one machine or many: the rows are the only coordinator."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from . import fence
from .composition import compose
from .enums import MessageState
from .errors import OutboxError
from .fence import Finished, Held
from .liveness import worker_name
from .models import Content, Mailing, Message
from .sender import Sender, current_sender
from .services import finish_mailings, pause_mailing, sweep
from .tasks import nudge_file
from .transactions import in_real_transaction
from .transports import Transport, TransportDown
from .transports.outcomes import Outcome, exhausted, unbuildable

logger = logging.getLogger(__name__)

PAGE = 20
POLL = 1.0  # seconds between two looks at the rows when nothing waits
NUDGE = 0.1  # seconds between two looks at the nudge file, which costs no query
SWEEP = 15.0  # seconds between two searches for dead workers
URGENT = 1.0  # seconds a letter may keep a confirmation waiting
# Minutes between tries; the last one repeats. Thirty-seven tries make five days (RFC 5321 4.5.4.1).
BACKOFF = (1, 5, 15, 30, 60, 120, 240)
MAX_ATTEMPTS = 37
BLOCKED_BACKOFF = timedelta(minutes=5)


class Worker:
    """Leases a page, makes each message pass the fence, hands it over, writes the end with the next
    departure.
    """

    def __init__(self, transport: Transport, *, name: str = "", say: Callable[[str], None] | None = None) -> None:
        self.transport = transport
        self.name = name or worker_name()
        self.stopping = threading.Event()
        self.sent = 0
        self._say = say or logger.info
        self._pending: Finished | None = None
        self._contents: OrderedDict[int, Content] = OrderedDict()
        self._failures = 0
        self._swept_at = float("-inf")
        self._urgent_at = float("-inf")

    def stop(self) -> None:
        """Finish the mail that is leaving, give back the others, end (SIGTERM)."""
        self.stopping.set()

    def run(self, *, once: bool = False) -> bool:
        """Send until stopped or, with `once`, until nothing can leave now. False when the road out is
        closed.
        """
        try:
            while not self.stopping.is_set():
                if not self._turn() and (once or not self._rest()):
                    break
        finally:
            self._guarded(self._write_pending)
            self.transport.close()
        return self._failures == 0

    def _turn(self) -> bool:
        """One page. False when there was nothing to do, or no way to do it."""
        return bool(self._guarded(self._sweep)) | bool(self._guarded(self._one_page))

    def _one_page(self) -> bool:
        for mailing_id in [None, *self._running()]:
            if page := fence.lease(worker=self.name, mailing_id=mailing_id, size=PAGE):
                return self._serve(page)
        self._write_pending()
        return finish_mailings(timezone.now()) > 0

    def _running(self) -> list[int]:
        return list(Mailing.objects.running().order_by("started_at", "pk").values_list("pk", flat=True))

    def _serve(self, page: Sequence[Held]) -> bool:
        """Send a page. False when the road was found closed: what is left of the page is given back."""
        sender = current_sender()
        deadline = time.monotonic() + fence.LEASE.total_seconds() / 2
        messages = {row.pk: row for row in Message.objects.filter(pk__in=[held.pk for held in page])}
        for index, held in enumerate(page):
            if self.stopping.is_set() or time.monotonic() > deadline:
                self._give_back(page[index:])
                break
            if held.mailing_id is not None and not self._serve_urgent():
                self._give_back(page[index:])
                return False
            if held.pk in messages and not self._deliver(messages[held.pk], held, sender, page[index:]):
                return False
        # Written before the next page is leased: a page boundary is rare, a lost result is not worth saving
        # it.
        self._write_pending()
        return True

    def _serve_urgent(self) -> bool:
        """A confirmation written during a letter leaves within a second or so. False when the road is
        closed.
        """
        if time.monotonic() - self._urgent_at < URGENT:
            return True
        self._urgent_at = time.monotonic()
        urgent = fence.lease(worker=self.name, mailing_id=None, size=PAGE)
        return self._serve(urgent) if urgent else True

    def _deliver(self, message: Message, held: Held, sender: Sender, rest: Sequence[Held]) -> bool:
        if not self._road_is_open(rest):
            return False
        if not self._departs(held):
            fence.explain(held)
            return True
        outcome = self._attempt(message, sender)
        finished = self._finish(message, held, outcome)
        if finished.outcome.state == MessageState.ACCEPTED:
            self.sent += 1
        self._pending = finished
        if finished.tells_a_story:
            self._write_pending()
        if outcome.blocking:
            self._close_road(rest[1:], outcome.response, blocking=True)
            return False
        return True

    def _departs(self, held: Held) -> bool:
        """Pass the fence; the previous message's end is written on the way."""
        previous = self._pending
        try:
            departed = fence.depart(held, previous=previous)
        except (OperationalError, InterfaceError) as error:
            # Committed or not, nobody knows; but this process knows that no byte of it left.
            self._reconnect(error)
            self._write_pending()
            fence.take_back_departure(held)
            return False
        self._pending = None
        return departed

    def _attempt(self, message: Message, sender: Sender) -> Outcome:
        """Hand the message over. From here on, whatever happens ends in an outcome."""
        if in_real_transaction():
            raise RuntimeError("mail must not leave inside a transaction: its departure would not be committed")
        try:
            message.content = self._content(message.content_id)
            mail = compose(message, sender=sender, invitations_inline=self.transport.invitations_inline)
        except Exception as error:  # a row that cannot be composed must not stop the others
            logger.exception("outbox: message %s could not be composed", message.pk)
            return unbuildable(error)
        return self.transport.send(mail)

    def _finish(self, message: Message, held: Held, outcome: Outcome) -> Finished:
        if outcome.state != MessageState.RETRY:
            return Finished(held, outcome)
        if outcome.blocking:
            # A mailing is paused: it starts again where it stood. Awaited mail tries again by itself.
            later = None if held.mailing_id else timezone.now() + BLOCKED_BACKOFF
            return Finished(held, outcome, later)
        attempt = message.attempts + 1
        if attempt >= MAX_ATTEMPTS:
            return Finished(held, exhausted(outcome))
        return Finished(held, outcome, timezone.now() + backoff(attempt))

    def _road_is_open(self, rest: Sequence[Held]) -> bool:
        """Connect before the fence, so that a closed road costs no message anything."""
        try:
            self.transport.open()
        except TransportDown as down:
            self._close_road(rest, down.response, blocking=down.blocking)
            return False
        self._failures = 0
        return True

    def _close_road(self, rest: Sequence[Held], response: str, *, blocking: bool) -> None:
        """Nothing can leave: give everything back, and pause the mailing when only a person can help."""
        self._failures += 1
        self._say(f"Rien ne peut partir : {response}")
        self._write_pending()
        awaited = [held for held in rest if held.mailing_id is None]
        later = timezone.now() + BLOCKED_BACKOFF if blocking else None
        fence.give_back(awaited, retry_after=later, response=response)
        fence.give_back([held for held in rest if held.mailing_id is not None], response=response)
        if blocking:
            self._pause_all(response)
        self.transport.close()

    def _pause_all(self, response: str) -> None:
        """Credentials and quotas are those of the road: every mailing under way would meet the same end."""
        for mailing in Mailing.objects.running().order_by("pk"):
            try:
                pause_mailing(mailing=mailing, note=response)
            except OutboxError:  # somebody has just cancelled it
                continue

    def _give_back(self, page: Sequence[Held]) -> None:
        self._write_pending()
        fence.give_back(page)

    def _write_pending(self) -> None:
        if self._pending:
            fence.record(self._pending)
            self._pending = None

    def _content(self, pk: int) -> Content:
        """A letter's content is read once, not once per person."""
        if pk not in self._contents:
            self._contents[pk] = Content.objects.get(pk=pk)
            while len(self._contents) > 4:
                self._contents.popitem(last=False)
        return self._contents[pk]

    def _sweep(self) -> bool:
        if time.monotonic() - self._swept_at < SWEEP:
            return False
        self._swept_at = time.monotonic()
        return sweep(timezone.now()) > 0

    def _rest(self) -> bool:
        """Wait for the next look: a second, less when nudged, more while the road is closed. False to
        stop.
        """
        delay = min(60.0, 2.0**self._failures) if self._failures else POLL
        until = time.monotonic() + delay
        before = _nudged_at()
        while time.monotonic() < until and (self._failures or _nudged_at() == before):
            if self.stopping.wait(NUDGE):
                return False
        return True

    def _guarded(self, step: Callable[[], bool | None]) -> bool | None:
        """Run a step; when the database goes away, come back to it without having lost the last result."""
        try:
            return step()
        except (OperationalError, InterfaceError) as error:
            logger.exception("outbox: the database did not answer")
            self._reconnect(error)
            self._start_afresh()
            return None

    def _start_afresh(self) -> None:
        """Give back at once the page that was being read when the database went away."""
        try:
            self._write_pending()
            fence.give_back_all(worker=self.name)
        except (OperationalError, InterfaceError):
            connection.close()  # still away: the next turn tries again, and the leases end by themselves

    def _reconnect(self, error: Exception) -> None:
        if connection.in_atomic_block:
            raise error
        connection.close()


def backoff(attempt: int) -> timedelta:
    """How long to wait after the `attempt`-th refusal for now (greylisting asks for minutes, not seconds)."""
    return timedelta(minutes=BACKOFF[min(attempt, len(BACKOFF)) - 1])


def _nudged_at() -> int:
    try:
        return nudge_file().stat().st_mtime_ns
    except OSError:
        return 0
