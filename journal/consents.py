"""Whether the people concerned agree that the public reads their words or their name (law.md C-10, M2)."""

from events.models import Contact, DiagnosisItem
from people.enums import Audience
from people.models import Consent

# A consent recorded without an audience was asked for the site itself.
PUBLIC_AUDIENCES = frozenset({"", Audience.WEB})


def stands_in_public(consent: Consent | None) -> bool:
    """`consent` was given for the public site and is not withdrawn."""
    return consent is not None and consent.withdrawn_at is None and consent.audience in PUBLIC_AUDIENCES


def may_be_quoted(item: DiagnosisItem, *, needs_consent: bool = False) -> bool:
    """Nobody in particular said it, or the person who did agrees.

    `needs_consent`: it had an author when it was quoted, even if this person has been erased since.
    """
    return not (item.author_id or needs_consent) or stands_in_public(item.quote_consent)


def may_be_shown(contact: Contact, *, needs_consent: bool = False) -> bool:
    """It is the card of an organisation, or of a person who agrees.

    `needs_consent`: it was a person's card when it was taken.
    """
    return contact.is_public and bool(contact.person_id or not needs_consent)
