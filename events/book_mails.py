"""What is written to the people of an address book: rows of the outbox."""

from collections.abc import Sequence
from datetime import date

from outbox.addresses import keyed_hash
from outbox.models import Message
from outbox.services import write_mail
from people.models import Person
from people.services import fold

from .group_links import card_url
from .models import Contact, WorkshopPage

SCOPE = "address-book"


def ask_for_card(contact: Contact) -> bool:
    """Somebody proposed you: what it is, who sees it, yes or no (law.md C-15, article 14)."""
    return _send("card_proposed", contact, key=_asked_key(contact.workshop, contact.person, contact.email))


def was_asked(workshop: WorkshopPage, person: Person | None, email: str) -> bool:
    """Whether `person`, or the organisation at `email`, was written to once about a card of `workshop`."""
    return Message.objects.filter(dedup_key=_asked_key(workshop, person, email)).exists()


def _asked_key(workshop: WorkshopPage, person: Person | None, email: str) -> str:
    """Says nothing of whom it is about: it outlives the card of somebody who said no."""
    name, address = (person.full_name, person.email) if person else ("", email)
    return f"card:{workshop.pk}:proposed:{keyed_hash(f'card:{fold(name)}:{address.strip().lower()}')[:20]}"


def invite_to_card(contact: Contact) -> bool:
    """To a participant: their card, shown to nobody until they choose."""
    return _send("card_invited", contact)


def ask_whether_right(cards: Sequence[Contact], *, on: date, until: date) -> None:
    """To the person of all `cards`: are they still right? Each with its link; one answer does for all (G-07)."""
    person = cards[0].person
    assert person is not None
    listed = [(card.workshop, card_url(card)) for card in cards]
    context = {"person": person, "cards": listed, "until": until}
    key = f"card:{person.uuid}:yearly:{on:%Y%m%d}"
    write_mail("events/card_yearly", context, to=person.email, dedup_key=key, scope=SCOPE)


def _send(template: str, contact: Contact, *, key: str = "") -> bool:
    """Whether somebody could be written to."""
    address = contact.person.email if contact.person else contact.email
    if not address:
        return False
    by = contact.proposed_by
    context = {
        "person": contact.person,
        "contact": contact,
        "workshop": contact.workshop,
        "by": by.full_name if by else "",
        "url": card_url(contact),
    }
    key = key or f"card:{contact.pk}:{template}"
    write_mail(f"events/{template}", context, to=address, dedup_key=key, scope=SCOPE)
    return True
