"""A database restored from a backup sends nothing by itself (S11, sending.md section 10)."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..enums import WITHHOLDABLE, MailingState, Reason
from ..errors import OutboxError
from ..models import Instance, Mailing, Message
from ..tasks import nudge_on_commit
from .mailings import TO_CONFIRM
from .replaying import replay
from .settling import withhold

# Without a file of its own, a machine believes a database that was alive this lately: it joins a site that works.
ALIVE = timedelta(minutes=1)


def epoch_file() -> Path:
    """The double of the epoch, on this machine. Never part of a backup, or it would be restored with it."""
    return Path(settings.OUTBOX_MAIL_DIR).parent / "outbox.epoch"


def advance() -> bool:
    """Make the epoch grow, in the database and then in the file; False when nothing may leave.

    The sender calls it before it takes mail, once a second while mail leaves, so that any backup is older than the
    file. A database older than the file was restored: it is closed at once, the erasure journal replayed.
    """
    now, known = timezone.now(), _known()
    with transaction.atomic():
        instance = _locked()
        if instance.closed_at is None and _is_older(instance, known, now):
            _close(instance, now)
        if instance.closed_at is None:
            instance.epoch, instance.advanced_at = instance.epoch + 1, now
            instance.save(update_fields=["epoch", "advanced_at"])
    if instance.closed_at is None:
        _remember(instance.epoch)
        return True
    if instance.replayed_at is None:
        _replay(instance)
    return False


def look(now: datetime) -> int:
    """For the clock, first of its chores: recognise a restored database. Returns 1 while nothing may leave."""
    return 0 if advance() else 1


def closed_instance() -> Instance | None:
    """The instance when nothing may leave. One query."""
    return Instance.objects.filter(pk=1, closed_at__isnull=False).first()


def waiting_alone() -> int:
    """How many expected messages (confirmations, reminders) the restored database still wants to send."""
    return Message.objects.waiting().transactional().count()


def reopen(*, resend: bool) -> int:
    """Somebody says that mail may leave again. Mailings stay paused, each for a person to decide.

    With `resend`, expected mail that waited in the backup leaves too; without, it is withheld: it has probably left
    already. Returns how many were withheld. Raises OutboxError while the erasure journal is not replayed.
    """
    with transaction.atomic():
        instance = _locked()
        if instance.closed_at is None:
            return 0
        if instance.replayed_at is None:
            raise OutboxError("Les effacements demandés depuis la sauvegarde ne sont pas encore rejoués.")
        withheld = 0 if resend else _withhold_older_than(instance.closed_at)
        epoch = max(instance.epoch, _known() or 0) + 1
        Instance.objects.filter(pk=1).update(
            epoch=epoch, advanced_at=timezone.now(), closed_at=None, restored_from=None, replayed_at=None
        )
        nudge_on_commit()
    _remember(epoch)
    return withheld


def _withhold_older_than(moment: datetime) -> int:
    old = Message.objects.transactional().filter(state__in=WITHHOLDABLE, created_at__lt=moment)
    return withhold(old.select_for_update(of=("self",)), reason=Reason.RESTORED, now=timezone.now())


def _is_older(instance: Instance, known: int | None, now: datetime) -> bool:
    if instance.advanced_at is None:
        return False  # it has never sent anything
    return instance.epoch < known if known is not None else instance.advanced_at < now - ALIVE


def _close(instance: Instance, now: datetime) -> None:
    instance.closed_at, instance.restored_from, instance.replayed_at = now, instance.advanced_at, None
    instance.save(update_fields=["closed_at", "restored_from", "replayed_at"])
    running = Mailing.objects.running()
    running.update(state=MailingState.PAUSED, state_note=TO_CONFIRM, paused_at=now)


def _replay(instance: Instance) -> None:
    replay(since=instance.restored_from)
    Instance.objects.filter(pk=1).update(replayed_at=timezone.now())


def _locked() -> Instance:
    Instance.objects.get_or_create(pk=1)
    return Instance.objects.select_for_update(of=("self",)).get(pk=1)


def _known() -> int | None:
    try:
        return int(epoch_file().read_text())
    except (FileNotFoundError, ValueError):
        return None


def _remember(epoch: int) -> None:
    """Whole or not at all; a worker that is late never takes the file back in time."""
    path = epoch_file()
    if (_known() or 0) >= epoch:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(str(epoch))
    fresh.replace(path)
