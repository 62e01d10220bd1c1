"""What is kept about subscribers, and when it goes (law.md G-07, G-11, C-07)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from outbox.addresses import normalise_email
from people.enums import ConsentPurpose
from people.models import Consent, Person
from people.services import withdraw_consent

from ..enums import LeaveReason
from ..history import forget as forget_history
from ..models import Follow, Subscriber
from .leaving import unsubscribe

UNCONFIRMED_FOR = timedelta(days=30)
KEPT_AFTER_LEAVING = timedelta(days=30)


def purge(now: datetime) -> int:
    """Forget demands never confirmed, and those who left, once each has had its thirty days. Returns how many."""
    done = sum(forget_subscriber(subscriber) for subscriber in _due(now))
    wishes, _ = Follow.objects.wished().filter(asked_at__lt=now - UNCONFIRMED_FOR).delete()
    return done + wishes + _withdraw_stale_demands(now)


def erase(email: str) -> int:
    """Forget the subscriber at `email` now, at their request. Their leaving links say « already gone » (L-06)."""
    try:
        subscribers = Subscriber.objects.filter(email=normalise_email(email))
    except ValueError:
        return 0
    return sum(forget_subscriber(subscriber) for subscriber in subscribers)


def _due(now: datetime) -> Iterable[Subscriber]:
    unconfirmed = Q(permit=None, asked_at__lt=now - UNCONFIRMED_FOR)
    gone = Q(permit__revoked_at__lt=now - KEPT_AFTER_LEAVING, asked_at__lt=now - UNCONFIRMED_FOR)
    return Subscriber.objects.filter(unconfirmed | gone).select_related("person").order_by("pk")


@transaction.atomic
def forget_subscriber(subscriber: Subscriber, *, reason: LeaveReason = LeaveReason.ERASURE) -> int:
    """Withdraw, delete, and take along a person whom nothing else of the house knows. Returns 1."""
    unsubscribe(subscriber=subscriber, reason=reason)
    person = subscriber.person
    forget_history(subscriber)
    subscriber.delete()
    if _known_only_as_subscriber(person):
        person.delete()
    return 1


def _known_only_as_subscriber(person: Person) -> bool:
    """Whether nothing but consents to the infolettre points at `person`, in any app, now or later."""
    if Consent.objects.filter(person=person).exclude(purpose=ConsentPurpose.LETTER).exists():
        return False
    others = [relation for relation in person._meta.related_objects if relation.related_model is not Consent]
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: person}).exists() for relation in others
    )


def _withdraw_stale_demands(now: datetime) -> int:
    """A demand to come back that nobody confirmed no longer stands."""
    stale = Subscriber.objects.left().filter(
        asked_at__lt=now - UNCONFIRMED_FOR, consent__confirmed_at=None, consent__withdrawn_at=None
    )
    waiting = [row.consent for row in stale.select_related("consent").order_by("pk") if row.consent]
    for consent in waiting:
        withdraw_consent(consent=consent)
    return len(waiting)
