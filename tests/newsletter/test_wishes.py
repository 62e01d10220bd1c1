"""« Je souhaite recevoir l’infolettre », ticked while registering (S3-12, law.md C-03)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.registries import due_work, personal_data
from events.enums import WishKind
from events.models import Registration, Wish
from events.signals import wish_stored
from newsletter.enums import SubscriberState
from newsletter.models import Subscriber
from newsletter.services import handle_lost_wishes
from outbox.models import Message
from people.models import Consent, Person
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.newsletter import SubscriberFactory
from tests.factories.people import ConsentFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(house: House) -> Registration:
    workshop = WorkshopPageFactory(parent=house.agenda)
    made: Registration = RegistrationFactory(session=SessionFactory(event=workshop))
    return made


def a_wish(registration: Registration, kind: WishKind = WishKind.LETTER) -> Wish:
    consent = ConsentFactory(person=registration.person)
    return Wish.objects.create(registration=registration, kind=kind, consent=consent)


def test_registering_alone_subscribes_nobody(registration: Registration) -> None:
    assert Subscriber.objects.count() == 0


def test_a_wish_asks_for_a_confirmation_by_the_same_path(registration: Registration) -> None:
    wish = a_wish(registration)
    wish_stored.send_robust(sender=Wish, wish=wish)
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.person) == (registration.contact_email, registration.person)
    assert (subscriber.state, subscriber.consent) == (SubscriberState.PENDING, wish.consent)
    assert Message.objects.get(scope="subscription").address == registration.contact_email
    wish.refresh_from_db()
    assert wish.handled_at is not None


def test_a_lost_signal_is_repaired_by_the_clock_once(registration: Registration) -> None:
    a_wish(registration)
    assert [handle_lost_wishes(timezone.now()) for _ in range(3)] == [1, 0, 0]
    assert Message.objects.filter(scope="subscription").count() == 1


def test_a_signal_after_the_repair_changes_nothing(registration: Registration) -> None:
    wish = a_wish(registration)
    handle_lost_wishes(timezone.now())
    wish_stored.send_robust(sender=Wish, wish=wish)
    assert Message.objects.filter(scope="subscription").count() == 1


def test_other_wishes_are_left_to_others(registration: Registration) -> None:
    wish = a_wish(registration, WishKind.WRITE)
    assert handle_lost_wishes(timezone.now() + timedelta(days=1)) == 0
    wish.refresh_from_db()
    assert wish.handled_at is None
    wish_stored.send_robust(sender=Wish, wish=wish)
    assert Subscriber.objects.count() == 0


def test_somebody_without_address_is_left_in_peace(registration: Registration) -> None:
    Registration.objects.update(contact_email="")
    a_wish(registration)
    assert handle_lost_wishes(timezone.now()) == 1
    assert Subscriber.objects.count() == 0


def test_what_is_held_can_be_exported_with_the_words_agreed_to_then_erased(house: House) -> None:
    """law.md G-10, G-11."""
    (treatment,) = [each for each in personal_data if each.model is Subscriber]
    subscriber = SubscriberFactory(email="ada@valclair.example")
    assert subscriber.consent is not None
    words = subscriber.consent.text_revision.content["label"]
    (exported,) = treatment.export(" Ada@valclair.example")
    assert (exported["adresse"], exported["état"]) == ("ada@valclair.example", "reçoit l’infolettre")
    assert exported["texte accepté"] == words
    assert treatment.erase("ada@valclair.example") == 1
    assert list(treatment.export("ada@valclair.example")) == []
    assert (Person.objects.count(), Consent.objects.count()) == (0, 0)
    assert treatment.erase("ada@valclair.example") == 0
    assert (list(treatment.export("pas une adresse")), treatment.erase("pas une adresse")) == ([], 0)


def test_the_clock_knows_what_is_due() -> None:
    assert {"abonnements à oublier", "souhaits d’infolettre à reprendre"} <= {work.name for work in due_work}
