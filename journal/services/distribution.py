"""Leaving papers in places and sending them by post."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from people.enums import ConsentMethod, ConsentPurpose
from people.models import Person, User
from people.services import record_consent, withdraw_consent

from ..models import Delivery, DropOffPoint, IssuePage, PostalSubscriber
from ..selectors.copies import copies_of

# After the end of a subscription: the time to answer a complaint about the last copy.
POSTAL_KEPT = dt.timedelta(days=60)
CONTACT_FIELDS = ("contact_name", "contact_phone", "contact_email")


class DistributionRefused(Exception):
    """The message is for the person."""


@transaction.atomic
def plan_deliveries(*, issue: IssuePage) -> list[Delivery]:
    """One delivery for each place served, of its usual number of copies; those already planned stay as they are.

    Raises DistributionRefused when no print run is noted, or when the places and the post need more copies than that.
    """
    copies = copies_of(issue)
    if copies is None:
        raise DistributionRefused("Notez d’abord l’impression de ce numéro : combien d’exemplaires ?")
    planned = set(Delivery.objects.filter(issue=issue).values_list("point", flat=True))
    points = DropOffPoint.objects.served().exclude(pk__in=planned)
    new = [Delivery(issue=issue, point=point, copies=point.usual_copies) for point in points]
    needed = sum(row.copies for row in new) + copies_promised(issue)
    if needed > copies:
        raise DistributionRefused(
            f"Il faudrait {needed} exemplaires pour les points de dépôt et la poste, et {copies} sont imprimés : "
            "réduisez les dépôts ou augmentez l’impression."
        )
    return Delivery.objects.bulk_create(new)


def copies_promised(issue: IssuePage) -> int:
    """The copies of `issue` already meant for a place, and those that leave by post."""
    left: int = Delivery.objects.filter(issue=issue).aggregate(total=Sum("copies"))["total"] or 0
    posted: int = PostalSubscriber.objects.current().aggregate(total=Sum("copies"))["total"] or 0
    return left + posted


@transaction.atomic
def subscribe_by_post(
    *,
    person: Person,
    address: str,
    postal_code: str,
    town: str,
    method: ConsentMethod,
    source: str,
    copies: int = 1,
    recorded_by: User | None = None,
) -> PostalSubscriber:
    """Send the journal to `person`, with the proof that they asked. Raises DistributionRefused when they get it.

    A subscription whose agreement they withdrew from their own space is over: they may ask again at once.
    """
    withdrawn = PostalSubscriber.objects.filter(person=person, ended_on=None, consent__withdrawn_at__isnull=False)
    withdrawn.update(ended_on=timezone.localdate())
    consent = record_consent(
        person=person, purpose=ConsentPurpose.POST, source=source, method=method, recorded_by=recorded_by
    )
    try:
        with transaction.atomic():
            return PostalSubscriber.objects.create(
                person=person,
                address=address,
                postal_code=postal_code,
                town=town,
                copies=copies,
                started_on=timezone.localdate(),
                consent=consent,
            )
    except IntegrityError as error:
        raise DistributionRefused("Cette personne reçoit déjà le journal par la poste.") from error


@transaction.atomic
def stop_post(*, subscriber: PostalSubscriber) -> None:
    """End it today, and withdraw the agreement: nothing more is sent. Twice changes nothing."""
    current = PostalSubscriber.objects.filter(pk=subscriber.pk, ended_on=None)
    if current.update(ended_on=timezone.localdate()) and subscriber.consent:
        withdraw_consent(consent=subscriber.consent)


@transaction.atomic
def erase_post(*, subscriber: PostalSubscriber) -> int:
    """Forget it at once, at the demand of somebody whom no address may name: many who get paper have no e-mail.

    Returns how many subscriptions of this person went; the withdrawn agreement stays with the person, as its proof.
    """
    theirs = PostalSubscriber.objects.filter(person=subscriber.person)
    for row in theirs.filter(ended_on=None).select_related("consent").order_by("pk"):
        stop_post(subscriber=row)
    return theirs.delete()[0]


def forget_postal_subscribers(now: dt.datetime) -> int:
    """Delete the subscriptions that ended two months ago, or whose agreement was withdrawn then."""
    limit = now - POSTAL_KEPT
    ended = PostalSubscriber.objects.filter(ended_on__lt=timezone.localdate(limit))
    withdrawn = PostalSubscriber.objects.filter(consent__withdrawn_at__lt=limit)
    return sum(rows.delete()[0] for rows in (ended, withdrawn))


def forget_contacts_of_closed_points(now: dt.datetime) -> int:
    """Empty the contact of the places that are no longer served."""
    closed = DropOffPoint.objects.filter(is_active=False).exclude(contact_name="", contact_phone="", contact_email="")
    return closed.update(**dict.fromkeys(CONTACT_FIELDS, ""))
