"""Who a letter would go to, counted before the click (letters.md 45, sending.md section 9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from outbox.services import Recipient

from .links import leaving_places
from .models import Subscriber


@dataclass(frozen=True)
class Audience:
    """`recipients + pending + sum(left) = known`. `left` gives a number for each reason, most frequent first."""

    recipients: int
    pending: int
    left: tuple[tuple[str, int], ...]

    @property
    def excluded(self) -> int:
        return self.pending + sum(number for _reason, number in self.left)

    @property
    def known(self) -> int:
        return self.recipients + self.excluded


def audience() -> Audience:
    """Three counts, read now."""
    left = Subscriber.objects.left().values_list("permit__revoke_reason").annotate(number=Count("pk"))
    return Audience(
        recipients=Subscriber.objects.confirmed().count(),
        pending=Subscriber.objects.pending().count(),
        left=tuple(left.order_by("-number", "permit__revoke_reason")),
    )


def recipients(*, base_url: str) -> Iterator[Recipient]:
    """Everyone confirmed, each with their own leaving links and nothing else of their own (law.md C-17, C-24)."""
    rows = Subscriber.objects.confirmed().select_related("permit").order_by("pk")
    for subscriber in rows.iterator(chunk_size=1_000):
        yield Recipient(
            address=subscriber.email,
            permit=subscriber.permit,
            values=leaving_places(subscriber, base_url=base_url),
        )
