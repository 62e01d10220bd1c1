"""The people of an address book choose who reads what; withdrawing empties every place at once (C-10 to C-15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.humans.limits import count_use
from people.models import Consent, Person, User
from people.services import find_or_create_person, record_consent, withdraw_consent

from .. import book_mails as mails
from ..enums import ContactState
from ..errors import EventsError
from ..models import Contact, ContactAudience, WorkshopPage
from .followups import to_thank

SOURCE = "fiche du carnet d’adresses, par le lien reçu"
PAPER = "accord signé sur papier, à l’atelier"
# Article 14: whoever is proposed by somebody else hears of it at once, and is forgotten without an answer.
UNANSWERED_FOR = timedelta(days=30)
PROPOSALS_AN_HOUR = 5
# Law.md G-07: a consented address book lives until withdrawal, with a yearly question; silence closes the card.
ASKED_EVERY = timedelta(days=365)
SILENT_FOR = timedelta(days=60)
FIELDS = ("email", "phone", "address")


class BookRefused(EventsError):
    """The address book says no."""


class AlreadyAsked(BookRefused):
    message = "Cette personne a déjà été sollicitée pour ce carnet : on ne lui réécrit pas, c’est à elle de dire oui."


class TooManyProposals(BookRefused):
    message = "Vous venez de proposer plusieurs contacts. Gardez celui-ci, et renvoyez-le dans une heure."


@dataclass(frozen=True)
class Card:
    """What a card says."""

    role: str = ""
    what: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    website: str = ""
    organisation_name: str = ""


# For each audience that may read the card, the fields it may read besides the name.
Choices = Mapping[Audience, frozenset[str]]


@transaction.atomic
def save_card(
    *,
    contact: Contact,
    card: Card | None,
    choices: Choices,
    method: ConsentMethod = ConsentMethod.MAIL,
    by: User | None = None,
    at: datetime | None = None,
) -> None:
    """Write the card and who reads it: audiences left out are withdrawn. A card that was proposed stands from now on.
    Whoever writes theirs by the link they received answers the yearly question too.

    Raises BookRefused for a card that belongs to nobody, ConsentTextMissing without a published wording.
    """
    row = _locked(contact)
    if card:
        for name, value in vars(card).items():
            setattr(row, name, value.strip())
    row.state = ContactState.STANDING
    row.confirmed_at = at or timezone.now()
    row.save()
    if row.person is None:
        return
    if method == ConsentMethod.MAIL:
        confirm_cards(person=row.person)
    for audience in Audience:
        if audience in choices:
            _open(row, audience, choices[audience], method, by, at)
        else:
            _shut(row, audience)


@transaction.atomic
def withdraw_card(*, contact: Contact) -> None:
    """Nobody reads the card any more, anywhere, and what it told is forgotten. Twice changes nothing."""
    row = _locked(contact)
    for audience in Audience:
        _shut(row, audience)
    for name in ("role", "what", *FIELDS, "website"):
        setattr(row, name, "")
    row.save()


@transaction.atomic
def confirm_cards(*, person: Person) -> int:
    """All the cards of `person` are right: nothing is asked for a year. Returns how many cards."""
    return Contact.objects.opened().filter(person=person).update(confirmed_at=timezone.now())


@transaction.atomic
def refuse_card(*, contact: Contact) -> None:
    """Somebody proposed by another says no: the card goes, and the person with it when we knew them by it alone."""
    row = _locked(contact)
    if row.state != ContactState.PROPOSED:
        raise BookRefused("Cette fiche est déjà au carnet : retirez-la.")
    _forget(row)


@transaction.atomic
def propose_contact(*, workshop: WorkshopPage, by: Person | None, name: tuple[str, str], card: Card) -> Contact:
    """A « contact utile »: written to at once, hidden until they accept. Proposed twice, written to once.

    Without given nor family name it is an organisation. Raises AlreadyAsked about whoever said no, or nothing, when
    they were asked (C-15), and TooManyProposals: each writes to an address that somebody typed (law.md C-09).
    """
    # Two people who propose the same contact at once: the second waits, and finds the card of the first.
    WorkshopPage.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    person = find_or_create_person(given_name=name[0], family_name=name[1], email=card.email) if any(name) else None
    known = Contact.objects.filter(workshop=workshop)
    known = known.filter(person=person) if person else known.filter(person=None, email=card.email)
    contact = known.first()
    if contact is None:
        if mails.was_asked(workshop, person, card.email):
            raise AlreadyAsked
        if by and count_use("propose-contact", str(by.pk), within=timedelta(hours=1)) > PROPOSALS_AN_HOUR:
            raise TooManyProposals
        contact = Contact.objects.create(
            workshop=workshop,
            person=person,
            proposed_by=by,
            state=ContactState.PROPOSED,
            asked_at=timezone.now(),
            **{key: value.strip() for key, value in vars(card).items()},
        )
        mails.ask_for_card(contact)
    return contact


@transaction.atomic
def invite_to_book(*, workshop: WorkshopPage) -> int:
    """Give each participant a card, shown to nobody, and the link to fill it. Returns how many were written to."""
    WorkshopPage.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    written = 0
    for registration in to_thank(workshop.pk, with_address=False):
        person, organisation = registration.person, registration.organisation_name
        # An editor may have written two cards about one person: the first is theirs.
        contact = Contact.objects.filter(workshop=workshop, person=person).order_by("pk").first()
        contact = contact or Contact.objects.create(workshop=workshop, person=person, organisation_name=organisation)
        if contact.asked_at is None:
            contact.asked_at = timezone.now()
            contact.save(update_fields=["asked_at"])
            written += mails.invite_to_card(contact)
    return written


def forget_unanswered(now: datetime) -> int:
    """Cards proposed a month ago, of people who never answered: silence is no (C-15)."""
    rows = Contact.objects.filter(state=ContactState.PROPOSED, asked_at__lt=now - UNANSWERED_FOR)
    found = list(rows.select_related("person").order_by("pk"))
    with transaction.atomic():
        for row in found:
            _forget(row)
    return len(found)


def ask_yearly(now: datetime) -> int:
    """Ask each person whose card was last said to be right a year ago, about all their cards in one mail (G-07).

    Nobody is asked twice in a year, nor without an address: the team asks them aloud. Returns how many were asked.
    """
    due = Contact.objects.opened().filter(confirmed_at__lte=now - ASKED_EVERY).exclude(person__email="")
    due = due.filter(Q(questioned_at=None) | Q(questioned_at__lte=F("confirmed_at")))
    people = due.order_by("person").values_list("person", flat=True).distinct()
    return sum(_ask(person, now) for person in list(people))


@transaction.atomic
def _ask(person_id: int, now: datetime) -> bool:
    cards = Contact.objects.opened().filter(person=person_id)
    mine = list(cards.select_for_update(of=("self",)).select_related("person", "workshop").order_by("pk"))
    if not mine or any(card.is_questioned for card in mine):
        return False
    Contact.objects.filter(pk__in=[card.pk for card in mine]).update(questioned_at=now)
    mails.ask_whether_right(mine, on=timezone.localdate(now), until=timezone.localdate(now + SILENT_FOR))
    return True


def answer_until(contact: Contact) -> datetime | None:
    """When silence closes the card; None while nothing is asked about it."""
    return contact.questioned_at + SILENT_FOR if contact.questioned_at and contact.is_questioned else None


def let_silent_cards_go(now: datetime) -> int:
    """Cards nobody said were right within sixty days of the question leave every place, as if their person withdrew
    them: an address book stays right, or empties (G-07). Returns how many."""
    silent = Contact.objects.questioned().filter(questioned_at__lte=now - SILENT_FOR).order_by("pk")
    with transaction.atomic():
        gone = list(silent)
        for card in gone:
            withdraw_card(contact=card)
    return len(gone)


def _open(
    row: Contact,
    audience: Audience,
    fields: frozenset[str],
    method: ConsentMethod,
    by: User | None,
    at: datetime | None,
) -> None:
    assert row.person is not None
    consent = record_consent(
        person=row.person,
        purpose=ConsentPurpose.ADDRESS_BOOK,
        audience=audience,
        method=method,
        source=PAPER if method == ConsentMethod.PAPER else SOURCE,
        recorded_by=by,
        at=at,
    )
    shows = {f"shows_{name}": name in fields for name in FIELDS}
    ContactAudience.objects.update_or_create(contact=row, audience=audience, defaults=shows)
    if audience == Audience.WEB:
        row.consent = consent
        row.save(update_fields=["consent"])


def _shut(row: Contact, audience: Audience) -> None:
    """This card leaves the audience; the agreement goes too once no other card of the person rests on it."""
    ContactAudience.objects.filter(contact=row, audience=audience).delete()
    if audience == Audience.WEB and row.consent_id:
        row.consent = None
        row.save(update_fields=["consent"])
    others = ContactAudience.objects.filter(contact__person=row.person_id, audience=audience)
    if row.person_id and not others.exists():
        standing = Consent.objects.given().filter(
            person=row.person_id, purpose=ConsentPurpose.ADDRESS_BOOK, audience=audience
        )
        for consent in standing:
            withdraw_consent(consent=consent)


def _forget(row: Contact) -> None:
    person = row.person
    row.delete()
    if person:
        forget_person(person)


def forget_person(person: Person) -> None:
    """Nothing is left of somebody about whom nothing else in the house is; agreements alone keep nobody."""
    if not _is_known(person):
        person.delete()


def _is_known(person: Person) -> bool:
    relations = [
        field
        for field in Person._meta.get_fields()
        if field.auto_created and not field.concrete and field.related_model is not Consent
    ]
    return any(
        field.related_model._default_manager.filter(**{field.field.name: person}).exists()  # type: ignore[union-attr]
        for field in relations
    )


def _locked(contact: Contact) -> Contact:
    Contact.objects.select_for_update().get(pk=contact.pk)
    return Contact.objects.select_related("person", "workshop", "consent").get(pk=contact.pk)
