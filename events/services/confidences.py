"""The confidential notebook of an event, opened by whoever will keep it (S2-17)."""

from django.db import transaction

from people.enums import ExchangeKind
from people.models import Exchange, Person, User
from people.services import open_exchange

from ..models import EventExchange, EventPage, Registration


@transaction.atomic
def notebook_of(*, event: EventPage, by: User) -> Exchange:
    """The notebook that `by` keeps about `event`, opened the first time with those who have a place."""
    known = Exchange.objects.filter(event_link__event=event.pk, keepers=by).order_by("pk").first()
    if known:
        return known
    present = Registration.objects.confirmed().filter(session__event=event.pk).values("person")
    exchange = open_exchange(
        exchange=Exchange(title=event.title[:160], kind=ExchangeKind.WORKSHOP),
        people=Person.objects.filter(pk__in=present),
        by=by,
    )
    EventExchange.objects.create(event_id=event.pk, exchange=exchange)
    return exchange
