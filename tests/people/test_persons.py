"""Who someone is: a name and an address, of which the second may be shared or absent."""

import pytest

from people.models import Person
from people.services import find_or_create_person, fold
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

ADDRESS = "famille@valclair.example"


def test_the_same_name_at_the_same_address_is_the_same_person() -> None:
    first = find_or_create_person(given_name="Zoé", family_name="Le Goff", email=ADDRESS)
    again = find_or_create_person(given_name=" zoe ", family_name="LE  GOFF", email=f" {ADDRESS.upper()} ")
    assert again == first
    assert Person.objects.count() == 1


def test_a_shared_address_never_merges_two_people() -> None:
    first = find_or_create_person(given_name="Zoé", family_name="Le Goff", email=ADDRESS)
    second = find_or_create_person(given_name="Yann", family_name="Le Goff", email=ADDRESS)
    assert first != second
    assert set(Person.objects.with_email(ADDRESS)) == {first, second}


def test_a_nameless_person_is_completed_rather_than_doubled() -> None:
    subscriber = find_or_create_person(email=ADDRESS)
    registrant = find_or_create_person(given_name="Zoé", family_name="Le Goff", email=ADDRESS)
    assert registrant == subscriber
    registrant.refresh_from_db()
    assert registrant.full_name == "Zoé Le Goff"


def test_an_address_alone_finds_whoever_is_there() -> None:
    person = find_or_create_person(given_name="Zoé", family_name="Le Goff", email=ADDRESS)
    assert find_or_create_person(email=ADDRESS) == person


def test_people_without_address_are_never_merged() -> None:
    names = {"given_name": "Zoé", "family_name": "Le Goff"}
    assert find_or_create_person(**names) != find_or_create_person(**names)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        find_or_create_person(given_name="Zoé", email="zoe")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Élodie  MARTIN", "elodie martin", True),
        ("Ça va", "ca VA", True),
        ("Martin", "Martine", False),
        ("", "  ", True),
    ],
)
def test_two_writings_of_a_name(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same


def test_a_person_is_told_by_name_then_by_address() -> None:
    assert str(PersonFactory(given_name="Zoé", family_name="Le Goff")) == "Zoé Le Goff"
    assert str(PersonFactory(given_name="", family_name="", email=ADDRESS)) == ADDRESS
    assert str(PersonFactory(given_name="", family_name="", email="")) == "Personne sans nom"
