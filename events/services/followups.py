"""After an event: thanks to those who came, with the materials and the questionnaire. Woken by the clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from outbox.models import Message

from .. import mails
from ..enums import SessionState
from ..joining import current_settings, here_at
from ..links import url_for
from ..models import Attendance, EventPage, Material, Registration, Session
from .evaluations import ensure_questionnaire
from .locking import LockedSessions, under_lock

# Nobody is thanked for what happened before the site took over, or while it was asleep for too long.
NOT_LATER_THAN = timedelta(days=14)


def send_thanks(now: datetime) -> int:
    """Thank the people of each event whose last date is over since the day before. Returns how many were written to."""
    hours = current_settings()
    if not hours.sends_thanks:
        return 0
    return sum(
        _thank(session.pk, now)
        for session in _last_sessions(now)
        if here_at(session.local_date + timedelta(days=1), hours.thanks_hour) <= now and _someone_to_thank(session)
    )


def _last_sessions(now: datetime) -> list[Session]:
    """The last date of each event that ended lately and has nothing to come."""
    held = Session.objects.standing().exclude(state=SessionState.POSTPONED)
    over = held.filter(ends_at__lte=now, ends_at__gt=now - NOT_LATER_THAN).order_by("event", "-ends_at", "-pk")
    coming = set(held.filter(ends_at__gt=now).values_list("event", flat=True).order_by())
    last: dict[int, Session] = {}
    for session in over:
        if session.event_id not in coming:
            last.setdefault(session.event_id, session)
    return list(last.values())


def _someone_to_thank(session: Session) -> bool:
    keys = {mails.thanks_key(row) for row in to_thank(session.event_id)}
    told = Message.objects.filter(dedup_key__in=keys).count()
    return told < len(keys)


def to_thank(event_id: int, *, with_address: bool = True) -> list[Registration]:
    """One registration for each participant (we can write to): the last date they came to; or had a place at, where
    nobody noted who came."""
    rows = Registration.objects.confirmed().filter(session__event=event_id)
    if with_address:
        rows = rows.exclude(contact_email="")
    present = Attendance.objects.present().filter(registration__session__event=event_id)
    noted = present.values("registration__session")
    rows = rows.filter(Q(pk__in=present.values("registration")) | ~Q(session__in=noted))
    found: dict[int, Registration] = {}
    for row in rows.select_related("person", "session__event").order_by("session__starts_at", "pk"):
        found[row.person_id] = row
    return list(found.values())


def _thank(session_id: int, now: datetime) -> int:
    def work(locked: LockedSessions) -> int:
        session = locked[session_id]
        event = session.event
        ensure_questionnaire(event)
        materials = materials_of(event)
        noted = Attendance.objects.present().filter(registration__session__event=event.pk).exists()
        return sum(
            mails.tell_thanks(
                row,
                materials=materials,
                evaluation_url=url_for(row, "evaluate"),
                certificate_url=url_for(row, "own_certificate") if noted else "",
            )
            for row in to_thank(event.pk)
        )

    return under_lock([session_id], work)


def materials_of(event: EventPage) -> list[tuple[str, str]]:
    """Titles and absolute addresses."""
    rows = Material.objects.filter(event=event.pk).select_related("document").order_by("position", "pk")
    base = settings.WAGTAILADMIN_BASE_URL
    return [(row.title, f"{base}{row.address}" if row.document_id else row.address) for row in rows]


@transaction.atomic
def save_materials(*, event: EventPage, materials: Iterable[Material]) -> None:
    """Write the list of materials as the editor's screen gives it; those left out go."""
    kept = []
    for position, material in enumerate(materials, start=1):
        material.event_id, material.position = event.pk, position
        material.full_clean(exclude=["event"])
        material.save()
        kept.append(material.pk)
    Material.objects.filter(event=event.pk).exclude(pk__in=kept).delete()
