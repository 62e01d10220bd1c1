"""What must not be undone by a restored backup: erasures, leavings, oppositions (law.md G-12, sending.md section 10).

A file beside the database, one line each, with fingerprints only; never part of a backup, or it would be restored with
it. Each line is on the disk before the fact is committed: better forget somebody twice than remember them once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# Nobody restores an older backup; docs/installer.md says so.
KEPT_FOR = timedelta(days=396)
ERASED, REVOKED, SUPPRESSED, LIFTED = "erased", "revoked", "suppressed", "lifted"


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
    with _locked(fcntl.LOCK_SH):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, line.encode())
            os.fsync(file)
        finally:
            os.close(file)


def prune(now: datetime) -> int:
    """Forget lines older than any backup that could still be restored (law.md G-07). Returns how many.

    Whole or not at all; who writes a line meanwhile waits, and writes it in the new file.
    """
    path = journal_file()
    if not path.exists():
        return 0
    with _locked(fcntl.LOCK_EX):
        lines = path.read_text().splitlines(keepends=True)
        kept = [line for line in lines if not _is_older(line, now - KEPT_FOR)]
        if len(kept) == len(lines):
            return 0
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(file, "".join(kept).encode())
            os.fsync(file)
        finally:
            os.close(file)
        fresh.replace(path)
    return len(lines) - len(kept)


def _is_older(line: str, limit: datetime) -> bool:
    try:
        return datetime.fromisoformat(line.partition(" ")[0]) < limit
    except (ValueError, TypeError):
        return True  # cut by a power failure: it says nothing


@contextmanager
def _locked(how: int) -> Iterator[None]:
    """Beside the journal, which is replaced when it is pruned."""
    file = os.open(journal_file().with_name("outbox.journal.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, how)
        yield
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
