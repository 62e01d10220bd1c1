"""How long what surrounds a workshop says who somebody is, and what is left of it afterwards (law.md G-07 to G-11)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from ..models import QuestionnaireReply, RoomCard, Seat, TeamMember
from .forgetting import people_at

# As long as a registration to the same workshop.
CARD_KEPT = timedelta(days=365)


def cards_of(email: str) -> QuerySet[RoomCard]:
    return RoomCard.objects.filter(person__in=people_at(email))


def erase_cards(email: str) -> int:
    """What was said stays in the diagnosis, without its author; the card says nothing of anybody any more."""
    return _empty(cards_of(email))


def purge_cards(now: datetime) -> int:
    old = RoomCard.objects.exclude(room__workshop__sessions__ends_at__gte=now - CARD_KEPT)
    return _empty(old.exclude(person=None, organisation_name="", words=""))


def _empty(cards: QuerySet[RoomCard]) -> int:
    return cards.update(person=None, organisation_name="", words="", consent=None)


def erase_seats(email: str) -> int:
    return Seat.objects.filter(person__in=people_at(email)).delete()[0]


def erase_team(email: str) -> int:
    return TeamMember.objects.filter(person__in=people_at(email)).delete()[0]


def erase_replies(email: str) -> int:
    rows = QuestionnaireReply.objects.filter(person__in=people_at(email))
    return rows.update(person=None, organisation_name="")
