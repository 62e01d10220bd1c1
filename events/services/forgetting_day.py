"""How long what was noted on the day is kept, and what is left of it afterwards (law.md G-07 to G-11)."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from outbox.addresses import keyed_hash

from ..models import Attendance, Certificate, EvaluationReply, EventMessage, PrivateFeed, Registration
from .forgetting import REGISTRATION_KEPT, normalised, people_at, registrations_of

# The period funders of trainings ask for; to be confirmed by the association (law.md, default periods).
CERTIFICATE_KEPT = timedelta(days=6 * 365)


def author_key(registration: Registration) -> str:
    """Tells one participant of an event from another, and names nobody."""
    return keyed_hash(f"evaluation:{registration.session.event_id}:{registration.person_id}")


def attendances_of(email: str) -> QuerySet[Attendance]:
    return Attendance.objects.filter(registration__in=registrations_of(email))


def erase_attendances(email: str) -> int:
    """That somebody came still counts; when they arrived and left is forgotten."""
    return attendances_of(email).update(arrived_at=None, left_at=None)


def purge_attendances(now: datetime) -> int:
    """Hours are forgotten with the registration; only counts stay."""
    timed = Attendance.objects.exclude(arrived_at=None, left_at=None)
    return timed.filter(registration__session__ends_at__lt=now - REGISTRATION_KEPT).update(
        arrived_at=None, left_at=None
    )


def erase_certificates(email: str) -> int:
    """The code stays and says that its holder asked to be forgotten."""
    return Certificate.objects.filter(person__in=people_at(email)).exclude(content={}).update(content={})


def purge_certificates(now: datetime) -> int:
    old = Certificate.objects.filter(issued_at__lt=now - CERTIFICATE_KEPT)
    return old.exclude(content={}).update(content={})


def replies_of(email: str) -> QuerySet[EvaluationReply]:
    rows = registrations_of(email).select_related("session").order_by("pk")
    return EvaluationReply.objects.filter(author_key__in={author_key(row) for row in rows})


def erase_replies(email: str) -> int:
    return replies_of(email).delete()[0]


def erase_feeds(email: str) -> int:
    return PrivateFeed.objects.filter(address=normalised(email)).delete()[0]


def purge_feeds(now: datetime) -> int:
    """A personal calendar closes when nothing is left to show in it."""
    known = Registration.objects.exclude(contact_email="").values("contact_email")
    return PrivateFeed.objects.filter(~Q(address__in=known), opened_at__lt=now - REGISTRATION_KEPT).delete()[0]


def erase_authorship(email: str) -> int:
    """What the team wrote stays; who in the team wrote it is forgotten."""
    return EventMessage.objects.filter(author__email__iexact=normalised(email)).update(author=None)


def purge_day(now: datetime) -> int:
    return purge_attendances(now) + purge_certificates(now) + purge_feeds(now)
