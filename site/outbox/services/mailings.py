"""Preparing, starting and stopping a mailing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..enums import (
    CLAIMABLE,
    WITHHOLDABLE,
    MailingState,
    MessageState,
    Priority,
    Reason,
)
from ..errors import OutboxError
from ..models import Content, Instance, Mailing, Message
from ..scouts import LARGE
from ..tasks import nudge_on_commit
from .audience import Recipient, write_audience

STOPPED_BY_ITSELF = "Mis en pause : trop"  # how the notes of `services.health` begin
BATCH = 5_000  # messages withheld by one statement
TO_CONFIRM = "Base restaurée d’une sauvegarde : à confirmer."


def create_mailing(
    *, label: str, reference: str, content: Content, purpose: str, recipients: Iterable[Recipient]
) -> Mailing:
    """Freeze the audience: one message per normalised address, all or nothing (S1, sending.md section 9).

    Nothing leaves before `release_mailing`. A duplicate address is counted apart and written to once; an
    unusable address stays in the audience, excluded with its reason. Raises OutboxError when the reference is
    taken, when nobody is to be written to, or when someone lacks a value for a place of the content.

    `recipients` is read once, in order; a million of them never stand in memory together.
    """
    with transaction.atomic():
        if reference and Mailing.objects.filter(reference=reference).exists():
            raise OutboxError("Cet envoi est déjà préparé.")
        mailing = Mailing.objects.create(label=label[:250], reference=reference, content=content, purpose=purpose)
        mailing.audience, mailing.duplicates = write_audience(mailing, recipients)
        if not mailing.audience:
            raise OutboxError("Cet envoi ne s’adresse à personne.")
        mailing.prepared_at = timezone.now()
        if mailing.audience < LARGE:
            # Nobody waits for scouts there, and all leave in their order.
            mailing.messages.filter(priority=Priority.SCOUT).update(priority=Priority.MAILING)
            mailing.scouted_at = mailing.prepared_at
        mailing.save(update_fields=["audience", "duplicates", "prepared_at", "scouted_at"])
    return mailing


def release_mailing(*, mailing: Mailing) -> Mailing:
    """Start the mailing, or start it again after a pause; releasing a running one changes nothing."""
    with transaction.atomic():
        locked = _locked(mailing)
        if locked.state in (MailingState.CANCELLED, MailingState.DONE):
            raise OutboxError("Cet envoi est terminé : il ne peut pas repartir.")
        if Instance.objects.filter(closed_at__isnull=False).exists():
            # Whoever asks, a person or a schedule of the backup: it is confirmed by hand once mail leaves again.
            locked.state, locked.state_note, locked.paused_at = MailingState.PAUSED, TO_CONFIRM, timezone.now()
            locked.save(update_fields=["state", "state_note", "paused_at"])
        elif locked.state != MailingState.RUNNING:
            locked.watched = locked.watched and not locked.state_note.startswith(STOPPED_BY_ITSELF)
            locked.state, locked.state_note, locked.paused_at = MailingState.RUNNING, "", None
            locked.started_at = locked.started_at or timezone.now()
            locked.save(update_fields=["state", "state_note", "paused_at", "started_at", "watched"])
            # A person pressed the button: what was put off is tried at once.
            locked.messages.filter(state__in=CLAIMABLE, retry_after__isnull=False).update(retry_after=None)
            nudge_on_commit()
    return _refreshed(mailing, locked)


def pause_mailing(*, mailing: Mailing, note: str = "") -> Mailing:
    """Stop at the next fence; what is leaving finishes. Pausing twice keeps the first date."""
    with transaction.atomic():
        locked = _locked(mailing)
        if locked.state not in (MailingState.RUNNING, MailingState.PAUSED):
            raise OutboxError("Seul un envoi en cours peut être mis en pause.")
        if locked.state == MailingState.RUNNING:
            locked.state, locked.state_note, locked.paused_at = (
                MailingState.PAUSED,
                note[:250],
                timezone.now(),
            )
            locked.save(update_fields=["state", "state_note", "paused_at"])
    return _refreshed(mailing, locked)


def cancel_mailing(*, mailing: Mailing) -> Mailing:
    """Give up for good: what has not left never will. What is leaving finishes and is counted."""
    with transaction.atomic():
        locked = _locked(mailing)
        if locked.state == MailingState.DONE:
            raise OutboxError("Cet envoi est déjà terminé.")
        if locked.state != MailingState.CANCELLED:
            now = timezone.now()
            # Why it was paused no longer matters, nor does it wait to be confirmed.
            locked.state, locked.state_note, locked.finished_at = MailingState.CANCELLED, "", now
            locked.save(update_fields=["state", "state_note", "finished_at"])
            _withhold_cancelled(now)
    return _refreshed(mailing, locked)


def finish_mailings(now: datetime) -> int:
    """Close the running mailings that nothing waits in any more (S10), and empty the cancelled ones.

    Returns how many mailings were closed. Idempotent: the clock and every idle worker call it.
    """
    with transaction.atomic():
        _withhold_cancelled(now)
        # Locked first and counted again: somebody may just have put a message back to be sent.
        emptied = list(Mailing.objects.emptied().values_list("pk", flat=True))
        locked = list(
            Mailing.objects.filter(pk__in=emptied).select_for_update(of=("self",)).values_list("pk", flat=True)
        )
        return Mailing.objects.emptied().filter(pk__in=locked).update(state=MailingState.DONE, finished_at=now)


def _withhold_cancelled(now: datetime) -> None:
    # A message that was leaving during the cancellation may come back as "retry": it is withheld here too.
    # By the mailings and not through them: a join would make PostgreSQL look for each message among all of them.
    cancelled = Mailing.objects.filter(state=MailingState.CANCELLED)
    waiting = Message.objects.filter(mailing__in=cancelled, state__in=WITHHOLDABLE)
    # Not what a fence holds at this moment, in an order of its own: the two would wait for each other. Its worker, or
    # the next turn of any, withholds it.
    free = waiting.order_by().select_for_update(of=("self",), skip_locked=True)
    # By numbers read first: a sub-select that locks is run again for each row, where PostgreSQL has no figures yet.
    while numbers := list(free.values_list("pk", flat=True)[:BATCH]):
        Message.objects.filter(pk__in=numbers).update(
            state=MessageState.EXCLUDED,
            reason=Reason.CANCELLED,
            settled_at=now,
            token=F("token") + 1,
            worker="",
            lease_until=None,
            retry_after=None,
        )


def _locked(mailing: Mailing) -> Mailing:
    return Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)


def _refreshed(mailing: Mailing, locked: Mailing) -> Mailing:
    """Show the caller's own instance what was done."""
    for name in ("state", "state_note", "paused_at", "started_at", "finished_at"):
        setattr(mailing, name, getattr(locked, name))
    return mailing
