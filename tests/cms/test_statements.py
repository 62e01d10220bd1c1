"""Statements compiled once give what the ORM gives, and always what stands now (S0-12: places under the lock)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.statements import Prepared, insert, update
from outbox.models import Content
from people.models import Person

pytestmark = pytest.mark.django_db

BY_EMAIL = Prepared(
    lambda email, since: Person.objects.filter(email=email, created_at__gte=since).order_by("pk"),
    email=Person._meta.get_field("email"),
    since=Person._meta.get_field("created_at"),
)
BY_UUID = Prepared(lambda uuid: Person.objects.filter(uuid=uuid), uuid=Person._meta.get_field("uuid"))


def a_person(**values: str) -> Person:
    person = Person(**{"given_name": "Noé", "family_name": "Martin", "email": "noe@valclair.example", **values})
    insert(person)
    return person


def test_a_row_written_is_the_one_that_save_would_have_written() -> None:
    written = a_person()
    read = Person.objects.get(pk=written.pk)
    assert [getattr(read, field.attname) for field in Person._meta.concrete_fields] == [
        getattr(written, field.attname) for field in Person._meta.concrete_fields
    ]
    assert not written._state.adding


def test_a_prepared_query_reads_what_stands_now_each_time() -> None:
    since = timezone.now() - timedelta(minutes=1)
    assert BY_EMAIL(email="noe@valclair.example", since=since) == []
    person = a_person()
    assert BY_EMAIL(email="noe@valclair.example", since=since) == [person]
    assert BY_EMAIL(email="noe@valclair.example", since=timezone.now() + timedelta(minutes=1)) == []
    person.given_name = "Léa"
    update(person, ["given_name"])
    assert [row.given_name for row in BY_EMAIL(email="noe@valclair.example", since=since)] == ["Léa"]
    assert BY_UUID(uuid=person.uuid) == [person]
    assert BY_UUID(uuid=uuid4()) == []


def test_a_row_already_there_is_left_as_it_is_or_refused() -> None:
    first = Content(digest="d", subject="A", text="a", headers={"X-A": "é"})
    assert insert(first, unless_there=True)
    assert not insert(Content(digest="d", subject="B", text="b"), unless_there=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Content(digest="d", subject="B", text="b"))
    assert [(row.subject, row.headers) for row in Content.objects.all()] == [("A", {"X-A": "é"})]
