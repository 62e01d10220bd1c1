"""Reminders of the deadline of a call to those who follow it: thirty, seven and one days before (S0-08).

A reminder is a novelty of its own, so that the ledger of what people were told keeps it from coming twice; a new date
is another reminder. It comes whatever the rhythm somebody chose: told later, it would be of no use.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from home.models import CallPage

from ..enums import NoveltyKind, Route
from ..models import Follow, Novelty, Subscriber
from .digests import Round

DAYS_BEFORE = (1, 7, 30)
FROM_HOUR = 8


def remind_deadlines(now: datetime) -> int:
    """Write what is due, from eight o'clock. Idempotent; a clock that was stopped catches up with the last reminder.

    Returns how many mails were written.
    """
    if timezone.localtime(now).hour < FROM_HOUR:
        return 0
    Novelty.objects.bulk_create(_due(now), ignore_conflicts=True)
    waiting = Novelty.objects.filter(kind=NoveltyKind.REMINDER, alerted_at=None, at__lte=now)
    new = dict(waiting.values_list("pk", "page"))
    if not new:
        return 0
    follows = Follow.objects.standing().filter(subscriber=OuterRef("pk"), page__in=new.values())
    people = Subscriber.objects.confirmed().awake(timezone.localdate(now)).filter(Exists(follows))
    label, reference = "Rappel d’une date de clôture", f"deadline:{now.timestamp():.6f}"
    written = Round(Route.REMINDER, label, reference, now, reminders=list(new)).run(people)
    Novelty.objects.filter(pk__in=new).update(alerted_at=now)
    return written


def _due(now: datetime) -> Iterator[Novelty]:
    """The nearest reminder of each open call, when its day has come and the public had known the date before that day.

    Who learns of a date when it is near is told of it as a novelty; a reminder the same day would be one too many.
    """
    today = timezone.localdate(now)
    soon = CallPage.objects.live().public().open().filter(deadline__gt=today)
    known = soon.filter(announced_deadline__is_withdrawn=False, deadline__lte=today + timedelta(days=max(DAYS_BEFORE)))
    for call in known.select_related("announced_deadline").order_by("pk"):
        days = min(days for days in DAYS_BEFORE if (call.deadline - today).days <= days)
        told_on = timezone.localdate(call.announced_deadline.modified_at)
        if told_on < call.deadline - timedelta(days=days):
            mark = f"{call.deadline:%Y-%m-%d} J-{days}"
            yield Novelty(kind=NoveltyKind.REMINDER, page_id=call.pk, mark=mark, at=now)
