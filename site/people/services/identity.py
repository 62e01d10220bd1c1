"""Who someone is, what they agreed to, and how that is withdrawn."""

import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from cms.statements import Prepared, insert

from ..addresses import normalise_email
from ..enums import Audience, ConsentMethod, ConsentPurpose
from ..models import Consent, ConsentText, Person, User
from ..signals import consent_withdrawn

_AT_ADDRESS = Prepared(
    lambda email: Person.objects.with_email(email).order_by("pk"), email=Person._meta.get_field("email")
)
_PUBLISHED = Prepared(lambda: ConsentText.objects.filter(live=True, live_revision__isnull=False))


class ConsentTextMissing(Exception):
    """No published wording for this purpose: nothing may be collected for it."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"Aucun texte de consentement n’est publié pour « {purpose} ».")


def fold(text: str) -> str:
    """`text` without case, accents or doubled spaces: what makes two spellings of a name the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def find_or_create_person(*, given_name: str = "", family_name: str = "", email: str = "") -> Person:
    """The person of that name at that address, or a new one.

    A shared address never merges two people: names are compared without case and accents, and a nameless person at
    the address is completed rather than doubled.
    """
    email = normalise_email(email) if email else ""
    with transaction.atomic(savepoint=False):
        return _find_or_create(given_name.strip(), family_name.strip(), email)


def _find_or_create(given_name: str, family_name: str, email: str) -> Person:
    wanted = fold(f"{given_name} {family_name}")
    if email:
        candidates = _AT_ADDRESS(email=email)
        for person in candidates:
            if fold(person.full_name) == wanted:
                return person
        if not wanted and candidates:
            return candidates[0]
        nameless = next((person for person in candidates if not person.full_name), None)
        if nameless:
            nameless.given_name, nameless.family_name = given_name, family_name
            nameless.save(update_fields=["given_name", "family_name"])
            return nameless
    person = Person(given_name=given_name, family_name=family_name, email=email)
    insert(person)
    return person


def published_consent_texts() -> dict[str, ConsentText]:
    """The wordings published now, by purpose, in one query. A purpose without wording is absent."""
    return {text.purpose: text for text in _PUBLISHED()}


def published_consent_text(purpose: ConsentPurpose) -> ConsentText | None:
    """The wording published now for `purpose`, if any: without one, nobody is asked."""
    text = ConsentText.objects.filter(purpose=purpose, live=True).select_related("live_revision").first()
    return text if text and text.live_revision else None


def current_consent_text(purpose: ConsentPurpose) -> ConsentText:
    """The wording published now for `purpose`. Raises ConsentTextMissing."""
    text = published_consent_text(purpose)
    if text is None:
        raise ConsentTextMissing(ConsentPurpose(purpose).label)
    return text


def label_of(purpose: ConsentPurpose) -> str:
    """What one agrees to, in one sentence; empty while none is published."""
    text = published_consent_text(purpose)
    return text.label if text else ""


def wording_of(purpose: ConsentPurpose) -> str:
    """What agreeing means, in the words the association publishes; empty while it publishes none."""
    text = published_consent_text(purpose)
    return text.wording if text else ""


@transaction.atomic
def record_consent(
    *,
    person: Person,
    purpose: ConsentPurpose,
    source: str,
    method: ConsentMethod = ConsentMethod.WEB,
    audience: Audience | str = "",
    recorded_by: User | None = None,
    at: datetime | None = None,
    revision: Revision | None = None,
) -> Consent:
    """Store that `person` agreed to the wording published now, or give back the consent that already stands.

    `revision` is the wording they were shown, when it may be older than the one published now.
    """
    standing = Consent.objects.given().filter(person=person, purpose=purpose, audience=audience).first()
    if standing:
        return standing
    text = revision.as_object() if revision else current_consent_text(purpose)
    return Consent.objects.create(
        person=person,
        purpose=purpose,
        audience=audience,
        text_revision=revision or text.live_revision,
        wording_hash=text.wording_hash,
        method=method,
        source=source,
        recorded_by=recorded_by,
        given_at=at or timezone.now(),
    )


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime | None = None) -> None:
    """Withdraw; the row stays as proof. Withdrawing twice changes nothing."""
    if Consent.objects.given().filter(pk=consent.pk).update(withdrawn_at=at or timezone.now()):
        consent_withdrawn.send_robust(sender=Consent, consent=consent)
