"""The job that makes the papers of an issue. It only carries a key: rows hold the truth."""

import logging

from django.db import transaction
from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def make_edition(pk: int) -> None:
    """Make the files of that edition, unless another job does or did."""
    from .printing.making import make  # WeasyPrint stays out of what answers visitors

    make(pk)


def make_edition_on_commit(pk: int) -> None:
    """Wake a job once the current transaction commits."""
    transaction.on_commit(lambda: _enqueue(pk), robust=True)


def _enqueue(pk: int) -> None:
    try:
        make_edition.enqueue(pk)
    except Exception:  # the row is safe and the clock will find it: a broken queue must not break a page
        logger.exception("journal: edition %s could not be queued", pk)
