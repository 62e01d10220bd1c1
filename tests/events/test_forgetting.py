"""How long registrations are kept, and what erasing leaves (law.md G-07 to G-11)."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.registries import due_work, personal_data
from events import services
from events.enums import ContactState, RegistrationState, WishKind
from events.models import ActionGroup, Contact, DiagnosisItem, Membership, Registration, Session, WorkshopPage
from events.personal_data import TREATMENTS
from events.services.forgetting import erase_contacts
from outbox.models import Permit
from tests.events.conftest import Ask
from tests.factories.events import (
    AnswerFactory,
    ContactFactory,
    DiagnosisItemFactory,
    EventPersonFactory,
    NeedFactory,
    RegistrationFactory,
    SeedFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
ADA = "ada@valclair.example"


def treatments() -> dict[str, object]:
    return {line.model.__name__: line for line in personal_data if line in TREATMENTS}


def test_every_model_that_names_a_person_has_its_line_in_the_register() -> None:
    assert sorted(treatments()) == [
        *("Answer", "Contact", "DiagnosisItem", "EventPerson", "Membership", "Need", "Registration", "Wish")
    ]


def test_the_clock_expires_holds_and_applies_the_periods() -> None:
    names = {work.name: work.run for work in due_work}
    assert names["places non confirmées"] is services.expire_holds
    assert names["inscriptions anciennes"] is services.purge_registrations


def test_somebody_may_take_away_everything_held_about_them(ask: Ask) -> None:
    registration = ask("Ada", organisation_name="La Régie", message="Je viens à vélo.", wishes=[WishKind.WRITE])
    item = DiagnosisItemFactory(workshop=registration.session.event.specific, author=registration.person)
    ContactFactory(workshop=item.workshop, person=registration.person)
    group = ActionGroup.objects.create(seed=SeedFactory(workshop=item.workshop), name="Les pédaleurs")
    Membership.objects.create(group=group, person=registration.person)
    AnswerFactory(registration=registration)
    NeedFactory(registration=registration)
    EventPersonFactory(event=item.workshop, person=registration.person)
    held = {name: list(line.export(" ADA@valclair.example ")) for name, line in treatments().items()}
    assert {name: len(rows) for name, rows in held.items()} == dict.fromkeys(held, 1)
    assert held["Registration"][0]["message"] == "Je viens à vélo."
    assert held["Registration"][0]["souhaits"] == ["écrire pour le journal"]


def test_erasing_gives_the_place_back_and_leaves_only_counts(ask: Ask, session: Session) -> None:
    first, _second, third = ask("Ada", wishes=[WishKind.WRITE]), ask("Bruno"), ask("Chloe")
    item = DiagnosisItemFactory(workshop=session.event.specific, author=first.person)
    ContactFactory(workshop=item.workshop, person=first.person)
    for line in treatments().values():
        line.erase(ADA)
    first.refresh_from_db()
    third.refresh_from_db()
    session.refresh_from_db()
    assert (first.state, first.contact_email, first.message, first.rank) == (RegistrationState.CANCELLED, "", "", 1)
    assert (third.state, session.taken) == (RegistrationState.HELD, 2)
    assert (first.wishes.count(), Contact.objects.count()) == (0, 0)
    assert DiagnosisItem.objects.get().author is None
    assert not Permit.objects.standing().filter(purpose=f"registration:{first.pk}").exists()
    assert list(treatments()["Registration"].export("")) == []
    assert treatments()["Registration"].erase("inconnue@valclair.example") == 0


@pytest.mark.parametrize(
    ("days", "state", "left"),
    [
        (6, RegistrationState.CONFIRMED, ("un mot", "adresse")),
        (8, RegistrationState.CONFIRMED, ("", "adresse")),
        (29, RegistrationState.WAITING, ("", "adresse")),
        (31, RegistrationState.WAITING, ("", "")),
        (31, RegistrationState.CONFIRMED, ("", "adresse")),
        (364, RegistrationState.CONFIRMED, ("", "adresse")),
        (366, RegistrationState.CONFIRMED, ("", "")),
    ],
)
def test_each_thing_is_forgotten_in_its_time(workshop: object, days: int, state: str, left: tuple[str, str]) -> None:
    session = SessionFactory(event=workshop, past=True)
    row = RegistrationFactory(session=session, state=state, message="un mot")
    services.purge_registrations(session.ends_at + dt.timedelta(days=days))
    row.refresh_from_db()
    assert (row.message, "adresse" if row.contact_email else "") == left
    assert (row.state, row.rank) == (state, 1)


def test_forgetting_twice_changes_nothing(workshop: object) -> None:
    session = SessionFactory(event=workshop, past=True)
    RegistrationFactory(session=session, message="un mot")
    later = timezone.now() + dt.timedelta(days=800)
    assert services.purge_registrations(later) == 2
    assert services.purge_registrations(later) == 0
    assert Registration.objects.count() == 1


def test_an_erased_address_leaves_the_cards_of_organisations_too(workshop: WorkshopPage) -> None:
    ContactFactory(workshop=workshop, organisation_name="La Régie", email=ADA)
    ContactFactory(workshop=workshop, email=ADA, state=ContactState.PROPOSED)
    other = ContactFactory(workshop=workshop, email="bonjour@regie.example")
    assert len(list(treatments()["Contact"].export(ADA))) == 2
    assert [erase_contacts(""), erase_contacts(ADA.upper()), erase_contacts(ADA)] == [0, 2, 0]
    kept = Contact.objects.order_by("pk").values_list("organisation_name", "email")
    assert list(kept) == [("La Régie", ""), (other.organisation_name, "bonjour@regie.example")]
