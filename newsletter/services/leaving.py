"""Leaving the infolettre: at once, for good, and as easily as one came (law.md C-06, L-03 to L-07)."""

from dataclasses import dataclass

from django.db import transaction

from outbox.enums import MessageState
from outbox.services import revoke_permit, suppress
from people.enums import ConsentPurpose
from people.models import Consent, User
from people.services import withdraw_consent

from ..enums import LeaveReason
from ..history import LEFT, note
from ..links import read_leave_token
from ..models import Subscriber
from .locking import locked

PURPOSE = "letter"


@dataclass(frozen=True)
class Departure:
    """What leaving did. `one_is_leaving`: a mail had left our hands before, and may still arrive."""

    already_gone: bool
    one_is_leaving: bool = False


@transaction.atomic
def leave(*, token: str, reason: LeaveReason) -> Departure:
    """The holder of a leaving link goes; no mail resting on the subscription departs after this commits.

    A link of somebody who left, or whom we forgot, says so and changes nothing. Raises LinkInvalid.
    """
    subscriber = locked(read_leave_token(token))
    return _withdraw(subscriber, reason) if subscriber else Departure(already_gone=True)


@transaction.atomic
def unsubscribe(*, subscriber: Subscriber, reason: LeaveReason = LeaveReason.TEAM, by: User | None = None) -> Departure:
    """The team takes `subscriber` off, at their request."""
    row = locked(subscriber.uuid)
    return _withdraw(row, reason, by) if row else Departure(already_gone=True)


def _withdraw(subscriber: Subscriber, reason: LeaveReason, by: User | None = None) -> Departure:
    for consent in Consent.objects.given().filter(person=subscriber.person_id, purpose=ConsentPurpose.LETTER):
        withdraw_consent(consent=consent)
    # What they followed is theirs no more, and nothing is asked for later in their name.
    subscriber.follows.all().delete()
    subscriber.letter_wished_at = None
    subscriber.save(update_fields=["letter_wished_at"])
    permit = subscriber.permit
    if permit is None or not permit.is_standing:
        # Somebody who had only asked says no: no reminder follows, and no import. A demand that lapses says nothing.
        if reason != LeaveReason.ERASURE:
            _never_again(subscriber, reason)
        return Departure(already_gone=True)
    revoke_permit(permit=permit, reason=str(reason.label))
    note(subscriber, LEFT, by=by)
    _never_again(subscriber, reason)
    return Departure(
        already_gone=False,
        one_is_leaving=permit.messages.filter(state=MessageState.IN_FLIGHT).exists(),
    )


def _never_again(subscriber: Subscriber, reason: LeaveReason) -> None:
    """The fingerprint outlives the row: no import brings them back (CPCE L.34-5, law.md G-11)."""
    suppress(address=subscriber.email, scope=PURPOSE, reason=str(reason.label))
