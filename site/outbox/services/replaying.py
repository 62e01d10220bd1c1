"""After a restore: what people withdrew or had erased since the backup is withdrawn and erased again (law.md G-12)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import models, transaction

from cms.registries import personal_data

from .. import journal
from ..addresses import address_hash, normalise_email
from ..models import Permit, Suppression

# The backup may hold facts a little younger than the last sign of life of its database.
OVERLAP = timedelta(minutes=5)
AGAIN = "retrait antérieur à la restauration de la base"


def replay(*, since: datetime | None) -> int:
    """Do again what the journal holds from `since` on (None: all of it). Returns how many facts. Idempotent.

    The journal knows fingerprints only, so every address that the house holds is looked at.
    """
    start = since - OVERLAP if since else datetime.min.replace(tzinfo=UTC)
    facts = list(journal.entries(since=start))
    with transaction.atomic():
        for fact in facts:
            if fact.what == journal.REVOKED:
                permits = Permit.objects.filter(address_hash=fact.address_hash, purpose=fact.scope)
                permits.standing().filter(granted_at__lte=fact.at).update(revoked_at=fact.at, revoke_reason=AGAIN)
            elif fact.what == journal.SUPPRESSED:
                Suppression.objects.get_or_create(
                    address_hash=fact.address_hash, scope=fact.scope, defaults={"reason": AGAIN, "at": fact.at}
                )
                covered = Permit.objects.covered_by(address_hash=fact.address_hash, scope=fact.scope).standing()
                covered.filter(granted_at__lte=fact.at).update(revoked_at=fact.at, revoke_reason=AGAIN)
            elif fact.what == journal.LIFTED:
                Suppression.objects.filter(address_hash=fact.address_hash, scope=fact.scope).delete()
    _erase_again({fact.address_hash for fact in facts if fact.what == journal.ERASED})
    return len(facts)


def _erase_again(erased: set[str]) -> None:
    if not erased:
        return
    for address in sorted({address for address in _addresses() if address_hash(address) in erased}):
        # Not in one transaction: giving places back needs its own. Whatever is left is done by the next try.
        for treatment in personal_data:
            treatment.erase(address)


def _addresses() -> Iterator[str]:
    """Every address held in a field that an app declared as personal."""
    for treatment in personal_data:
        for name in treatment.fields:
            if isinstance(treatment.model._meta.get_field(name), models.CharField | models.TextField):
                rows = treatment.model._base_manager.filter(**{f"{name}__contains": "@"}).order_by()
                for value in rows.values_list(name, flat=True).distinct().iterator(2_000):
                    try:
                        yield normalise_email(value)
                    except ValueError:
                        continue
