"""Freezing who a mailing goes to, quickly and whole (issue: outbox; sending.md S1, section 9)."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.enums import MessageState, Priority, Reason
from outbox.models import Mailing, Message, Permit
from outbox.services import OutboxError, PermitKey, Recipient, create_mailing, grant_permit
from outbox.services.audience import BATCH

from .builders import a_content, recipients

pytestmark = pytest.mark.django_db

VALUES = {"name": "Zoé", "leave": "jeton"}


def create(people: list[Recipient] | Iterator[Recipient]) -> Mailing:
    return create_mailing(label="L", reference="", content=a_content(), purpose="letter", recipients=people)


def test_a_row_says_all_that_a_departure_needs() -> None:
    permit = grant_permit(address="Zoé.B@Exemple.example", purpose="letter")
    mailing = create([Recipient("Zoé.B@Exemple.example", permit, {**VALUES, "other": "not asked for"})])
    message = mailing.messages.get()
    assert (message.address, message.address_hash) == (permit.address, permit.address_hash)
    assert (message.permit, message.content, message.scope) == (permit, mailing.content, "letter")
    assert (message.state, message.priority, message.values) == (MessageState.READY, Priority.MAILING, VALUES)
    assert (message.parts, message.dedup_key, message.token, message.attempts) == ([], None, 0, 0)
    assert abs(message.created_at - mailing.created_at).total_seconds() < 5
    message.full_clean()


def test_a_key_does_for_a_permit() -> None:
    permit = grant_permit(address="a@b.example", purpose="letter")
    keys = [PermitKey(*row) for row in Permit.objects.order_by("pk").values_list("pk", "address", "address_hash")]
    message = create([Recipient(key.address, key, VALUES) for key in keys]).messages.get()
    assert (message.permit, message.address_hash) == (permit, permit.address_hash)


def test_an_address_that_is_no_longer_that_of_the_permit_is_hashed_again() -> None:
    permit = grant_permit(address="a@b.example", purpose="letter")
    message = create([Recipient("C@d.example", permit, VALUES)]).messages.get()
    assert message.address == "c@d.example"
    assert message.address_hash != permit.address_hash


def test_duplicates_are_counted_apart_and_unusable_addresses_stay_with_their_reason() -> None:
    people = [Recipient(address, None, VALUES) for address in ("a@b.example", "A@B.example ", "rien", "c@d.example")]
    mailing = create(people)
    assert (mailing.audience, mailing.duplicates) == (3, 1)
    assert mailing.exclusions() == {Reason.INVALID: 1}
    assert mailing.counts().balanced


def test_what_people_typed_is_kept_letter_for_letter() -> None:
    """Whatever the address or the value holds: it is data to the statement that writes a million of them."""
    odd = "a\\N\tb\nc\rd\\.@exemple.example"
    values = {"name": 'Zoé "\\N"\t\n\r\\.', "leave": "jeton"}
    mailing = create_mailing(
        label="L", reference="", content=a_content(), purpose="letter", recipients=[Recipient(odd, None, values)]
    )
    message = mailing.messages.get()
    assert (message.address, message.values, message.reason) == (odd.lower(), values, Reason.INVALID)


def test_one_value_missing_writes_nothing_at_all() -> None:
    def people() -> Iterator[Recipient]:
        for number in range(BATCH):
            yield Recipient(f"l{number}@b.example", None, VALUES)
        yield Recipient("dernier@b.example", None, {"name": "Zoé"})

    with pytest.raises(OutboxError, match=r"Il manque « leave » pour dernier@b\.example"):
        create(people())
    assert (Message.objects.count(), Mailing.objects.count()) == (0, 0)


def test_the_number_of_statements_does_not_grow_with_the_audience() -> None:
    a_content()
    counted = []
    for number in (1, 30):
        people = list(recipients(number, start=100 * number))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            create(iter(people))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_variant_of_ones_own_asks_for_its_own_places() -> None:
    other = a_content("Une autre", html="", text="Sans nom %%leave%%", headers={})
    mailing = create([Recipient("a@b.example", None, VALUES), Recipient("c@d.example", None, VALUES, other)])
    one, two = mailing.messages.order_by("pk")
    assert (one.content, two.content) == (mailing.content, other)
    assert (one.values, two.values) == (VALUES, {"leave": "jeton"})


def test_people_may_come_from_the_connection_that_writes() -> None:
    list(recipients(30))
    permits = Permit.objects.order_by("pk").iterator(chunk_size=7)
    mailing = create(Recipient(permit.address, permit, VALUES) for permit in permits)
    assert mailing.messages.count() == mailing.audience == 30
