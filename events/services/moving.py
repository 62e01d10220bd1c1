"""When the place of an event changes on its page, its people are told and their calendars follow (I3).

The place belongs to the page, which is drafted and published like any other: the clock compares what was told with
what is published, so that nothing depends on a signal that may be lost.
"""

from collections.abc import Callable
from datetime import datetime

from ..enums import Modality
from ..models import Registration, Session
from .announcing import tell_changed
from .calendars import place_fingerprint
from .locking import LockedSessions, under_lock


def follow_places(now: datetime) -> int:
    """Note the place of each session to come of a published event; tell those whose place moved. Returns how many
    sessions moved."""
    coming = Session.objects.upcoming(now).filter(event__live=True, starts_at__gt=now).select_related("event")
    behind = [session.pk for session in coming.order_by("pk") if session.place_told != place_fingerprint(session.event)]
    return sum(_follow(session_id, now) for session_id in behind)


def _follow(session_id: int, now: datetime) -> bool:
    def work(locked: LockedSessions) -> bool:
        session = locked.get(session_id)
        if session is None or session.is_cancelled:
            return False
        told, session.place_told = session.place_told, place_fingerprint(session.event)
        moved = bool(told) and told != session.place_told
        if moved:
            session.sequence += 1
            session.modified_at = now
            session.moved_online = session.event.modality == Modality.ONLINE
        session.save(update_fields=["place_told", "sequence", "modified_at", "moved_online"])
        if moved:
            tell_everyone(session, tell_changed, now)
        return moved

    return under_lock([session_id], work)


def tell_everyone(session: Session, say: Callable[[Registration, datetime], None], now: datetime) -> None:
    """`say` it to everyone who has a place or waits for one, unless the locked `session` has started."""
    if session.has_started(now):
        return
    for registration in session.registrations.active().select_related("person").order_by("rank"):
        registration.session = session
        say(registration, now)
