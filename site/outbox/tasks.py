"""A job that only wakes the sender. Rows hold the truth: a job that runs twice or never changes nothing."""

import logging
import os
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django_tasks import task

logger = logging.getLogger(__name__)

# Seconds between two nudges of one process: what comes sooner is found by polling, which is as quick.
ENOUGH = 1.0
_nudged_at = float("-inf")


def nudge_file() -> Path:
    """The file whose date the workers of this machine watch."""
    return Path(settings.OUTBOX_MAIL_DIR).parent / "outbox.nudge"


@task()
def nudge() -> None:
    """Tell the workers of this machine that something waits; elsewhere their polling finds it."""
    path = nudge_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _enqueue() -> None:
    global _nudged_at
    now = time.monotonic()
    if 0 <= now - _nudged_at < ENOUGH:
        return
    _nudged_at = now
    try:
        nudge.enqueue()
    except Exception:  # the mail is safe in its row and polling will find it: a broken queue must not break a page
        logger.exception("outbox: the nudge could not be queued")


def nudge_on_commit() -> None:
    """Wake the workers once the current transaction commits; once per transaction, however many mails it
    writes.
    """
    if not any(entry[1] is _enqueue for entry in connection.run_on_commit):
        transaction.on_commit(_enqueue, robust=True)
