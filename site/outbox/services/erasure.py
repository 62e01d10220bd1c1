"""Forgetting people while keeping true counts (law.md G-11, G-18)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from .. import journal
from ..addresses import TOMBSTONE_PREFIX, address_hash, normalise_email
from ..enums import WAITING, WITHHOLDABLE, InboundState, Reason
from ..models import Content, DeliveryEvent, InboundMail, Message, Permit
from .contents import freeze_content
from .settling import withhold

TOMBSTONE = "Contenu effacé"
BATCH = 500
LIFE_OF_AWAITED_MAIL = timedelta(days=183)
LIFE_OF_GROUPED_MAIL = timedelta(days=396)
# In place of a fingerprint: unique, and tied to nobody.
_TOMBSTONE_HASH = Concat(Value(TOMBSTONE_PREFIX), Cast(F("pk"), CharField()))


def erase_address(*, address: str) -> int:
    """Erase what the outbox holds about `address`: addresses, values, contents meant for it alone, histories.

    Waiting messages are withheld, permits revoked; rows stay, so counts stay true. A suppression stays: it is
    only a keyed fingerprint, kept to refuse a new import (opposition). Returns the number of rows touched.
    """
    with transaction.atomic():
        permits, messages = erase_permits(address=address), erase_messages(address=address)
        return permits + messages + erase_events(address=address) + erase_received(address=address)


def erase_messages(*, address: str) -> int:
    """Withhold what waits for `address`, then empty its messages of everything personal. Returns how many."""
    digest = fingerprint(address)
    journal.note(journal.ERASED, address_hash=digest)
    return _withhold_and_empty(Message.objects.to_address_hash(digest))


def erase_messages_keyed(*, prefix: str) -> int:
    """The same of the messages whose key starts with `prefix`: those about somebody at the address of another."""
    return _withhold_and_empty(Message.objects.filter(dedup_key__startswith=prefix))


def _withhold_and_empty(messages: "models.QuerySet[Message]") -> int:
    with transaction.atomic():
        waiting = messages.filter(state__in=WITHHOLDABLE).order_by("pk").select_for_update(of=("self",))
        withhold(waiting, reason=Reason.ERASED, now=timezone.now())
        return anonymise(messages=messages)


def erase_permits(*, address: str) -> int:
    """Revoke and empty the permits of `address`; the rows stay, so that old leaving links answer "already
    gone".
    """
    permits = Permit.objects.filter(address_hash=fingerprint(address))
    with transaction.atomic():
        permits.standing().update(revoked_at=timezone.now(), revoke_reason=Reason.ERASED.label)
        return _empty_permits(permits)


def erase_events(*, address: str) -> int:
    """Empty what was learnt about `address`, of mail of ours or of nobody's. Returns how many."""
    events = DeliveryEvent.objects.filter(address_hash=fingerprint(address))
    return events.update(detail="", address_hash="")


def erase_received(*, address: str) -> int:
    """Empty what `address` wrote to us. The key stays, so that the same mail is not taken in again."""
    return InboundMail.objects.filter(sender_hash=fingerprint(address)).update(
        sender="",
        sender_hash="",
        subject="",
        content=b"",
        error="",
        state=InboundState.HANDLED,
        outcome="effacé à la demande de la personne",
        handled_at=timezone.now(),
    )


def purge_events(now: datetime) -> int:
    """Forget news of mail that nobody knows, whose life is that of awaited mail. Returns how many."""
    orphans = DeliveryEvent.objects.filter(message=None, at__lt=now - LIFE_OF_AWAITED_MAIL)
    return int(orphans.delete()[0])


def purge_messages(now: datetime) -> int:
    """Empty the messages whose stated life is over (law.md G-07, G-18): counts stay. Returns how many."""
    over = Message.objects.exclude(address="").exclude(state__in=WAITING)
    awaited = over.transactional().filter(created_at__lt=now - LIFE_OF_AWAITED_MAIL)
    grouped = over.filter(mailing__isnull=False, created_at__lt=now - LIFE_OF_GROUPED_MAIL)
    return anonymise(messages=awaited) + anonymise(messages=grouped)


def purge_permits(now: datetime) -> int:
    """Empty the permits revoked long ago: the proof of the withdrawal has served. Returns how many."""
    revoked = Permit.objects.exclude(address="").filter(revoked_at__lt=now - LIFE_OF_GROUPED_MAIL)
    return _empty_permits(revoked)


def _empty_permits(permits: "models.QuerySet[Permit]") -> int:
    return permits.update(address="", address_hash=_TOMBSTONE_HASH)


def fingerprint(address: str) -> str:
    """The fingerprint under which `address` may be held, even if nobody could ever write to it."""
    try:
        return address_hash(normalise_email(address))
    except ValueError:
        return address_hash(address.strip().lower()[:254])


def anonymise(*, messages: "models.QuerySet[Message]") -> int:
    """Empty `messages` of everything personal; states and dates stay, so counts do. Returns how many."""
    pks = list(messages.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        _anonymise_batch(pks[start : start + BATCH])
    return len(pks)


def _anonymise_batch(pks: list[int]) -> None:
    with transaction.atomic():
        kept = Message.objects.filter(pk__in=pks)
        own_contents = set(kept.transactional().values_list("content", flat=True))
        DeliveryEvent.objects.filter(message__in=pks).update(detail="", address_hash="")
        kept.transactional().update(content=_blank_content(), dedup_key=_TOMBSTONE_HASH)
        kept.update(address="", address_hash=_TOMBSTONE_HASH, values={}, parts=[], response="", remote_id="")
        _forget_contents(own_contents)


def _blank_content() -> Content:
    return freeze_content(subject=TOMBSTONE, html="", text=TOMBSTONE, headers={})


def _forget_contents(pks: Iterable[int]) -> None:
    """Delete those that nothing says any more; another app may hold one (an archive), and then it stays."""
    for content in Content.objects.filter(pk__in=pks).exclude(subject=TOMBSTONE).unused():
        try:
            with transaction.atomic():
                content.delete()
        except models.ProtectedError:
            continue
