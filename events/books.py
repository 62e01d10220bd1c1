"""The address book of a workshop, as each audience may read it (S3-03, C-10, C-11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms.exports import french_csv
from cms.ical.lines import text, written
from cms.qr import qr_svg_uri
from people.enums import Audience

from .enums import ACTIVE
from .models import Contact, ContactAudience, Registration, WorkshopPage

COLUMNS = ("nom", "structure", "fonction", "activité", "courriel", "téléphone", "adresse", "site")

# What a person opens field by field, audience by audience (C-11).
RESERVED = ("email", "phone", "address")


@dataclass(frozen=True)
class Entry:
    """A card with what one audience may read of it, and nothing else."""

    contact: Contact
    name: str
    organisation: str
    email: str
    phone: str
    address: str

    @property
    def role(self) -> str:
        return self.contact.role

    @property
    def what(self) -> str:
        return self.contact.what

    @property
    def website(self) -> str:
        return self.contact.website

    @property
    def code(self) -> str:
        """A QR code that adds the card to a telephone."""
        return qr_svg_uri(vcards([self]).decode())

    @property
    def row(self) -> tuple[str, ...]:
        """What `COLUMNS` announce."""
        return (
            *(self.name, self.organisation, self.role, self.what),
            *(self.email, self.phone, self.address, self.website),
        )


def book_of(workshop: WorkshopPage, audience: Audience) -> list[Entry]:
    """The cards of `workshop` that `audience` may read, by name. Two queries."""
    return _entries(Contact.objects.filter(workshop=workshop.pk), audience)


def network_book(*, besides: WorkshopPage | None = None) -> list[Entry]:
    """What members of the network may read of all the workshops, people only."""
    cards = Contact.objects.filter(person__isnull=False)
    return _entries(cards.exclude(workshop=besides.pk) if besides else cards, Audience.NETWORK)


def opened_fields(contact: Contact) -> dict[str, str]:
    """E-mail, telephone and address of `contact` as at least one audience may read them; empty when nobody may (C-10).

    What whoever does not run the book reads of it on our own screens.
    """
    card = Contact.objects.filter(pk=contact.pk)
    entries = [entry for audience in Audience for entry in _entries(card, audience)]
    return {name: max((getattr(entry, name) for entry in entries), default="") for name in RESERVED}


def _entries(cards: Iterable[Contact], audience: Audience) -> list[Entry]:
    rows = cards.open_to(audience).select_related("person", "organisation")  # type: ignore[attr-defined]
    cards = list(rows.order_by("pk"))
    shown = ContactAudience.objects.filter(contact__in=cards, audience=audience)
    fields = {row.contact_id: row for row in shown}
    entries = [_entry(card, fields.get(card.pk)) for card in cards]
    return sorted(entries, key=lambda entry: (entry.name.casefold(), entry.contact.pk))


def _entry(card: Contact, shown: ContactAudience | None) -> Entry:
    whole = card.person_id is None
    return Entry(
        contact=card,
        name=str(card),
        organisation=card.organisation_label if card.person_id else "",
        email=card.email if whole or (shown and shown.shows_email) else "",
        phone=card.phone if whole or (shown and shown.shows_phone) else "",
        address=card.address if whole or (shown and shown.shows_address) else "",
    )


def audience_of(contact: Contact) -> Audience | None:
    """What the person of `contact` may read of the book of its workshop; None for somebody only proposed."""
    if not Contact.objects.standing().filter(pk=contact.pk).exists():
        return None
    came = Registration.objects.filter(session__event=contact.workshop_id, person=contact.person_id, state__in=ACTIVE)
    return Audience.PARTICIPANTS if contact.person_id and came.exists() else Audience.NETWORK


def vcards(entries: Sequence[Entry]) -> bytes:
    """vCard 4.0 (RFC 6350): one card for each entry, folded as RFC 6350 section 3.2 asks."""
    return written(line for entry in entries for line in _vcard(entry))


def _vcard(entry: Entry) -> Iterable[str]:
    person = entry.contact.person
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{entry.contact.uuid}")
    yield f"KIND:{'individual' if person else 'org'}"
    yield f"FN:{text(entry.name)}"
    if person:
        yield f"N:{text(person.family_name)};{text(person.given_name)};;;"
    optional = (
        ("ORG", entry.organisation or ("" if person else entry.name)),
        ("TITLE", entry.role),
        ("NOTE", entry.what),
        ("EMAIL", entry.email),
        ("TEL", entry.phone),
        ("URL", entry.website),
    )
    yield from (f"{name}:{text(value)}" for name, value in optional if value)
    if entry.address:
        yield f"ADR:;;{text(entry.address)};;;;"
    yield "END:VCARD"


def as_csv(entries: Iterable[Entry]) -> str:
    return french_csv([COLUMNS, *(entry.row for entry in entries)])
