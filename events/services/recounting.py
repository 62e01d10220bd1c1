"""The counters are what the rows say: checked every night, and nothing is ever found (registration.md section 3)."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from ..enums import HOLDING_A_PLACE
from ..models import Quota, Session

logger = logging.getLogger(__name__)
# Sessions that ended earlier are settled: nobody will take a place there.
RECENT = timedelta(days=2)


def wrong_sessions(since: datetime) -> QuerySet[Session]:
    """Those whose `taken` is not the number of places held."""
    held = Count("registrations", filter=Q(registrations__state__in=HOLDING_A_PLACE))
    return Session.objects.filter(ends_at__gt=since).annotate(held=held).exclude(taken=F("held")).order_by("pk")


def wrong_quotas(since: datetime) -> QuerySet[Quota]:
    """Those whose `taken` is not the number of places held by their profiles."""
    held = Count(
        "session__registrations",
        filter=Q(
            session__registrations__state__in=HOLDING_A_PLACE,
            session__registrations__profile__quotas=F("pk"),
        ),
        distinct=True,
    )
    return Quota.objects.filter(session__ends_at__gt=since).annotate(held=held).exclude(taken=F("held")).order_by("pk")


def recount(now: datetime) -> int:
    """How many counters of sessions to come are wrong. Each is a fault of ours: logged, never mended in silence."""
    wrong: list[Any] = [*wrong_sessions(now - RECENT), *wrong_quotas(now - RECENT)]
    for row in wrong:
        logger.error("%s %s counts %s places, its rows say %s", row._meta.label, row.pk, row.taken, row.held)
    return len(wrong)
