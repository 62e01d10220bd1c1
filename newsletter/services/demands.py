"""Answering a form, then doing what it asks: two steps, so that the answer tells nothing of who is known (C-08)."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task
from wagtail.models import Revision

from people.humans.limits import count_use, network_of
from people.humans.views import TooOften

from ..enums import DemandKind, FollowKind, SubscriberState
from ..errors import NewsletterError
from ..mails import send_preferences
from ..models import Demand
from .locking import locked
from .subscribing import ONE_MAIL_EVERY, subscribe

logger = logging.getLogger(__name__)
# A room of people who subscribe together share one address.
MOST_AN_HOUR = 60
KEPT_FOR = timedelta(days=1)


class TooManyDemands(NewsletterError, TooOften):
    def __init__(self) -> None:
        super().__init__("Beaucoup de demandes viennent de votre connexion. Réessayez dans une heure, ou écrivez-nous.")


@transaction.atomic
def put_demand(
    *,
    kind: DemandKind,
    email: str,
    source: str,
    ip: str,
    revision: Revision | None = None,
    whole_letter: bool = True,
    wishes: Collection[tuple[FollowKind, int]] = (),
) -> Demand:
    """Note what a form asks. The same queries whatever is known of `email`. Raises TooManyDemands."""
    if count_use("ip", network_of(ip), within=timedelta(hours=1)) > MOST_AN_HOUR:
        raise TooManyDemands
    demand = Demand.objects.create(
        kind=kind,
        email=email,
        source=source[:250],
        text_revision=revision,
        whole_letter=whole_letter,
        wishes=[[wish.value, key] for wish, key in wishes],
        asked_at=timezone.now(),
    )
    _wake_on_commit()
    return demand


def handle_demands(now: datetime) -> int:
    """Do what the forms asked, each in its own transaction. Idempotent; returns how many were done."""
    Demand.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
    return sum(_handle(key) for key in list(Demand.objects.order_by("pk").values_list("pk", flat=True)))


def _handle(key: int) -> int:
    """One demand. One that cannot be done stays for the next time, and never stops the others."""
    try:
        with transaction.atomic():
            rows = Demand.objects.select_for_update(of=("self",), skip_locked=True).select_related("text_revision")
            demand = rows.filter(pk=key).first()
            if demand is None:
                return 0
            _do(demand)
            demand.delete()
    except Exception:
        logger.exception("newsletter: demand %s could not be handled", key)
        return 0
    return 1


def _do(demand: Demand) -> None:
    if demand.kind == DemandKind.PREFERENCES:
        _send_preferences(demand.email)
        return
    subscribe(
        email=demand.email,
        source=demand.source,
        whole_letter=demand.whole_letter,
        wishes=[(FollowKind(kind), int(key)) for kind, key in demand.wishes],
        revision=demand.text_revision,
        at=demand.asked_at,
    )


def _send_preferences(email: str) -> None:
    """The link of the preference centre, to who has one; nobody else is written to."""
    subscriber, now = locked(email), timezone.now()
    if subscriber is None or subscriber.state != SubscriberState.CONFIRMED:
        return
    if subscriber.mailed_at and subscriber.mailed_at > now - ONE_MAIL_EVERY:
        return
    subscriber.mailed_at = now
    subscriber.save(update_fields=["mailed_at"])
    send_preferences(subscriber)


@task()
def handle_waiting_demands() -> None:
    """Do now what the forms asked; the clock does it otherwise."""
    handle_demands(timezone.now())


def _wake_on_commit() -> None:
    if not any(entry[1] is _enqueue for entry in connection.run_on_commit):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    try:
        handle_waiting_demands.enqueue()
    except Exception:  # the row is safe and the clock will find it: a broken queue must not break a page
        logger.exception("newsletter: the job could not be queued")
