"""Keeping OpenAgenda told: what changed is pushed at the next tick, what is unpublished is withdrawn (O4, O7, O10)."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from ..availability import availability_of
from ..enums import Modality
from ..models import EventPage, OpenAgendaPush, Session
from ..openagenda import Adapter, OpenAgendaRefused, OpenAgendaUnreachable, configuration, event_body, location_body

# After a failure the same event is left alone for a while: their servers, or the editor, have something to mend.
AFTER_FAILURE = timedelta(minutes=10)
PAST = timedelta(days=30)


def push_to_openagenda(now: datetime) -> int:
    """Tell OpenAgenda of every event that is not as it was told. Returns how many were pushed or withdrawn.

    Does nothing until DIRIGEABLE_OPENAGENDA is set. A failure is kept for the editors, and tried again later.
    """
    to = configuration()
    if to is None:
        return 0
    adapter, rows = Adapter(to), {row.event_id: row for row in OpenAgendaPush.objects.order_by("pk")}
    events = EventPage.objects.live().public().filter(sessions__ends_at__gt=now - PAST).distinct().order_by("pk")
    done, shown = 0, set()
    for event in events.select_related("territory"):
        shown.add(event.pk)
        row = rows.get(event.pk) or OpenAgendaPush(event=event)
        done += _push(adapter, row, event, now)
    for number, row in rows.items():
        if number not in shown and row.remote_uid and not row.event.live:
            done += _withdraw(adapter, row, now)
    return done


def _push(adapter: Adapter, row: OpenAgendaPush, event: EventPage, now: datetime) -> bool:
    sessions = Session.objects.announced().filter(event=event.pk).order_by("starts_at", "pk")
    dates = [availability_of(session, now) for session in sessions]
    body = event_body(event, dates)
    place = location_body(event) if event.modality != Modality.ONLINE else None
    digest = hashlib.sha256(json.dumps([body, place], sort_keys=True).encode()).hexdigest()
    rests = bool(row.failed_at and row.failed_at > now - AFTER_FAILURE)
    if not dates or row.digest == digest or rests:
        return False

    def send() -> None:
        located: dict[str, Any] = (
            {"location": {"uid": adapter.place(str(event.translation_key), place)}} if place else {}
        )
        try:
            row.remote_uid = adapter.push(str(event.translation_key), {**body, **located})
        except OpenAgendaRefused as refusal:
            if refusal.status != 422:
                raise
            plain = event_body(event, dates, with_status=False)  # an agenda without the feature « status » (O4)
            row.remote_uid = adapter.push(str(event.translation_key), {**plain, **located})
        row.digest, row.pushed_at = digest, now

    return _noted(row, now, send)


def _withdraw(adapter: Adapter, row: OpenAgendaPush, now: datetime) -> bool:
    if row.failed_at and row.failed_at > now - AFTER_FAILURE:
        return False

    def send() -> None:
        adapter.withdraw(row.remote_uid)
        row.digest = row.remote_uid = ""

    return _noted(row, now, send)


def _noted(row: OpenAgendaPush, now: datetime, send: Any) -> bool:
    """Run `send`, and keep how it went. Whether it went well."""
    try:
        send()
    except (OpenAgendaRefused, OpenAgendaUnreachable) as error:
        row.failed_at, row.error = now, str(error)
        row.save()
        return False
    row.failed_at, row.error = None, ""
    row.save()
    return True
