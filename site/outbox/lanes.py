"""Which worker may carry mail to a receiver that counts connections (law.md D-05: Orange takes two at once)."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .enums import CLAIMABLE
from .families import connections_of, limited_families
from .flows import slow_families
from .liveness import is_dead
from .models import Lane, Message

HOLD = timedelta(minutes=20)
RENEWAL = 60.0  # seconds


class Lanes:
    """The lanes that one worker holds. It holds one as long as its connection may have carried such mail."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.held: set[str] = set()
        self._renewed_at = time.monotonic()

    def take(self, family: str) -> bool:
        """Whether this worker may carry mail of `family`, from now on."""
        if family not in self.held and _take(family, self.worker):
            self.held.add(family)
        return family in self.held

    def renew(self) -> bool:
        """Say that the lanes held are still needed. False when another worker took one meanwhile."""
        if not self.held or time.monotonic() - self._renewed_at < RENEWAL:
            return True
        self._renewed_at = time.monotonic()
        mine = Lane.objects.filter(worker=self.worker)
        mine.update(held_until=timezone.now() + HOLD)
        held, self.held = self.held, set(mine.order_by("pk").values_list("family", flat=True))
        return held <= self.held

    def leave(self) -> None:
        """Give all lanes back: the connection that carried their mail is closed."""
        if self.held:
            Lane.objects.filter(worker=self.worker).update(worker="", held_until=None)
            self.held.clear()


def _take(family: str, worker: str) -> bool:
    """Take a free lane: given back, over its time, or held by a process known to be dead."""
    now = timezone.now()
    with transaction.atomic():
        for number in range(1, connections_of(family) + 1):
            Lane.objects.get_or_create(family=family, number=number)
        known = Lane.objects.filter(family=family, number__lte=connections_of(family))
        for lane in known.select_for_update(of=("self",)).order_by("number"):
            over = lane.held_until is None or lane.held_until <= now
            if over or lane.worker == worker or is_dead(lane.worker):
                lane.worker, lane.held_until = worker, now + HOLD
                lane.save(update_fields=["worker", "held_until"])
                return True
    return False


def waits(family: str, mailing_id: int | None) -> bool:
    """Whether a message of `family` could be leased, now or later."""
    claimable = Message.objects.filter(family=family, state__in=CLAIMABLE)
    road = claimable.filter(mailing=None) if mailing_id is None else claimable.filter(mailing=mailing_id)
    return road.exists()


def forget_old_limits() -> int:
    """Free the messages of families that the settings no longer limit. Returns how many."""
    limited = Message.objects.filter(state__in=CLAIMABLE).exclude(family="")
    return limited.exclude(family__in=[*limited_families(), *slow_families()]).update(family="")
