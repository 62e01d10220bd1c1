"""Bringing a list in: a dry run that says what each row would do, then the same judgement again, and the writing.

Nobody who left is brought back (CPCE L.34-5, law.md G-11): neither those whose row says so, here or in the file, nor
those of whom only a keyed fingerprint is left. Without a written proof of their consent nobody comes in at all.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from outbox.addresses import address_hash, normalise_email
from outbox.models import Suppression
from outbox.models.permits import EVERYWHERE
from outbox.services import grant_permit, suppress
from people.models import User
from people.services import find_or_create_person

from ..enums import ImportMode, ImportVerdict, SubscriberState
from ..errors import NewsletterError
from ..history import IMPORTED, note
from ..lists.entries import Entry, entries_of, origin_of
from ..lists.reading import read_rows
from ..mails import ask_to_confirm
from ..models import ListImport, Subscriber
from .leaving import PURPOSE

KEPT_FOR = timedelta(days=7)
ELSEWHERE = "parti ou partie d’une liste importée"


class ImportOver(NewsletterError):
    def __init__(self) -> None:
        super().__init__("Cette liste a déjà été importée, ou a été abandonnée.")


def prepare_import(
    *, content: bytes, file_name: str, mode: ImportMode, proof: str, collected_on: date, by: User
) -> ListImport:
    """The dry run: each row with what it would do, written nowhere else. Raises FileUnreadable."""
    rows = read_rows(content, name=file_name)
    entries = entries_of(rows)
    judged = judge(entries)
    return ListImport.objects.create(
        file_name=file_name[:200],
        origin=origin_of(rows),
        mode=mode,
        proof=proof,
        collected_on=collected_on,
        rows=[[entry.email, entry.given_name, entry.family_name, entry.is_gone, verdict] for entry, verdict in judged],
        counts=_counted(judged),
        created_by=by,
        created_at=timezone.now(),
    )


def judge(entries: Iterable[Entry]) -> list[tuple[Entry, ImportVerdict]]:
    """What each entry would do, in four queries."""
    entries = list(entries)
    addresses = {entry.email: _normal(entry.email) for entry in entries}
    wanted = {address for address in addresses.values() if address}
    rows = Subscriber.objects.filter(email__in=wanted).select_related("permit").order_by("pk")
    states = {row.email: row.state for row in rows}
    hashes = {address_hash(address): address for address in wanted}
    blocked = Suppression.objects.filter(address_hash__in=list(hashes), scope__in=[PURPOSE, EVERYWHERE])
    opposed = {hashes[row.address_hash] for row in blocked}
    seen: set[str] = set()
    judged = []
    for entry in entries:
        address = addresses[entry.email]
        judged.append((entry, _verdict(entry, address, states, opposed, seen)))
        seen.add(address)
    return judged


def _verdict(
    entry: Entry, address: str, states: dict[str, SubscriberState], opposed: set[str], seen: set[str]
) -> ImportVerdict:
    if not address:
        return ImportVerdict.BAD
    if address in seen:
        return ImportVerdict.TWICE
    if states.get(address) == SubscriberState.LEFT:
        return ImportVerdict.LEFT
    if address in opposed:
        return ImportVerdict.OPPOSED
    if entry.is_gone:
        return ImportVerdict.LEFT_ELSEWHERE
    return ImportVerdict.KNOWN if address in states else ImportVerdict.NEW


@transaction.atomic
def run_import(*, listed: ListImport, by: User) -> ListImport:
    """Judge again and write. Raises ImportOver. All or nothing."""
    locked = ListImport.objects.select_for_update(of=("self",)).filter(pk=listed.pk, done_at=None).first()
    if locked is None or not locked.rows:
        raise ImportOver
    judged = judge([Entry(*row[:4]) for row in locked.rows])
    for entry, verdict in judged:
        if verdict == ImportVerdict.NEW:
            _bring_in(entry, locked, by)
        elif verdict == ImportVerdict.LEFT_ELSEWHERE:
            suppress(address=entry.email, scope=PURPOSE, reason=ELSEWHERE)
    locked.counts, locked.rows, locked.done_at = _counted(judged), [], timezone.now()
    locked.save(update_fields=["counts", "rows", "done_at"])
    return locked


def discard_import(*, listed: ListImport) -> None:
    """Forget a dry run that leads nowhere; one that was written stays."""
    ListImport.objects.filter(pk=listed.pk, done_at=None).delete()


def forget_imports(now: datetime) -> int:
    """Forget dry runs nobody followed, and proofs that serve nobody any more. Returns how many."""
    stale = ListImport.objects.filter(done_at=None, created_at__lt=now - KEPT_FOR)
    idle = ListImport.objects.filter(done_at__lt=now - KEPT_FOR, subscribers=None)
    return stale.delete()[0] + idle.delete()[0]


def _bring_in(entry: Entry, listed: ListImport, by: User) -> None:
    address, now = normalise_email(entry.email), timezone.now()
    person = find_or_create_person(given_name=entry.given_name, family_name=entry.family_name, email=address)
    fields: dict[str, Any] = {"email": address, "person": person, "asked_at": now, "imported_from": listed}
    source = f"liste importée : {listed.file_name}"[:250]
    if listed.mode == ImportMode.CONFIRMED:
        permit = grant_permit(address=address, purpose=PURPOSE)
        dates = {"confirmed_at": now, "rhythm_since": now, "digested_at": now}
        subscriber = Subscriber.objects.create(permit=permit, source=source, **dates, **fields)
    else:
        subscriber = Subscriber.objects.create(source=source, mailed_at=now, **fields)
        ask_to_confirm(subscriber)
    note(subscriber, IMPORTED, by=by)


def _normal(email: str) -> str:
    try:
        address = normalise_email(email)
    except ValueError:
        return ""
    return address if "." in address.rpartition("@")[2] else ""


def _counted(judged: Iterable[tuple[Entry, ImportVerdict]]) -> dict[str, int]:
    found = Counter(verdict.value for _entry, verdict in judged)
    return {verdict.value: found[verdict.value] for verdict in ImportVerdict}
