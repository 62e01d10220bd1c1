"""What must not be undone by a restored backup: erasures, leavings, oppositions (law.md G-12, sending.md section 10).

A file beside the database, one line each, with fingerprints only; never part of a backup, or it would be restored with
it. Each line is on the disk before the fact is committed: better forget somebody twice than remember them once.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

ERASED, REVOKED, SUPPRESSED = "erased", "revoked", "suppressed"


@dataclass(frozen=True)
class Entry:
    """`scope` is the purpose of a permit or the scope of a suppression, "" for an erasure."""

    at: datetime
    what: str
    address_hash: str
    scope: str


def journal_file() -> Path:
    return Path(settings.OUTBOX_MAIL_DIR).parent / "outbox.journal"


def note(what: str, *, address_hash: str, scope: str = "") -> None:
    """Write a line, and wait for the disk. Raises OSError: what cannot be remembered must not be promised."""
    path = journal_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{timezone.now().isoformat()} {what} {address_hash} {scope}\n"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def entries(*, since: datetime) -> Iterator[Entry]:
    """Lines written from `since` on, the oldest first; a line cut by a power failure is passed over."""
    try:
        lines = journal_file().read_text().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        at, _, rest = line.partition(" ")
        what, _, rest = rest.partition(" ")
        digest, _, scope = rest.partition(" ")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            continue
        if len(digest) == 64 and moment >= since:
            yield Entry(moment, what, digest, scope)
