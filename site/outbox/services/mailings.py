"""Preparing, starting and stopping a mailing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..addresses import address_hash, normalise_email
from ..enums import (
    CLAIMABLE,
    WITHHOLDABLE,
    MailingState,
    MessageState,
    Priority,
    Reason,
)
from ..errors import OutboxError
from ..models import Content, Mailing, Message, Permit
from ..places import missing, names_in
from ..tasks import nudge_on_commit

BATCH = 1_000


@dataclass(frozen=True)
class Recipient:
    """Someone to write to, on the strength of `permit`; `values` fill the places of the content.

    `content` is the variant this person gets, when it is not the one of the mailing.
    """

    address: str
    permit: Permit | None = None
    values: dict[str, str] = field(default_factory=dict)
    content: Content | None = None


def create_mailing(
    *, label: str, reference: str, content: Content, purpose: str, recipients: Iterable[Recipient]
) -> Mailing:
    """Freeze the audience: one message per normalised address, all or nothing (S1, sending.md section 9).

    Nothing leaves before `release_mailing`. A duplicate address is counted apart and written to once; an
    unusable address stays in the audience, excluded with its reason. Raises OutboxError when the reference is
    taken, when nobody is to be written to, or when someone lacks a value for a place of the content.
    """
    with transaction.atomic():
        if reference and Mailing.objects.filter(reference=reference).exists():
            raise OutboxError("Cet envoi est déjà préparé.")
        mailing = Mailing.objects.create(label=label[:250], reference=reference, content=content, purpose=purpose)
        rows = _Rows(mailing)
        messages = rows.build(recipients)
        while batch := list(islice(messages, BATCH)):
            Message.objects.bulk_create(batch)
        if not rows.audience:
            raise OutboxError("Cet envoi ne s’adresse à personne.")
        mailing.audience, mailing.duplicates = rows.audience, rows.duplicates
        mailing.prepared_at = timezone.now()
        mailing.save(update_fields=["audience", "duplicates", "prepared_at"])
    return mailing


class _Rows:
    """The messages of a mailing, one by one, and the count of what was met on the way."""

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self._wanted: dict[int, set[str]] = {}
        self.seen: set[str] = set()
        self.duplicates = 0

    @property
    def audience(self) -> int:
        return len(self.seen)

    def build(self, recipients: Iterable[Recipient]) -> Iterator[Message]:
        for recipient in recipients:
            content = recipient.content or self.mailing.content
            wanted = self._places_of(content)
            absent = missing(wanted, recipient.values)
            if absent:
                raise OutboxError(f"Il manque « {absent[0]} » pour {recipient.address}.")
            message = self._message(recipient, content, wanted)
            if message.address_hash in self.seen:
                self.duplicates += 1
                continue
            self.seen.add(message.address_hash)
            yield message

    def _places_of(self, content: Content) -> set[str]:
        """The places of a variant, looked for once."""
        if content.pk not in self._wanted:
            texts = (content.subject, content.html, content.text, *content.headers.values())
            self._wanted[content.pk] = names_in(*texts)
        return self._wanted[content.pk]

    def _message(self, recipient: Recipient, content: Content, wanted: set[str]) -> Message:
        message = Message(
            mailing=self.mailing,
            content_id=content.pk,
            permit=recipient.permit,
            scope=self.mailing.purpose,
            priority=Priority.MAILING,
            values={name: recipient.values[name] for name in wanted},
        )
        try:
            message.address = normalise_email(recipient.address)
        except ValueError:
            message.address = recipient.address.strip().lower()[:254]
            message.state, message.reason, message.settled_at = (
                MessageState.EXCLUDED,
                Reason.INVALID,
                timezone.now(),
            )
        message.address_hash = address_hash(message.address)
        return message


def release_mailing(*, mailing: Mailing) -> Mailing:
    """Start the mailing, or start it again after a pause; releasing a running one changes nothing."""
    with transaction.atomic():
        locked = _locked(mailing)
        if locked.state in (MailingState.CANCELLED, MailingState.DONE):
            raise OutboxError("Cet envoi est terminé : il ne peut pas repartir.")
        if locked.state != MailingState.RUNNING:
            locked.state, locked.state_note, locked.paused_at = MailingState.RUNNING, "", None
            locked.started_at = locked.started_at or timezone.now()
            locked.save(update_fields=["state", "state_note", "paused_at", "started_at"])
            # A person pressed the button: what was put off is tried at once.
            locked.messages.filter(state__in=CLAIMABLE).update(retry_after=None)
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
            locked.state, locked.finished_at = MailingState.CANCELLED, now
            locked.save(update_fields=["state", "finished_at"])
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
    waiting = Message.objects.filter(mailing__state=MailingState.CANCELLED, state__in=WITHHOLDABLE)
    waiting.update(
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
