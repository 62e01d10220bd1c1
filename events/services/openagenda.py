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
    public = EventPage.objects.live().public()
    done, events = 0, public.filter(sessions__ends_at__gt=now - PAST).distinct().order_by("pk")
    for event in events.select_related("territory"):
        row = rows.get(event.pk) or OpenAgendaPush(event=event)
        done += _push(adapter, row, event, now)
    # What is over stays there; what nobody may read here any more does not.
    readable = set(public.filter(pk__in=rows).values_list("pk", flat=True))
    for number, row in rows.items():
        if number not in readable and row.remote_uid:
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
