"""Bringing a list in: a dry run that says what each row would do, then the same judgement again, and the writing.

Nobody who left is brought back (CPCE L.34-5, law.md G-11): neither those whose row says so, here or in the file, nor
those of whom only a keyed fingerprint is left. Without a written proof of their consent nobody comes in at all.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

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

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
AT_ONCE = 2_000  # lines that a page may make somebody wait for
PAGE = 1_000  # lines of one transaction
ELSEWHERE = "parti ou partie d’une liste importée"


class ImportOver(NewsletterError):
    def __init__(self) -> None:
        super().__init__("Cette liste a déjà été importée, ou a été abandonnée.")


def prepare_import(
    *, content: bytes, file_name: str, mode: ImportMode, proof: str, collected_on: date, by: User
) -> ListImport:
    """The dry run: each row with what it would do, written nowhere else. Raises FileUnreadable.

    A short list is judged at once, a long one in the background: `ListImport.is_working` says so.
    """
    rows = read_rows(content, name=file_name)
    entries = entries_of(rows)
    listed = ListImport.objects.create(
        file_name=file_name[:200],
        origin=origin_of(rows),
        mode=mode,
        proof=proof,
        collected_on=collected_on,
        rows=[[entry.email, entry.given_name, entry.family_name, entry.is_gone, ""] for entry in entries],
        created_by=by,
        created_at=timezone.now(),
    )
    if len(entries) > AT_ONCE:
        _wake(listed)
    else:
        work_on(listed)
    listed.refresh_from_db()
    return listed


def run_import(*, listed: ListImport, by: User) -> ListImport:
    """Somebody says yes: each line is judged again and written, some hundreds in one transaction.

    A short list is written at once, a long one in the background. Raises ImportOver.
    """
    with transaction.atomic():
        row = ListImport.objects.select_for_update(of=("self",)).filter(pk=listed.pk, done_at=None).first()
        if row is None or not row.rows or row.is_working:
            raise ImportOver
        row.approved_at, row.approved_by, row.worked, row.counts = timezone.now(), by, 0, {}
        row.save(update_fields=["approved_at", "approved_by", "worked", "counts"])
    if len(row.rows) > AT_ONCE:
        _wake(row)
    else:
        work_on(row)
    row.refresh_from_db()
    return row


def work_on(listed: ListImport) -> int:
    """Judge, or write, what is left of a list. Returns how many lines.

    Two jobs at once, one that runs twice or dies half-way: each page of lines is done once, by who finds it undone.
    """
    done = 0
    while number := _next_page(listed.pk):
        done += number
    return done


def work_on_imports(now: datetime) -> int:
    """For the clock: go on with the lists whose job was lost. Returns how many lines were done."""
    return sum(work_on(listed) for listed in ListImport.objects.working().defer("rows").order_by("pk"))


@transaction.atomic
def _next_page(key: int) -> int:
    """One page of a list. Returns how many lines it had, 0 when nothing is left."""
    listed = ListImport.objects.working().select_for_update(of=("self",)).filter(pk=key).first()
    if listed is None:
        return 0
    page = listed.rows[listed.worked : listed.worked + PAGE]
    before = {_normal(row[0]) for row in listed.rows[: listed.worked]}
    judged = judge((Entry(*row[:4]) for row in page), before=before)
    if listed.approved_at:
        _write(judged, listed)
    else:
        for row, (_entry, verdict) in zip(page, judged, strict=True):
            row[4] = verdict.value
    listed.worked += len(page)
    listed.counts = _added(listed.counts, judged)
    if listed.worked >= len(listed.rows):
        _finish(listed)
    listed.save(update_fields=["rows", "worked", "counts", "judged_at", "done_at"])
    return len(page)


def _write(judged: Iterable[tuple[Entry, ImportVerdict]], listed: ListImport) -> None:
    for entry, verdict in judged:
        if verdict == ImportVerdict.NEW:
            _bring_in(entry, listed)
        elif verdict == ImportVerdict.LEFT_ELSEWHERE:
            suppress(address=entry.email, scope=PURPOSE, reason=ELSEWHERE)


def _finish(listed: ListImport) -> None:
    if listed.approved_at:
        # The proof stays, the lines go.
        listed.rows, listed.done_at = [], timezone.now()
    else:
        listed.judged_at = timezone.now()


@task()
def go_on_with_import(key: int) -> None:
    """Work on a long list now; the clock does it otherwise."""
    listed = ListImport.objects.filter(pk=key).defer("rows").first()
    if listed:
        work_on(listed)


def _wake(listed: ListImport) -> None:
    def enqueue() -> None:
        try:
            go_on_with_import.enqueue(listed.pk)
        except Exception:  # the lines are safe in their row and the clock will find them
            logger.exception("newsletter: the job could not be queued")

    transaction.on_commit(enqueue, robust=True)


def judge(entries: Iterable[Entry], *, before: Iterable[str] = ()) -> list[tuple[Entry, ImportVerdict]]:
    """What each entry would do, in four queries. `before` are the addresses of the lines above them."""
    entries = list(entries)
    addresses = {entry.email: _normal(entry.email) for entry in entries}
    wanted = {address for address in addresses.values() if address}
    rows = Subscriber.objects.filter(email__in=wanted).select_related("permit").order_by("pk")
    states = {row.email: row.state for row in rows}
    hashes = {address_hash(address): address for address in wanted}
    blocked = Suppression.objects.filter(address_hash__in=list(hashes), scope__in=[PURPOSE, EVERYWHERE])
    opposed = {hashes[row.address_hash] for row in blocked}
    seen = set(before)
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


def discard_import(*, listed: ListImport) -> None:
    """Forget a dry run that leads nowhere; one that was written stays."""
    ListImport.objects.filter(pk=listed.pk, done_at=None, approved_at=None).delete()


def forget_imports(now: datetime) -> int:
    """Forget dry runs nobody followed, and proofs that serve nobody any more. Returns how many."""
    stale = ListImport.objects.idle_since(now - KEPT_FOR)
    idle = ListImport.objects.filter(done_at__lt=now - KEPT_FOR, subscribers=None)
    return stale.delete()[0] + idle.delete()[0]


def _bring_in(entry: Entry, listed: ListImport) -> None:
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
    note(subscriber, IMPORTED, by=listed.approved_by)


def _normal(email: str) -> str:
    try:
        address = normalise_email(email)
    except ValueError:
        return ""
    return address if "." in address.rpartition("@")[2] else ""


def _added(counts: Mapping[str, int], judged: Iterable[tuple[Entry, ImportVerdict]]) -> dict[str, int]:
    """`counts` and those of one page more."""
    found = Counter(verdict.value for _entry, verdict in judged)
    return {verdict.value: counts.get(verdict.value, 0) + found[verdict.value] for verdict in ImportVerdict}
