"""How long what surrounds a workshop says who somebody is, and what is left of it afterwards (law.md G-07 to G-11)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from people.models import Consent
from people.services import fold, withdraw_consent

from ..models import DiagnosisItem, QuestionnaireReply, Room, RoomCard, Seat, TeamMember
from .books import forget_person
from .forgetting import people_at

# As long as a registration to the same workshop.
CARD_KEPT = timedelta(days=365)


def cards_of(email: str) -> QuerySet[RoomCard]:
    return RoomCard.objects.filter(person__in=people_at(email))


def erase_cards(email: str) -> int:
    """What was said stays in the diagnosis, without its author; the card says nothing of anybody any more."""
    return _empty(cards_of(email))


def cards_named(room: Room, name: str) -> list[RoomCard]:
    """The cards of `room` whose name holds every word of `name`, whatever its accents: for whoever gave no address."""
    words = fold(name).split()
    if not words:
        return []
    cards = room.cards.filter(person__isnull=False).select_related("person", "profile").order_by("pk")
    return [card for card in cards if card.person and set(words) <= set(fold(card.person.full_name).split())]


@transaction.atomic
def erase_named_cards(*, room: Room, cards: Iterable[RoomCard]) -> int:
    """At the request of their person: what was said stays without its author, the seat is given up, and nothing is left
    of a person known by the card alone. Returns how many cards."""
    mine = RoomCard.objects.select_for_update(of=("self",)).filter(room=room, pk__in=[card.pk for card in cards])
    rows = list(mine.select_related("person").order_by("pk"))
    people = {card.person for card in rows if card.person}
    numbers = [card.pk for card in rows]
    agreements = list(mine.exclude(consent=None).order_by("pk").values_list("consent", flat=True))
    DiagnosisItem.objects.filter(card__in=numbers).update(author=None, quote_consent=None)
    Seat.objects.filter(room=room, person__in=people).delete()
    _empty(RoomCard.objects.filter(pk__in=numbers))
    for agreement in Consent.objects.filter(pk__in=agreements).order_by("pk"):
        withdraw_consent(consent=agreement)
    for person in people:
        forget_person(person)
    return len(rows)


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
