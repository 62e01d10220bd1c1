"""Who a letter would go to, counted before the click (letters.md 45, sending.md section 9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from outbox.services import Recipient

from .links import LeavingPlaces
from .models import Selection, Subscriber
from .selections import selected


@dataclass(frozen=True)
class Audience:
    """`recipients + outside + pending + paused + elsewhere + sum(left) = known`.

    `elsewhere`: who asked for another rhythm, or follows something without the whole letter. `left` gives a number
    for each reason, most frequent first. `outside`: who gets letters and is not in the selection chosen for this one.
    """

    recipients: int
    pending: int
    left: tuple[tuple[str, int], ...]
    paused: int = 0
    elsewhere: int = 0
    outside: int = 0

    @property
    def excluded(self) -> int:
        return self.outside + self.pending + self.paused + self.elsewhere + sum(number for _reason, number in self.left)

    @property
    def known(self) -> int:
        return self.recipients + self.excluded


def readers(selection: Selection | None = None) -> QuerySet[Subscriber]:
    """Who a letter goes to: everybody who gets letters whole, or those of them who are in `selection`."""
    people = Subscriber.objects.for_the_letter()
    return people.filter(pk__in=selected(selection).order_by().values("pk")) if selection else people


def audience(selection: Selection | None = None) -> Audience:
    """A few counts, read now."""
    confirmed = Subscriber.objects.confirmed()
    awake, everyone = confirmed.awake().count(), Subscriber.objects.for_the_letter().count()
    recipients = readers(selection).count() if selection else everyone
    left = Subscriber.objects.left().values_list("permit__revoke_reason").annotate(number=Count("pk"))
    return Audience(
        recipients=recipients,
        pending=Subscriber.objects.pending().count(),
        paused=confirmed.count() - awake,
        elsewhere=awake - everyone,
        outside=everyone - recipients,
        left=tuple(left.order_by("-number", "permit__revoke_reason")),
    )


def recipients(*, base_url: str, selection: Selection | None = None) -> Iterator[Recipient]:
    """Everyone a letter goes to, each with their leaving links, the only thing of their own (C-17, C-24)."""
    places = LeavingPlaces(base_url=base_url)
    rows = readers(selection).select_related("permit").order_by("pk")
    for subscriber in rows.iterator(chunk_size=1_000):
        yield Recipient(
            address=subscriber.email,
            permit=subscriber.permit,
            values=places.of(subscriber.uuid, subscriber.email),
        )
