"""A workshop of the imaginary valley, with what it left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from config.first_run.tree import House
from events.enums import DiagnosisKind, SeedKind, SessionState
from events.models import Contact, DiagnosisItem, Seed, Session, WorkshopPage
from journal.models import IssuePage
from people.enums import Audience, ConsentPurpose
from people.models import Consent, User
from tests.factories.journal import IssuePageFactory
from tests.factories.people import ConsentFactory, PersonFactory, UserFactory

PARIS = ZoneInfo("Europe/Paris")
PAST = datetime(2026, 3, 14, 9, tzinfo=PARIS)
KINDS = [DiagnosisKind.BRAKE, DiagnosisKind.LEVER, DiagnosisKind.NEED, DiagnosisKind.DESIRE]


@pytest.fixture
def workshop(house: House) -> WorkshopPage:
    page: WorkshopPage = house.agenda.add_child(
        instance=WorkshopPage(
            title="Se déplacer sans voiture",
            slug="se-deplacer",
            stake="Comment aller d’une vallée à l’autre quand on n’a pas de voiture ?",
            venue_name="Salle des fêtes de Sainte-Ourse",
        )
    )
    Session.objects.create(event=page, starts_at=PAST, ends_at=PAST + timedelta(hours=7), state=SessionState.TOOK_PLACE)
    return page


@pytest.fixture
def issue(house: House) -> IssuePage:
    page: IssuePage = IssuePageFactory(parent=house.journal, number=3, title="Numéro 3", slug="numero-3")
    return page


@pytest.fixture
def editor(house: House) -> User:
    user: User = UserFactory(is_superuser=True, is_staff=True)
    return user


@pytest.fixture
def admin(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def agreed(person: Any, purpose: ConsentPurpose = ConsentPurpose.QUOTE) -> Consent:
    consent: Consent = ConsentFactory(person=person, purpose=purpose, audience=Audience.WEB)
    return consent


@pytest.fixture
def add_item(workshop: WorkshopPage) -> Callable[..., DiagnosisItem]:
    """`add_item(text, author=…, agrees=True)`; without author nobody in particular said it."""

    def add(
        text: str = "Le dernier car part trop tôt.", *, kind: str = "brake", author: Any = None, agrees: bool = False
    ):
        return DiagnosisItem.objects.create(
            workshop=workshop, kind=kind, text=text, author=author, quote_consent=agreed(author) if agrees else None
        )

    return add


@pytest.fixture
def add_contact(workshop: WorkshopPage) -> Callable[..., Contact]:
    def add(*, agrees: bool = True, **fields: Any) -> Contact:
        person = PersonFactory(given_name="Nadia", family_name="Roche")
        consent = agreed(person, ConsentPurpose.ADDRESS_BOOK) if agrees else None
        defaults = {"role": "animatrice", "organisation_name": "Le Fournil", "what": "Elle tient le café du village."}
        return Contact.objects.create(workshop=workshop, person=person, consent=consent, **{**defaults, **fields})

    return add


@pytest.fixture
def add_seed(workshop: WorkshopPage) -> Callable[..., Seed]:
    def add(title: str = "Covoiturage du marché", **fields: Any) -> Seed:
        slug = title.lower().replace(" ", "-").replace("é", "e")
        defaults = {"kind": SeedKind.TOOL, "need": "Un tableau partagé.", "description": "Un départ chaque samedi."}
        return Seed.objects.create(workshop=workshop, title=title, slug=slug, **{**defaults, **fields})

    return add


@pytest.fixture
def twelve_items(add_item: Callable[..., DiagnosisItem]) -> list[DiagnosisItem]:
    """Twelve items of four kinds; every third has an author who agrees."""
    return [
        add_item(
            f"Parole numéro {rank}.",
            kind=KINDS[rank % 4],
            author=PersonFactory() if rank % 3 == 0 else None,
            agrees=rank % 3 == 0,
        )
        for rank in range(12)
    ]


@pytest.fixture
def make_identity(house: House) -> Callable[..., None]:
    """`make_identity(name=…)`: write on the identity of the site."""

    def make(**fields: Any) -> None:
        for name, value in fields.items():
            setattr(house.identity, name, value)
        house.identity.save()

    return make
