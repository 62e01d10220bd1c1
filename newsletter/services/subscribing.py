"""Asking for the infolettre, and confirming it (law.md C-01, C-04, C-07 to C-09)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox.services import grant_permit, lift_suppression
from people.addresses import normalise_email
from people.enums import ConsentPurpose
from people.models import Consent, Person
from people.services import current_consent_text, find_or_create_person, record_consent, withdraw_consent

from ..errors import ConfirmationUsed
from ..links import read_confirm_token
from ..mails import ask_to_confirm, tell_already_subscribed
from ..models import Subscriber
from .locking import locked

PURPOSE = "letter"
ONE_MAIL_EVERY = timedelta(hours=1)


@transaction.atomic
def subscribe(*, email: str, source: str, person: Person | None = None, consent: Consent | None = None) -> None:
    """Someone asks for the infolettre at `email` from `source` (a page of the site); a mail asks them to confirm.

    Says nothing of what was known of the address, and writes one mail an hour to it at most. Until they confirm
    nothing else changes for somebody who is subscribed, or who left. `person` and `consent` come from a form that
    collected them already (a registration); otherwise they are found or recorded here. Raises ValueError on an
    unusable address, ConsentTextMissing when no wording is published.
    """
    wording = current_consent_text(ConsentPurpose.LETTER)
    subscriber = _known_or_new(normalise_email(email), person=person, source=source)
    now = timezone.now()
    if subscriber.mailed_at and subscriber.mailed_at > now - ONE_MAIL_EVERY:
        return
    subscriber.mailed_at = now
    if subscriber.permit and subscriber.permit.is_standing:
        subscriber.save(update_fields=["mailed_at"])
        tell_already_subscribed(subscriber)
        return
    subscriber.asked_at, subscriber.source = now, source
    subscriber.consent = consent or _consent_to(wording.wording_hash, subscriber.person, source)
    subscriber.save(update_fields=["mailed_at", "asked_at", "source", "consent"])
    ask_to_confirm(subscriber)


@transaction.atomic
def confirm(*, token: str) -> Subscriber:
    """The holder of the address said yes: the right to write begins. Confirming twice changes nothing.

    Raises LinkInvalid, LinkExpired, and ConfirmationUsed when they left since, or were forgotten.
    """
    identifier, asked_at = read_confirm_token(token)
    subscriber = locked(identifier)
    if subscriber is None:
        raise ConfirmationUsed
    permit = subscriber.permit
    if permit and permit.is_standing:
        return subscriber
    if permit and permit.revoked_at and permit.revoked_at.timestamp() >= asked_at:
        raise ConfirmationUsed
    now = timezone.now()
    # They come back by themselves: an earlier complaint no longer speaks for them.
    lift_suppression(address=subscriber.email, scope=PURPOSE)
    subscriber.permit = grant_permit(address=subscriber.email, purpose=PURPOSE)
    subscriber.confirmed_at = now
    if subscriber.consent is None or subscriber.consent.withdrawn_at:
        subscriber.consent = record_consent(
            person=subscriber.person, purpose=ConsentPurpose.LETTER, source=subscriber.source or "lien de confirmation"
        )
    Consent.objects.filter(pk=subscriber.consent.pk).update(confirmed_at=now)
    subscriber.save(update_fields=["permit", "confirmed_at", "consent"])
    return subscriber


def _known_or_new(email: str, *, person: Person | None, source: str) -> Subscriber:
    """The row of `email`, locked; made now when nobody asked from there before."""
    known = locked(email)
    if known:
        return known
    try:
        with transaction.atomic():
            Subscriber.objects.create(
                email=email,
                person=person or find_or_create_person(email=email),
                source=source,
                asked_at=timezone.now(),
            )
    except IntegrityError:
        pass  # asked at the same moment from elsewhere: the row is there
    made = locked(email)
    assert made is not None
    return made


def _consent_to(wording_hash: str, person: Person, source: str) -> Consent:
    """The consent of `person` to the words shown now; one given to earlier words does not count for these."""
    standing = Consent.objects.given().filter(person=person, purpose=ConsentPurpose.LETTER, audience="")
    for consent in standing.exclude(wording_hash=wording_hash):
        withdraw_consent(consent=consent)
    return record_consent(person=person, purpose=ConsentPurpose.LETTER, source=source)
