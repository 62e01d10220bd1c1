"""Asking for the infolettre, and confirming it (law.md C-01, C-04, C-07 to C-09)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from outbox.services import grant_permit, lift_suppression
from people.addresses import normalise_email
from people.enums import ConsentPurpose
from people.humans.limits import count_use
from people.models import Consent, Person
from people.services import current_consent_text, find_or_create_person, record_consent, withdraw_consent

from ..enums import FollowKind, Rhythm
from ..errors import ConfirmationUsed
from ..following.followable import is_followable
from ..history import CONFIRMED, note
from ..links import read_confirm_token
from ..mails import ask_to_confirm, ask_to_follow, tell_already_subscribed
from ..models import Subscriber
from .following import follow
from .leaving import PURPOSE
from .locking import locked

ONE_MAIL_EVERY = timedelta(hours=1)
MAILS_A_DAY = 3


@transaction.atomic
def subscribe(
    *,
    email: str,
    source: str,
    person: Person | None = None,
    consent: Consent | None = None,
    whole_letter: bool = True,
    wishes: Collection[tuple[FollowKind, int]] = (),
    revision: Revision | None = None,
    at: datetime | None = None,
) -> None:
    """Someone asks at `email`, from `source` (a page of the site), for the whole letter or to follow `wishes`.

    A mail asks them to confirm; until they do nothing else changes for somebody who is subscribed, or who left. One
    mail an hour is written to an address, and three a day: what is asked meanwhile is asked by the next one
    (`write_late_mails`). `person` and `consent` come from a form that collected them already (a registration);
    otherwise they are found or recorded here, at `at`, to the words of `revision` (by default now, those published).
    Raises ValueError on an unusable address, ConsentTextMissing when no wording is published.
    """
    wording = revision.as_object() if revision else current_consent_text(ConsentPurpose.LETTER)
    subscriber = _known_or_new(normalise_email(email), person=person, source=source)
    known = [(kind, key) for kind, key in wishes if is_followable(kind, key)]
    follow(subscriber=subscriber, wishes=known)
    now = timezone.now()
    if subscriber.permit and subscriber.permit.is_standing:
        if whole_letter and not subscriber.whole_letter:
            subscriber.letter_wished_at = now
        _ask_again(subscriber, now)
        return
    waits, written_lately = _is_waiting(subscriber), _was_written_lately(subscriber, now)
    # Asking for one thing more takes nothing back of what was asked and waits to be confirmed.
    subscriber.whole_letter = whole_letter or not known or (waits and subscriber.whole_letter)
    subscriber.rhythm = Rhythm.EACH_LETTER if subscriber.whole_letter else Rhythm.AT_ONCE
    if waits and written_lately:
        subscriber.save(update_fields=["whole_letter", "rhythm"])  # the link they have confirms that too
        return
    subscriber.asked_at, subscriber.source = at or now, source
    subscriber.consent = consent or _consent_to(
        wording.wording_hash, person=subscriber.person, source=source, revision=revision, at=at
    )
    if not written_lately:
        subscriber.mailed_at = now
    subscriber.save(update_fields=["mailed_at", "asked_at", "source", "consent", "whole_letter", "rhythm"])
    if not written_lately:
        ask_to_confirm(subscriber)


def _is_waiting(subscriber: Subscriber) -> bool:
    """They were asked to confirm, since they last left if they did, and have not answered yet."""
    left_at = subscriber.permit.revoked_at if subscriber.permit else None
    return subscriber.mailed_at is not None and (left_at is None or subscriber.asked_at > left_at)


def _was_written_lately(subscriber: Subscriber, now: datetime) -> bool:
    if subscriber.mailed_at and subscriber.mailed_at > now - ONE_MAIL_EVERY:
        return True
    return count_use("mailbox", subscriber.email, within=timedelta(days=1)) > MAILS_A_DAY


def _ask_again(subscriber: Subscriber, now: datetime) -> None:
    """Somebody typed the address of a subscriber: they confirm what is new, or learn that nothing is."""
    if _was_written_lately(subscriber, now):
        subscriber.save(update_fields=["letter_wished_at"])
    elif not ask_what_is_new(subscriber, now):
        tell_already_subscribed(subscriber)


def ask_what_is_new(subscriber: Subscriber, now: datetime) -> bool:
    """Write to a subscriber, who confirms what was wished for them. Whether there was something to ask."""
    wants_letter = subscriber.letter_wished_at is not None and not subscriber.whole_letter
    subscriber.letter_wished_at, subscriber.mailed_at = None, now
    subscriber.save(update_fields=["letter_wished_at", "mailed_at"])
    if not wants_letter and not subscriber.follows.wished().exists():
        return False
    ask_to_follow(subscriber, whole_letter=wants_letter)
    return True


@transaction.atomic
def confirm(*, token: str) -> Subscriber:
    """The holder of the address said yes: the right to write begins, with all that was wished from there.

    Confirming twice changes nothing more. Raises LinkInvalid, LinkExpired, and ConfirmationUsed when they left since,
    or were forgotten.
    """
    demand = read_confirm_token(token)
    subscriber = locked(demand.subscriber)
    if subscriber is None:
        raise ConfirmationUsed
    permit, now = subscriber.permit, timezone.now()
    if permit and permit.revoked_at and permit.revoked_at.timestamp() >= demand.asked_at:
        raise ConfirmationUsed
    if permit is None or not permit.is_standing:
        _begin(subscriber, now)
    elif demand.whole_letter and not subscriber.whole_letter:
        subscriber.whole_letter = True
        subscriber.save(update_fields=["whole_letter"])
    subscriber.follows.wished().update(confirmed_at=now)
    return subscriber


def _begin(subscriber: Subscriber, now: datetime) -> None:
    # They come back by themselves: an earlier complaint no longer speaks for them.
    lift_suppression(address=subscriber.email, scope=PURPOSE)
    subscriber.permit = grant_permit(address=subscriber.email, purpose=PURPOSE)
    subscriber.confirmed_at = subscriber.rhythm_since = subscriber.digested_at = now
    subscriber.paused_until = None
    if subscriber.consent is None or subscriber.consent.withdrawn_at:
        subscriber.consent = record_consent(
            person=subscriber.person, purpose=ConsentPurpose.LETTER, source=subscriber.source or "lien de confirmation"
        )
    Consent.objects.filter(pk=subscriber.consent.pk).update(confirmed_at=now)
    note(subscriber, CONFIRMED)
    subscriber.save(update_fields=["permit", "confirmed_at", "rhythm_since", "digested_at", "paused_until", "consent"])


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


def _consent_to(
    wording_hash: str, *, person: Person, source: str, revision: Revision | None, at: datetime | None
) -> Consent:
    """The consent of `person` to the words they were shown; one given to earlier words does not count for these."""
    standing = Consent.objects.given().filter(person=person, purpose=ConsentPurpose.LETTER, audience="")
    for consent in standing.exclude(wording_hash=wording_hash):
        withdraw_consent(consent=consent)
    return record_consent(person=person, purpose=ConsentPurpose.LETTER, source=source, revision=revision, at=at)
