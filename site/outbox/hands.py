"""What one worker has in its hands, and how it lets each message go: fence, hand over, end."""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from . import fence, flows
from .enums import EventKind, MessageState
from .holds import Finished, Held
from .loading import Loader
from .models import DeliveryEvent, Message
from .pacing import Borne, Pace
from .sender import Sender
from .stopping import Stop
from .transactions import in_real_transaction
from .transports import Transport, TransportDown
from .transports.outcomes import Outcome, exhausted, unbuildable, uncertain

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds after which a page that departed is not begun any further
# Minutes between tries; the last one repeats. Thirty-seven tries make five days (RFC 5321 4.5.4.1).
BACKOFF = (1, 5, 15, 30, 60, 120, 240)
MAX_ATTEMPTS = 37
BLOCKED_BACKOFF = timedelta(minutes=5)
SAME_KEY = "le prestataire a dit oui sous la clé du même départ"
ASK_AGAIN = timedelta(minutes=5)  # between two questions to a provider that remembers keys


class Hands:
    """Whatever happens to the database, this process knows what it has sent, and how to finish its story.

    `unsent` departed, and no byte of them left; `ended` is over, and not yet written.
    """

    def __init__(self, transport: Transport, stopping: Stop) -> None:
        self.transport = transport
        self.accepted = 0
        self.refused = 0
        self.unsent: list[Held] = []
        self.ended: list[Finished] = []
        self._stopping = stopping
        self._loader = Loader(takes_bytes=transport.takes_bytes)
        self._pace = Pace()
        self._borne = Borne()
        self._slowed: set[str] = set()

    @property
    def page(self) -> int:
        """How many messages the next fence may cover."""
        return self._pace.page

    def send_page(self, page: Sequence[Held], messages: Mapping[int, Message], sender: Sender) -> None:
        """Make leased messages pass the fence, then hand them over one by one.

        Raises TransportDown when the road is closed; call `let_go`, and give back what is still leased.
        """
        # Before the fence, so that a closed road costs no message anything.
        self.transport.open()
        begun = time.monotonic()
        self._depart(page)
        departed = len(self.unsent)
        while self.unsent and not self._stopping.is_set() and time.monotonic() - begun < PATIENCE:
            held = self.unsent[0]
            if len(self.unsent) == departed or self._may_go_on(held):
                self._deliver(messages[held.pk], held, sender)
        self._pace.learn(departed - len(self.unsent), time.monotonic() - begun)
        if self.unsent:
            fence.give_back(self.let_go())
        if self._slowed:
            self._slow_down()

    def write_ends(self) -> None:
        """Write how tries ended, when no departure does it on its way."""
        if self.ended:
            fence.record(self.ended)
            self.ended = []

    def let_go(self) -> list[Held]:
        """Undo what departed and was not sent, and say what: it is leased again, to be given back."""
        self.write_ends()
        unsent, self.unsent = self.unsent, []
        try:
            fence.take_back(unsent)
        except (OperationalError, InterfaceError):
            self.unsent = unsent
            raise
        return unsent

    def ask_again(self, held: Held, sender: Sender) -> bool:
        """Hand over once more, under the key of the departure in doubt, a message that `fence.depart_again` gave. The
        provider sends it now, or knows that it has: only its yes says anything. Returns whether it said so.
        """
        message = Message.objects.get(pk=held.pk)
        outcome = self.attempt(message, sender, departure=message.attempts)
        now = timezone.now()
        if outcome.state != MessageState.ACCEPTED:
            self.ended.append(Finished(held, uncertain(outcome.response), now + ASK_AGAIN))
            self.write_ends()
            return False
        self.ended.append(Finished(held, outcome))
        self.write_ends()
        DeliveryEvent.objects.create(message=message, kind=EventKind.EVIDENCE, at=now, detail=SAME_KEY)
        return True

    def _depart(self, page: Sequence[Held]) -> None:
        """Pass the fence; the ends of the previous page are written on the way."""
        try:
            departed = fence.depart(page, previous=self.ended)
        except (OperationalError, InterfaceError) as error:
            # Committed or not, nobody knows; but this process knows that no byte of it left.
            reconnect(error)
            self.unsent = list(page)
            fence.give_back(self.let_go())
            return
        self.ended = []
        self.unsent = [held for held in page if held.pk in departed]
        for held in page:
            if held.pk not in departed:
                fence.explain(held)

    def _may_go_on(self, held: Held) -> bool:
        """Whether the next message of a page may still leave, and the road is still open under it."""
        self.transport.open()
        if fence.still_leaving(held):
            return True
        fence.take_back([held])
        fence.explain(held)
        self.unsent.remove(held)
        return False

    def _deliver(self, message: Message, held: Held, sender: Sender) -> None:
        # From here on it may have left, as far as anybody else knows.
        self.unsent.remove(held)
        try:
            outcome = self.attempt(message, sender, departure=message.attempts + 1)
        except (OperationalError, InterfaceError):
            self.unsent.insert(0, held)  # its content could not be read: nothing of it left
            raise
        finished = _finish(message, held, outcome)
        self.accepted += finished.outcome.state == MessageState.ACCEPTED
        self.refused += finished.outcome.state == MessageState.REFUSED
        self._look_at_the_pace(message, outcome)
        self.ended.append(finished)
        if finished.tells_a_story:
            self.write_ends()
        if outcome.blocking:
            raise TransportDown(outcome.response, blocking=True)

    def _look_at_the_pace(self, message: Message, outcome: Outcome) -> None:
        family = flows.flow_of(message)
        if outcome.state == MessageState.ACCEPTED:
            self._borne.count(family)
        elif family and flows.asks_for_less(outcome):
            self._slowed.add(family)

    def _slow_down(self) -> None:
        """What was put off is written first: it waits for the new pace too."""
        self.write_ends()
        for family in sorted(self._slowed):
            flows.slow_down(family, borne=self._borne.per_minute(family))
        self._slowed.clear()

    def attempt(self, message: Message, sender: Sender, *, departure: int) -> Outcome:
        """Hand the message over. Raises only when the database cannot be asked for its content."""
        if in_real_transaction():
            raise RuntimeError("mail must not leave inside a transaction: its departure would not be committed")
        try:
            mail = self._loader.load(message, sender=sender, departure=departure)
        except (OperationalError, InterfaceError):
            raise  # the database is away, the row is sound
        except Exception as error:  # a row that cannot be composed must not stop the others
            logger.exception("outbox: message %s could not be composed", message.pk)
            return unbuildable(error)
        return self.transport.send(mail)


def _finish(message: Message, held: Held, outcome: Outcome) -> Finished:
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


def backoff(attempt: int) -> timedelta:
    """How long to wait after the `attempt`-th refusal for now (greylisting asks for minutes, not seconds)."""
    return timedelta(minutes=BACKOFF[min(attempt, len(BACKOFF)) - 1])


def reconnect(error: Exception) -> None:
    """Drop a connection that failed, so that the next statement opens another one."""
    if connection.in_atomic_block:
        raise error
    connection.close()
