"""Knowing what happens at OpenAgenda: what the agenda asks of an event (O9), what its people took out or changed (O10).

The clock reads it; editors see what was kept, and nobody ever waits for it.
"""

import logging
from datetime import datetime, timedelta

from ..models import OpenAgendaForm, OpenAgendaPush
from ..openagenda import Adapter, OpenAgendaRefused, OpenAgendaUnreachable, adapter_for, configuration

EVERY = timedelta(hours=1)
FORM_KEPT = timedelta(days=1)
# Their clock is not ours, and what we write is read back a moment later.
MARGIN = timedelta(minutes=5)
logger = logging.getLogger(__name__)


def follow_openagenda(now: datetime) -> int:
    """Read, once an hour, what moved there, and once a day the agenda's form. Returns how many things were learned.

    A failure is logged: what was read before stands, and the next hour tries again.
    """
    to = configuration()
    if to is None:
        return 0
    form, _is_new = OpenAgendaForm.objects.get_or_create(agenda=to.agenda, defaults={"changes_read_at": now})
    if form.tried_at and form.tried_at > now - EVERY:
        return 0
    form.tried_at = now
    form.save(update_fields=["tried_at"])
    adapter, learned = adapter_for(to), 0
    for read in (_read_form, _read_changes):
        try:
            learned += read(adapter, form, now)
        except OpenAgendaRefused as refusal:
            logger.warning("OpenAgenda keeps something from us: %s", refusal)
        except OpenAgendaUnreachable as error:
            logger.warning("OpenAgenda could not be read: %s", error)
            break
    return learned


def _read_form(adapter: Adapter, form: OpenAgendaForm, now: datetime) -> int:
    if form.read_at and form.read_at > now - FORM_KEPT:
        return 0
    read = adapter.form()
    form.title, form.fields, form.read_at = read.title[:255], read.fields, now
    form.save(update_fields=["title", "fields", "read_at"])
    return 1


def _read_changes(adapter: Adapter, form: OpenAgendaForm, now: datetime) -> int:
    changes = adapter.changes(form.changes_read_at - MARGIN)
    rows = OpenAgendaPush.objects.exclude(remote_uid="").order_by("pk")
    learned = 0
    for row in rows.filter(remote_uid__in=[*changes.removed, *changes.changed]):
        if row.remote_uid in changes.removed:
            learned += _note_removal(row, changes.removed[row.remote_uid] or now)
        else:
            learned += _note_change(row, changes.changed[row.remote_uid] or now)
    form.changes_read_at = now
    form.save(update_fields=["changes_read_at"])
    return learned


def _note_removal(row: OpenAgendaPush, moment: datetime) -> bool:
    """Their people decide what their agenda shows: we do not put it back by ourselves."""
    ours = row.remote_updated_at or row.pushed_at
    if ours and moment <= ours:  # and sent again since
        return False
    row.removed_there_at, row.remote_uid = moment, ""
    row.save(update_fields=["removed_there_at", "remote_uid"])
    return True


def _note_change(row: OpenAgendaPush, moment: datetime) -> bool:
    ours = row.remote_updated_at or row.pushed_at
    if (ours and moment <= ours + timedelta(minutes=1)) or row.changed_there_at == moment:
        return False
    row.changed_there_at = moment
    row.save(update_fields=["changed_there_at"])
    return True
