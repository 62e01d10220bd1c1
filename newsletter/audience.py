"""Who a letter would go to, counted before the click (letters.md 45, sending.md section 9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from outbox.services import Recipient

from .links import LeavingPlaces
from .models import Subscriber


@dataclass(frozen=True)
class Audience:
    """`recipients + pending + paused + elsewhere + sum(left) = known`.

    `elsewhere`: who asked for another rhythm, or follows something without the whole letter. `left` gives a number
    for each reason, most frequent first.
    """

    recipients: int
    pending: int
    left: tuple[tuple[str, int], ...]
    paused: int = 0
    elsewhere: int = 0

    @property
    def excluded(self) -> int:
        return self.pending + self.paused + self.elsewhere + sum(number for _reason, number in self.left)

    @property
    def known(self) -> int:
        return self.recipients + self.excluded


def audience() -> Audience:
    """Five counts, read now."""
    confirmed = Subscriber.objects.confirmed()
    awake, recipients = confirmed.awake().count(), Subscriber.objects.for_the_letter().count()
    left = Subscriber.objects.left().values_list("permit__revoke_reason").annotate(number=Count("pk"))
    return Audience(
        recipients=recipients,
        pending=Subscriber.objects.pending().count(),
        paused=confirmed.count() - awake,
        elsewhere=awake - recipients,
        left=tuple(left.order_by("-number", "permit__revoke_reason")),
    )


def recipients(*, base_url: str) -> Iterator[Recipient]:
    """Everyone who receives letters whole, each with their leaving links, the only thing of their own (C-17, C-24)."""
    places = LeavingPlaces(base_url=base_url)
    rows = Subscriber.objects.for_the_letter().select_related("permit").order_by("pk")
    for subscriber in rows.iterator(chunk_size=1_000):
        yield Recipient(
            address=subscriber.email,
            permit=subscriber.permit,
            values=places.of(subscriber.uuid, subscriber.email),
        )
