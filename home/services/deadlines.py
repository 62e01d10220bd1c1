"""What the public was last told of a deadline: one object that calendars, reminders and mails read (S0-08, I3)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..models import AnnouncedDeadline, CallPage


@transaction.atomic
def announce_deadline(*, call: CallPage, now: datetime | None = None) -> AnnouncedDeadline:
    """Note the deadline of a live `call` as announced. Another day, or a call back online, is a new version (I3)."""
    known = AnnouncedDeadline.objects.select_for_update().filter(call=call.pk).first()
    at = now or timezone.now()
    if known is None:
        return AnnouncedDeadline.objects.create(call=call, day=call.deadline, modified_at=at)
    if known.day != call.deadline or known.is_withdrawn:
        _note(known, at, day=call.deadline, is_withdrawn=False)
    return known


@transaction.atomic
def withdraw_deadline(*, call: CallPage, now: datetime | None = None) -> None:
    """The call left the site: calendars say that its deadline is cancelled."""
    known = AnnouncedDeadline.objects.select_for_update().filter(call=call.pk, is_withdrawn=False).first()
    if known:
        _note(known, now or timezone.now(), day=known.day, is_withdrawn=True)


def announce_deadlines(now: datetime) -> int:
    """Announce what the signals never told of: calls imported or restored. Returns how many. Idempotent."""
    unknown = CallPage.objects.live().filter(announced_deadline=None).order_by("pk")
    return len([announce_deadline(call=call, now=now) for call in unknown])


def _note(known: AnnouncedDeadline, at: datetime, **fields: object) -> None:
    for name, value in fields.items():
        setattr(known, name, value)
    known.sequence += 1
    known.modified_at = at
    known.save(update_fields=[*fields, "sequence", "modified_at"])
