"""What is read of the outbox by screens: its own and those of the apps above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from .enums import CLAIMABLE, MailingState, Priority
from .families import limited_families
from .flows import slow_families
from .models import Mailing, Message
from .models.mailings import COUNTED

# The rate is that of the latest departures: a pause of yesterday says nothing of the next hour.
WINDOW, SAMPLE = timedelta(minutes=5), 500


@dataclass(frozen=True)
class Progress:
    """How fast a mailing leaves. `per_minute` and `ends_at` are None when nothing left lately."""

    per_minute: int | None
    ends_at: datetime | None


def progress_of(mailing: Mailing, *, waiting: int, now: datetime) -> Progress:
    """Rate over the latest departures, and when the last message should leave at that rate. A few queries, whatever the
    audience: only the messages just before the first that waits are looked at.
    """
    if mailing.state != MailingState.RUNNING or not waiting:
        return Progress(None, None)
    first = _next_to_leave(mailing)
    if first is None:
        return Progress(None, None)
    lately = Message.objects.filter(pk__range=(first - SAMPLE, first), mailing=mailing, departed_at__gte=now - WINDOW)
    departures = list(lately.order_by().values_list("departed_at", flat=True))
    known = [moment for moment in departures if moment]
    if len(known) < 2:
        return Progress(None, None)
    seconds = max((now - min(known)).total_seconds(), 1.0)
    rate = len(known) / seconds
    return Progress(per_minute=round(rate * 60), ends_at=now + timedelta(seconds=waiting / rate))


def _next_to_leave(mailing: Mailing) -> int | None:
    """The key of the first message that waits, found by the index that workers use: one short look for each family."""
    claimable = mailing.messages.filter(state__in=CLAIMABLE, priority=Priority.MAILING).order_by("pk")
    for family in ("", *limited_families(), *slow_families()):
        first = claimable.filter(family=family).values_list("pk", flat=True).first()
        if first is not None:
            return first
    return None


def attach_counts(mailings: Iterable[Mailing]) -> list[Mailing]:
    """The same mailings, their counts known: one query for all of them, over their own messages only."""
    known = list(mailings)
    rows = (
        Message.objects.filter(mailing__in=known).order_by().values_list("mailing", "state").annotate(number=Count("*"))
    )
    numbers = {(mailing, state): number for mailing, state, number in rows}
    for mailing in known:
        for name, states in COUNTED.items():
            setattr(mailing, f"n_{name}", sum(numbers.get((mailing.pk, state), 0) for state in states))
    return known


def doubtful_mail(*, prefixes: Iterable[str]) -> Message | None:
    """The latest uncertain mail whose key begins by one of `prefixes`, for the person who waits for it: they know
    whether it came, and may say so (`settle_as_received`, `settle_to_resend`). One query.
    """
    wanted = Q(pk=None)
    for prefix in prefixes:
        wanted |= Q(dedup_key__startswith=prefix)
    return Message.objects.uncertain().filter(wanted).order_by("-pk").first()
