"""Forgetting people while keeping true counts (law.md G-11, G-18)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from ..addresses import TOMBSTONE_PREFIX, address_hash, normalise_email
from ..enums import WITHHOLDABLE, Reason
from ..models import Content, DeliveryEvent, Message, Permit
from .contents import freeze_content
from .settling import withhold

TOMBSTONE = "Contenu effacé"
# In place of a fingerprint: unique, and tied to nobody.
_TOMBSTONE_HASH = Concat(Value(TOMBSTONE_PREFIX), Cast(F("pk"), CharField()))


def erase_address(*, address: str) -> int:
    """Erase what the outbox holds about `address`: addresses, values, contents meant for it alone, histories.

    Waiting messages are withheld, permits revoked; rows stay, so counts stay true. A suppression stays: it is
    only a keyed fingerprint, kept to refuse a new import (opposition). Returns the number of rows touched.
    """
    digest = fingerprint(address)
    now = timezone.now()
    with transaction.atomic():
        touched = _erase_permits(digest, now)
        messages = Message.objects.to_address_hash(digest)
        withhold(
            messages.filter(state__in=WITHHOLDABLE).select_for_update(of=("self",)),
            reason=Reason.ERASED,
            now=now,
        )
        return touched + anonymise(messages=messages)


def fingerprint(address: str) -> str:
    """The fingerprint under which `address` may be held, even if nobody could ever write to it."""
    try:
        return address_hash(normalise_email(address))
    except ValueError:
        return address_hash(address.strip().lower()[:254])


def _erase_permits(digest: str, now: datetime) -> int:
    with transaction.atomic():
        permits = Permit.objects.filter(address_hash=digest)
        permits.standing().update(revoked_at=now, revoke_reason=Reason.ERASED.label)
        return permits.update(address="", address_hash=_TOMBSTONE_HASH)


def anonymise(*, messages: "models.QuerySet[Message]") -> int:
    """Empty `messages` of everything personal; states and dates stay, so counts do. Returns how many."""
    with transaction.atomic():
        pks = list(messages.values_list("pk", flat=True))
        kept = Message.objects.filter(pk__in=pks)
        own_contents = set(kept.transactional().values_list("content", flat=True))
        DeliveryEvent.objects.filter(message__in=pks).update(detail="")
        kept.transactional().update(content=_blank_content(), dedup_key=_TOMBSTONE_HASH)
        kept.update(address="", address_hash=_TOMBSTONE_HASH, values={}, parts=[], response="", remote_id="")
        _forget_contents(own_contents)
    return len(pks)


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
