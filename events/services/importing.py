"""Dates of somebody else's calendar become dates of an event; read again, they follow it (I21)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ..enums import SessionState
from ..ical import FoundDate
from ..models import EventPage, ImportedDate, Session
from .announcing import tell_changed, tell_session_cancelled
from .calendars import facts_of, note_version
from .locking import LockedSessions, under_lock
from .moving import tell_everyone
from .places import hold_until_the_start


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def import_dates(*, event: EventPage, dates: list[FoundDate], now: datetime | None = None) -> Imported:
    """Write the dates of a calendar into `event`: new ones announced, known ones changed if their SEQUENCE grew.

    The same file twice, or an older version of it, changes nothing. A date somebody else cancels is cancelled, and its
    people told. Raises TooBusy.
    """
    now = now or timezone.now()
    mine = ImportedDate.objects.filter(event=event.pk).order_by("pk")

    def work(locked: LockedSessions) -> Imported:
        # Dates to come have no row to lock yet: the event keeps a second click waiting for what the first one wrote.
        EventPage.objects.select_for_update(of=("self",)).get(pk=event.pk)
        known = {(row.uid, row.recurrence): row for row in mine.all()}
        added = changed = unchanged = 0
        for found in dates:
            row = known.get((found.uid, found.recurrence))
            if row is None:
                added += _add(event, found)
            elif found.sequence <= row.sequence or row.session_id not in locked:
                unchanged += 1
            else:
                _change(locked[row.session_id], row, found, now)
                changed += 1
        return Imported(added, changed, unchanged)

    return under_lock(mine.values_list("session", flat=True), work)


def _add(event: EventPage, found: FoundDate) -> bool:
    """A new date, announced; one that is cancelled already is no date."""
    if found.is_cancelled:
        return False
    session = Session.objects.create(
        event_id=event.pk,
        title=_title(event, found),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        state=SessionState.ANNOUNCED,
    )
    ImportedDate.objects.create(
        session=session, event_id=event.pk, uid=found.uid, recurrence=found.recurrence, sequence=found.sequence
    )
    return True


def _change(session: Session, row: ImportedDate, found: FoundDate, now: datetime) -> None:
    before, was_cancelled = facts_of(session), session.is_cancelled
    session.title = _title(session.event, found)
    session.starts_at, session.ends_at = found.starts_at, found.ends_at
    if found.is_cancelled:
        session.state = SessionState.CANCELLED
    moved = note_version(session, before, now)
    session.save()
    hold_until_the_start(session)
    row.sequence = found.sequence
    row.save(update_fields=["sequence"])
    if moved and not was_cancelled:
        tell_everyone(session, tell_session_cancelled if session.is_cancelled else tell_changed, now)


def _title(event: EventPage, found: FoundDate) -> str:
    """What the date adds to the title of the event; nothing when it repeats it."""
    return "" if found.title == event.title else found.title
