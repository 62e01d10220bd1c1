"""Digests and alerts: to each what they follow and were not told, at their rhythm. Nothing new, no mail.

Some thousands of people at a time, each batch one transaction: what they are told, their mails and the date of their
digest are written together, so that a crash loses nothing and doubles nothing, and readers of the site never wait long.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from outbox.models import Content
from outbox.services import Recipient, create_mailing, freeze_contents, release_mailing

from ..enums import NoveltyKind, Rhythm, Route
from ..following.plans import Plan, Variant, outlook, plan
from ..following.sheets import Sheet
from ..links import LeavingPlaces
from ..models import Dispatch, Novelty, Subscriber
from ..rendering import leaving_headers
from .freezing import keep_lines
from .subscribing import PURPOSE
from .telling import remember

AT_A_TIME = 2_000
DIGEST_HOUR = 8


@dataclass
class Round:
    """One pass over some people: by which route they are told, and the names of its mailings."""

    route: Route
    label: str
    reference: str
    now: datetime
    reminders: Collection[int] = ()
    sheet: Sheet | None = None

    def run(self, people: QuerySet[Subscriber]) -> int:
        """Write to `people` what is due to each; returns the number of mails."""
        written, last = 0, 0
        while True:
            count, last_met = self._batch(people.filter(pk__gt=last))
            if last_met is None:
                return written
            written, last = written + count, last_met

    @transaction.atomic
    def _batch(self, people: QuerySet[Subscriber]) -> tuple[int, int | None]:
        rows = list(people.select_for_update(of=("self",)).select_related("permit").order_by("pk")[:AT_A_TIME])
        if not rows:
            return 0, None
        made = plan(rows, outlook(self.now, reminders=self.reminders))
        self._write(made, {row.pk: row for row in rows})
        remember(made, route=self.route, now=self.now)
        if not self.reminders:  # they come beside digests and put none off
            Subscriber.objects.filter(pk__in=[row.pk for row in rows]).update(digested_at=self.now)
        return sum(len(people) for people in made.due.values()), rows[-1].pk

    def _write(self, made: Plan, rows: dict[int, Subscriber]) -> None:
        if not made.due:
            return
        if self.sheet is None or self.sheet.lines != made.lines:
            self.sheet = Sheet(made.lines, route=self.route)
            keep_lines(lines=made.lines.values(), root_url=self.sheet.sender.base_url)
        contents = self._contents(self.sheet, list(made.due))
        mailing = create_mailing(
            label=self.label,
            reference=f"{self.reference}:{min(rows)}",
            content=next(iter(contents.values())),
            purpose=PURPOSE,
            recipients=_recipients(made, rows, contents, base_url=self.sheet.sender.base_url),
        )
        release_mailing(mailing=mailing)

    def _contents(self, sheet: Sheet, variants: list[Variant]) -> dict[Variant, Content]:
        headers = leaving_headers(sheet.sender)
        mails = (sheet.for_variant(variant) for variant in variants)
        return dict(zip(variants, freeze_contents(mails, headers=headers), strict=True))


def _recipients(
    made: Plan, rows: dict[int, Subscriber], contents: dict[Variant, Content], *, base_url: str
) -> Iterator[Recipient]:
    places = LeavingPlaces(base_url=base_url)
    for variant, people in made.due.items():
        for key in people:
            row = rows[key]
            yield Recipient(
                address=row.email,
                permit=row.permit,
                values=places.of(row.uuid, row.email),
                content=contents[variant],
            )


def write_digests(now: datetime) -> int:
    """The digest of the month, on its first day from eight o'clock, and those that go with each letter.

    Idempotent: whoever had theirs is left alone. Returns how many mails were written.
    """
    return _monthly(now) + _with_the_letter(now)


def _monthly(now: datetime) -> int:
    local = timezone.localtime(now)
    start = local.replace(day=1, hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if local < start:
        return 0
    people = _not_since(start, Subscriber.objects.at_rhythm(Rhythm.MONTHLY))
    label, reference = f"Récapitulatif du {start:%d/%m/%Y}", f"digest:{start:%Y-%m}"
    return Round(Route.DIGEST, label, reference, now).run(people)


def _with_the_letter(now: datetime) -> int:
    """To those who follow things at the rhythm of letters, without the letter itself."""
    last = Dispatch.objects.departed().to_everyone().order_by("-decided_at").first()
    if last is None:
        return 0
    apart = Subscriber.objects.at_rhythm(Rhythm.EACH_LETTER).filter(whole_letter=False)
    label, reference = f"Récapitulatif avec « {last} »", f"digest:letter-{last.pk}"
    return Round(Route.DIGEST, label, reference, now).run(_not_since(last.decided_at, apart))


def _not_since(start: datetime, people: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
    """Those whose last digest, or whose choice of this rhythm, is older than `start`."""
    return people.alias(since=Coalesce("digested_at", "rhythm_since", "confirmed_at")).filter(since__lt=start)


def write_alerts(now: datetime) -> int:
    """Tell at once whoever asked for it of what just came out. Idempotent; returns how many mails were written."""
    people = Subscriber.objects.at_rhythm(Rhythm.AT_ONCE)
    news = Novelty.objects.filter(alerted_at=None, at__lte=now).exclude(kind=NoveltyKind.REMINDER)
    new = list(news.values_list("pk", flat=True))
    if not new:
        # A pause that ends today: what came out meanwhile is told now.
        people = people.filter(Q(paused_until=timezone.localdate(now)))
    written = Round(Route.ALERT, "Alerte aux personnes qui suivent", f"alert:{now.timestamp():.6f}", now).run(people)
    Novelty.objects.filter(pk__in=new).update(alerted_at=now)
    return written
