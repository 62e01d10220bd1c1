"""Keeping OpenAgenda told: what changed is pushed at the next tick, what is unpublished is withdrawn (O4, O7, O10)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Page

from ..enums import OpenAgendaDates
from ..models import OpenAgendaPush, OpenAgendaWish
from ..openagenda import (
    Adapter,
    Notice,
    OpenAgendaRefused,
    OpenAgendaUnreachable,
    Told,
    adapter_for,
    configuration,
    current_notices,
    in_their_words,
    still_dated,
)

# After a failure the same event is left alone for a while: their servers, or the editor, have something to mend.
AFTER_FAILURE = timedelta(minutes=10)
INTERRUPTED = "La transmission a été interrompue : elle sera reprise."


def push_to_openagenda(now: datetime) -> int:
    """Tell OpenAgenda of every event that is not as it was told. Returns how many were pushed or withdrawn.

    Does nothing until DIRIGEABLE_OPENAGENDA is set. A failure is kept for the editors, and tried again later; when
    nobody answers there the round stops, so that the clock never waits twice.
    """
    to = configuration()
    if to is None:
        return 0
    adapter, rows = adapter_for(to), {row.identifier: row for row in OpenAgendaPush.objects.order_by("pk")}
    notices, pages = current_notices(now)
    told = in_their_words(to.agenda, notices)
    done = 0
    try:
        for notice in notices:
            row = rows.get(notice.identifier) or OpenAgendaPush(identifier=notice.identifier, page_id=notice.page.pk)
            done += _push(adapter, row, notice, told[notice.identifier], now)
        for row in _to_withdraw(rows, {notice.identifier for notice in notices}, pages):
            done += _withdraw(adapter, row, now)
    except OpenAgendaUnreachable:
        pass  # noted on the row already
    return done


@transaction.atomic
def save_wish(*, page: Page, dates: str, answers: Mapping[str, Any]) -> None:
    """How the dates of `page` are told, and what it answers to the agenda's own fields."""
    known = OpenAgendaDates(dates) if dates else ""
    OpenAgendaWish.objects.update_or_create(page_id=page.pk, defaults={"dates": known, "answers": dict(answers)})


@transaction.atomic
def send_again(*, page: Page) -> int:
    """Tell at the next tick what was taken out on their side. Returns how many events that makes."""
    gone = OpenAgendaPush.objects.filter(page=page.pk).exclude(removed_there_at=None)
    return gone.update(removed_there_at=None, digest="", failed_at=None, error="")


def _push(adapter: Adapter, row: OpenAgendaPush, notice: Notice, told: Told, now: datetime) -> bool:
    is_known = row.digest == told.digest or row.removed_there_at is not None
    if is_known or notice.hindrances or notice.is_over(now) or _rests(row, now):
        return False

    def send() -> None:
        located = {"location": {"uid": adapter.place(_place_key(notice), told.place)}} if told.place else {}
        try:
            written = adapter.push(row.identifier, {**told.body, **located})
        except OpenAgendaRefused as refusal:
            if refusal.status not in (400, 422) or (refusal.fields and "status" not in refusal.fields):
                raise
            written = adapter.push(row.identifier, {**told.plain, **located})
        row.remote_uid, row.remote_updated_at = written.uid, written.updated_at
        row.digest, row.pushed_at, row.changed_there_at = told.digest, now, None

    # Kept first: a process that dies, or an answer that gets lost, may leave there what is to be taken back one day.
    row.failed_at, row.error = now, INTERRUPTED
    row.save()
    return _noted(row, now, send)


def _place_key(notice: Notice) -> str:
    """The dates of an event told apart are held in one place."""
    return str(notice.event.translation_key)


def _to_withdraw(rows: Mapping[str, OpenAgendaPush], told: set[str], pages: set[int]) -> list[OpenAgendaPush]:
    """What is over stays there. What nobody may read here any more does not, nor what is now told otherwise; a failure
    says nothing of what arrived.
    """
    left = [row for row in rows.values() if row.identifier not in told and (row.remote_uid or row.failed_at)]
    over = still_dated({row.page_id for row in left if row.page_id and row.page_id not in pages}) if left else set()
    return [row for row in left if row.page_id not in over]


def _withdraw(adapter: Adapter, row: OpenAgendaPush, now: datetime) -> bool:
    if _rests(row, now):
        return False

    def send() -> None:
        adapter.withdraw(row.identifier)
        row.digest = row.remote_uid = ""

    if not _noted(row, now, send):
        return False
    if row.page_id is None:
        row.delete()
    return True


def _rests(row: OpenAgendaPush, now: datetime) -> bool:
    return bool(row.failed_at and row.failed_at > now - AFTER_FAILURE)


def _noted(row: OpenAgendaPush, now: datetime, send: Any) -> bool:
    """Run `send`, and keep how it went. Whether it went well; raises OpenAgendaUnreachable once it is kept."""
    try:
        send()
    except (OpenAgendaRefused, OpenAgendaUnreachable) as error:
        row.failed_at, row.error = now, str(error)
        row.save()
        if isinstance(error, OpenAgendaUnreachable):
            raise
        return False
    row.failed_at, row.error = None, ""
    row.save()
    return True
