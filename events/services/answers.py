"""How long answers and particular needs are kept, and how they go (law.md G-05, G-07): needs first."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet

from people.models import Person

from ..enums import AnswerKept
from ..models import Answer, EventPerson, Need, Registration

# After the end of the session.
NEED_KEPT = timedelta(days=7)


def purge_needs(now: datetime) -> int:
    """Diets and access needs: seven days after the date they were told for. Returns how many went."""
    return Need.objects.filter(registration__session__ends_at__lt=now - NEED_KEPT).delete()[0]


def purge_answers(now: datetime) -> int:
    """Each answer at the end of the period its question promised. Returns how many went."""
    return sum(
        delete_answers(Answer.objects.filter(kept_days=days, registration__session__ends_at__lt=now - after))
        for days, after in ((days, timedelta(days=days)) for days in AnswerKept.values)
    )


def delete_answers(answers: QuerySet[Answer]) -> int:
    """Rows now, their files once the transaction is done: a rollback must not lose a file."""
    with transaction.atomic():
        files = [(answer.file.storage, answer.file.name) for answer in answers.exclude(file="")]
        number: int = answers.delete()[0]
        transaction.on_commit(lambda: _delete_files(files))
    return number


def _delete_files(files: Iterable[tuple[Storage, str | None]]) -> None:
    for storage, name in files:
        if name:
            storage.delete(name)


def erase_answers(of: QuerySet[Registration]) -> int:
    return delete_answers(Answer.objects.filter(registration__in=of))


def erase_needs(of: QuerySet[Registration]) -> int:
    return Need.objects.filter(registration__in=of).delete()[0]


def erase_roles(people: QuerySet[Person]) -> int:
    return EventPerson.objects.filter(person__in=people).delete()[0]
