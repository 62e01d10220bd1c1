"""What is written to the people of an address book: rows of the outbox."""

from outbox.rendering import render_mail
from outbox.services import send_transactional

from .group_links import card_url
from .models import Contact

SCOPE = "address-book"


def ask_for_card(contact: Contact) -> bool:
    """Somebody proposed you: what it is, who sees it, yes or no (law.md C-15, article 14)."""
    return _send("card_proposed", contact)


def invite_to_card(contact: Contact) -> bool:
    """To a participant: their card, shown to nobody until they choose."""
    return _send("card_invited", contact)


def _send(template: str, contact: Contact) -> bool:
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
    mail = render_mail(f"events/{template}", context)
    send_transactional(
        to=address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        dedup_key=f"card:{contact.pk}:{template}",
        scope=SCOPE,
    )
    return True
