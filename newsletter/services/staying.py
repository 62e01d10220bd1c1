"""Three years without a sign of somebody: they are asked whether they stay, and silence ends it (law.md G-07).

A sign is something the person did: a confirmation, a choice, an answer, a registration. Nobody's reading is known.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.models import Registration

from ..enums import LeaveReason
from ..errors import NotSubscribed
from ..history import STAYED, note
from ..links import STAY_WITHIN, mailbox_tag, read_stay_token
from ..mails import ask_to_stay
from ..models import Subscriber
from .forgetting import forget_subscriber
from .locking import locked

SILENT_FOR = timedelta(days=3 * 365 + 1)
# A list brought in at once falls silent at once: its mails leave over some hours.
AT_A_TIME = 200


def ask_silent(now: datetime) -> int:
    """Write once to those of whom nothing was heard for three years. Returns how many. Idempotent."""
    unasked = _silent(now - SILENT_FOR).filter(stay_asked_at=None)
    return sum(_ask(key, now) for key in unasked.order_by("pk").values_list("uuid", flat=True)[:AT_A_TIME])


def forget_silent(now: datetime) -> int:
    """Forget those who were asked two months ago and said nothing. Returns how many. Idempotent."""
    limit = now - STAY_WITHIN
    asked = _silent(now - SILENT_FOR).filter(stay_asked_at__lt=limit)
    keys = list(asked.order_by("pk").values_list("uuid", flat=True)[:AT_A_TIME])
    return sum(_forget(key, limit) for key in keys)


@transaction.atomic
def stay(*, token: str) -> Subscriber:
    """The person says that they stay. Twice changes nothing. Raises LinkInvalid, LinkExpired, NotSubscribed."""
    identifier, tag = read_stay_token(token)
    subscriber = locked(identifier)
    if subscriber is None or mailbox_tag(subscriber.email) != tag or not _is_reader(subscriber):
        raise NotSubscribed
    hear_from(subscriber, at=timezone.now())
    note(subscriber, STAYED)
    return subscriber


def hear_from(subscriber: Subscriber, *, at: datetime) -> None:
    """A sign of the person, in the transaction of what they did: nothing is asked of them for three years more."""
    Subscriber.objects.filter(pk=subscriber.pk).update(heard_at=at, stay_asked_at=None)


def _silent(limit: datetime) -> QuerySet[Subscriber]:
    """Nothing done since `limit`; who is on a pause said until when, and is waited for."""
    theirs = Q(contact_email=OuterRef("email")) | Q(person=OuterRef("person"))
    registered = Registration.objects.filter(theirs, registered_at__gte=limit)
    return Subscriber.objects.unheard_since(limit).awake().exclude(Exists(registered))


@transaction.atomic
def _ask(key: UUID, now: datetime) -> int:
    subscriber = Subscriber.objects.select_for_update(of=("self",)).filter(uuid=key, stay_asked_at=None).first()
    if subscriber is None:
        return 0
    subscriber.stay_asked_at = now
    subscriber.save(update_fields=["stay_asked_at"])
    ask_to_stay(subscriber, asked_at=now)
    return 1


@transaction.atomic
def _forget(key: UUID, limit: datetime) -> int:
    rows = Subscriber.objects.select_for_update(of=("self",)).filter(uuid=key, stay_asked_at__lt=limit)
    subscriber = rows.select_related("person").first()
    return forget_subscriber(subscriber, reason=LeaveReason.SILENCE) if subscriber else 0


def _is_reader(subscriber: Subscriber) -> bool:
    return subscriber.permit is not None and subscriber.permit.is_standing
