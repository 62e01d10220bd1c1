"""Writing sessions: their dates, capacity, state and timetable. Counters and registrations follow in the same lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from django.utils import timezone

from cms.dates import short_date_text

from ..enums import SessionState
from ..errors import SessionUnusable
from ..models import EventPage, Module, Session, TimetableSlot, WorkshopPage
from ..timetables import Moment, faults_of
from .announcing import tell_changed, tell_session_cancelled
from .calendars import facts_of, note_version
from .locking import LockedSessions, under_lock
from .modules import ModuleDraft, write_modules
from .moving import tell_everyone
from .places import hold_until_the_start, refresh
from .preparation import follow_dates
from .quotas import QuotaDraft, write_quotas


@dataclass(frozen=True)
class SessionDraft:
    """What an editor wants a session to be. `pk=None` makes a new one; `moments=None` leaves the timetable alone, and
    `quotas=None` the places by profile. `offer_hours=None` gives a freed place at once instead of offering it."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    state: SessionState | str = SessionState.ANNOUNCED
    capacity: int = 20
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    join_url: str = ""
    has_meal: bool = False
    offer_hours: int | None = None
    quotas: Sequence[QuotaDraft] | None = None
    module: Module | None = None
    moments: Sequence[Moment] | None = field(default=None)
    pk: int | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


def save_sessions(
    *,
    event: EventPage,
    drafts: Iterable[SessionDraft],
    delete: Iterable[int] = (),
    modules: Iterable[ModuleDraft] = (),
    delete_modules: Iterable[int] = (),
    now: datetime | None = None,
) -> list[Session]:
    """Write the sessions of `event`, and its modules if it is a training, as the editor's screen gives them: all of
    it, or nothing.

    It applies at once, whatever the state of the page's draft. A raised capacity promotes those waiting; a session
    that becomes cancelled tells everyone registered. Raises SessionUnusable (with the reason) and TooBusy.
    """
    now = now or timezone.now()
    drafts, delete = list(drafts), set(delete)
    ids = delete | {draft.pk for draft in drafts if draft.pk}

    def work(locked: LockedSessions) -> list[Session]:
        mine = {pk: session for pk, session in locked.items() if session.event_id == event.pk}
        write_modules(event, modules, delete_modules)
        for pk in delete & mine.keys():
            _delete(mine[pk])
        written = [_write(event, mine, draft, now) for draft in drafts]
        if isinstance(event, WorkshopPage):
            follow_dates(event)
        return written

    return under_lock(ids, work)


def change_join_link(*, event: EventPage, url: str, session: Session | None = None, now: datetime | None = None) -> int:
    """Lead to another meeting: the coming sessions of `event`, or `session` alone. Returns how many changed.

    The mailed link stays the same, so nobody is written to; those who never got it will. Raises TooBusy.
    """
    now = now or timezone.now()
    coming = Session.objects.filter(event=event.pk, ends_at__gt=now)
    ids = [session.pk] if session else list(coming.order_by("pk").values_list("pk", flat=True))

    def work(locked: LockedSessions) -> int:
        rows = [row for row in locked.values() if row.event_id == event.pk and row.join_url != url]
        for row in rows:
            row.join_url = url
            row.save(update_fields=["join_url"])
        return len(rows)

    return under_lock(ids, work)


def renew_door_key(*, session: Session) -> None:
    """Close the welcome desks opened with the former link. Raises TooBusy."""

    def work(locked: LockedSessions) -> None:
        row = locked[session.pk]
        row.door_key = uuid4()
        row.save(update_fields=["door_key"])

    under_lock([session.pk], work)


