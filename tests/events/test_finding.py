"""People of the address books in the directory: those who agree, while they agree (S3-03, law.md C-10, C-12)."""

import pytest
from django.test import Client
from django.utils import timezone

from events.models import WorkshopPage
from events.services.agreements import withdraw_agreement
from home.models import FindingEntry
from home.search.directory import directory_page
from home.search.indexing import repair_index
from people.enums import Audience, ConsentPurpose
from people.models import Person
from people.services import record_consent
from tests.factories.events import ContactFactory
from tests.factories.people import PersonFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def agree(person: Person, workshop: WorkshopPage, audience: Audience = Audience.WEB, **fields: str) -> None:
    consent = record_consent(person=person, purpose=ConsentPurpose.ADDRESS_BOOK, audience=audience, source="test")
    ContactFactory(workshop=workshop, person=person, consent=consent, **fields)


@pytest.fixture
def ada(workshop: WorkshopPage) -> Person:
    person = PersonFactory(given_name="Ada", family_name="Lovelace")
    agree(person, workshop, role="couturière", what="Répare les vélos")
    return person


def people(**query: str) -> list[tuple[str, str]]:
    return [(teaser.title, teaser.url) for teaser in directory_page({"sorte": "person", **query}).teasers]


def test_a_person_who_agrees_is_found_by_what_they_do(ada: Person, workshop: WorkshopPage) -> None:
    agree(ada, workshop)
    assert people(q="couturieres velo") == [("Ada Lovelace", f"{workshop.url}#carnet")]


def test_other_audiences_and_silence_stay_out(ada: Person, workshop: WorkshopPage) -> None:
    agree(PersonFactory(), workshop, Audience.NETWORK)
    ContactFactory(workshop=workshop, person=PersonFactory(), consent=None)
    assert len(people()) == 1


def test_a_withdrawal_hides_at_once_from_list_search_and_files(
    client: Client, ada: Person, workshop: WorkshopPage
) -> None:
    withdraw_agreement(about=workshop.contacts.get())
    assert people() == []
    for address in ("/recherche/?q=lovelace", "/annuaire/annuaire.csv", "/annuaire/annuaire.json"):
        assert "Lovelace" not in client.get(address).content.decode().replace("lovelace", "")

    repair_index(timezone.now())
    assert not FindingEntry.objects.filter(source="person").exists()


def test_a_workshop_taken_off_the_site_takes_its_people_along(ada: Person, workshop: WorkshopPage) -> None:
    workshop.unpublish()
    assert people() == []
    assert not FindingEntry.objects.filter(source="person").exists()


def test_a_corrected_name_and_an_erased_person_are_followed(ada: Person, house: House) -> None:
    ada.family_name = "Byron"
    ada.save()
    assert [name for name, _url in people()] == ["Ada Byron"]
    ada.contacts.all().delete()
    assert not FindingEntry.objects.filter(source="person").exists()
