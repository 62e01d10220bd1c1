"""What the journal forgets, on demand or in its time (law.md G-07, G-11)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from people.addresses import normalise_email
from people.models import Person

from ..models import Assignment, CitedPassage, DraftLink, DraftVersion, Remark, Suggestion

UNUSED = timedelta(days=90)
SETTLED = timedelta(days=395)


def rows_of(model: type[Model], email: str) -> QuerySet[Any]:
    """The rows of `model` that belong to those known by `email`; none when it is no address."""
    try:
        people = Person.objects.with_email(normalise_email(email)) if email.strip() else Person.objects.none()
    except ValueError:
        people = Person.objects.none()
    return model._default_manager.filter(person__in=people)


def erase_rows(model: type[Model], email: str) -> int:
    return rows_of(model, email).delete()[0]


def forget_author(model: type[Model], email: str) -> int:
    """What was proposed belongs to the article; who proposed it is forgotten."""
    return rows_of(model, email).update(person=None)


@transaction.atomic
def forget_cited(email: str) -> int:
    """Passages go, their words with them; what was refused stays refused, by nobody (CitedPassage)."""
    return CitedPassage.objects.filter(pk__in=rows_of(CitedPassage, email)).forget_person()


@transaction.atomic
def purge_drafts(now: datetime) -> int:
    """Links, suggestions, remarks, tasks and copies past their time. Idempotent; returns how many rows went."""
    old = now - SETTLED
    gone = [
        DraftLink.objects.filter(expires_at__lt=now - UNUSED),
        Suggestion.objects.filter(settled_at__lt=old),
        Remark.objects.filter(settled_at__lt=old),
        Assignment.objects.filter(due_on__lt=timezone.localdate(old)),
    ]
    count = sum(rows.delete()[0] for rows in gone)
    unused = Q(links=None, suggestions=None, remarks=None, productions=None)
    past = Q(ready_at=None, taken_at__lt=now - UNUSED) | Q(ready_at__lt=old)
    versions = DraftVersion.objects.filter(unused & past).order_by("pk").values_list("pk", flat=True)
    return count + DraftVersion.objects.filter(pk__in=list(versions)).delete()[0]