def _write(event: EventPage, mine: LockedSessions, draft: SessionDraft, now: datetime) -> Session:
    if draft.ends_at <= draft.starts_at:
        raise SessionUnusable(f"{_named(draft)} : la fin doit venir après le début.")
    if draft.pk and draft.pk not in mine:
        raise SessionUnusable(f"{_named(draft)} n’existe plus : quelqu’un l’a supprimée entre-temps.")
    if faults := timetable_faults(draft):
        raise SessionUnusable(f"{_named(draft)} : {' '.join(faults)}")
    session = mine[draft.pk] if draft.pk else Session(event=event)
    was_cancelled, before = session.is_cancelled, facts_of(session) if draft.pk else None
    _fill(session, draft)
    moved = note_version(session, before, now)
    session.save()
    if draft.moments is not None:
        _write_timetable(session, draft.moments)
    if draft.quotas is not None:
        write_quotas(session, draft.quotas)
    if draft.state == SessionState.CANCELLED and not was_cancelled:
        _cancel(session, now)
    if draft.pk:
        hold_until_the_start(session)
        refresh(session, now)
        if moved and not session.is_cancelled:
            tell_everyone(session, tell_changed, now)
    return session


def _fill(session: Session, draft: SessionDraft) -> None:
    session.title, session.module = draft.title, draft.module
    session.postponed_from = _old_date(session, draft)
    session.starts_at, session.ends_at = draft.starts_at, draft.ends_at
    session.registration_opens_at = draft.registration_opens_at
    session.registration_closes_at = draft.registration_closes_at
    session.join_url, session.has_meal, session.offer_hours = draft.join_url, draft.has_meal, draft.offer_hours
    # A cancellation is announced by `_cancel`, after the dates it speaks of are written.
    if draft.state != SessionState.CANCELLED or session.pk is None:
        session.state = draft.state
    _set_capacity(session, draft.capacity)


def _old_date(session: Session, draft: SessionDraft) -> datetime | None:
    """The date to show struck out: the one a postponed session had, or that people had registered for (S0-08)."""
    if draft.starts_at == session.postponed_from:
        return None
    moved = session.pk is not None and session.local_date != draft.day
    if moved and (session.is_postponed or session.registrations.active().exists()):
        return session.starts_at
    return session.postponed_from


def timetable_faults(draft: SessionDraft) -> list[str]:
    """Why the déroulé does not fill the session exactly, in words (S0-18); over several days there is no such sum."""
    start, end = timezone.localtime(draft.starts_at), timezone.localtime(draft.ends_at)
    if not draft.moments or start.date() != end.date():
        return []
    return faults_of(draft.moments, start.time(), end.time())


def _set_capacity(session: Session, capacity: int) -> None:
    if capacity < session.taken - session.overbooked_by_editor:
        raise SessionUnusable(
            f"La séance du {short_date_text(session.starts_at)} a déjà {session.taken} places prises : "
            f"elle ne peut pas descendre à {capacity}. Annulez d’abord des inscriptions."
        )
    session.capacity = capacity
    session.overbooked_by_editor = max(0, session.taken - capacity)


def _cancel(session: Session, now: datetime) -> None:
    """Tell everyone who had a place or waited for one; their rows stay as they were."""
    before = facts_of(session)
    session.state = SessionState.CANCELLED
    note_version(session, before, now)
    session.save(update_fields=["state", "sequence", "modified_at"])
    tell_everyone(session, tell_session_cancelled, now)


def _delete(session: Session) -> None:
    count = session.registrations.count()
    if count:
        raise SessionUnusable(
            f"La séance du {short_date_text(session.starts_at)} a {count} inscription{'s' if count > 1 else ''} : "
            "elle ne peut pas être supprimée. Annulez-la plutôt : les personnes inscrites seront prévenues."
        )
    session.delete()


def _write_timetable(session: Session, moments: Sequence[Moment]) -> None:
    session.slots.all().delete()
    TimetableSlot.objects.bulk_create(
        TimetableSlot(
            session=session,
            starts_at=moment.starts_at,
            ends_at=moment.ends_at,
            title=moment.title,
            description=moment.text,
        )
        for moment in moments
    )


def _named(draft: SessionDraft) -> str:
    return f"La séance du {short_date_text(draft.day)}"
