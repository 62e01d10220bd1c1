"""A seed nobody speaks of: its group is nudged after 60 days, then it sleeps (S3-27, M5). Woken by the clock."""

from datetime import datetime, timedelta

from django.db import transaction

from .. import group_mails as mails
from ..enums import MembershipState, SeedState
from ..models import ActionGroup, Membership
from ..models.groups import SILENT_FOR, SLEEPS_AFTER

# Neither waits for anybody.
AT_REST = [SeedState.HARVESTED, SeedState.DORMANT]
UNANSWERED_KEPT = timedelta(days=365)


def nudge_silent_groups(now: datetime) -> int:
    """Nudge those silent for 60 days, put to sleep those silent 30 days after that. Idempotent."""
    awake = ActionGroup.objects.exclude(seed__state__in=AT_REST)
    silent = awake.filter(heard_at__lte=now - SILENT_FOR, nudged_at=None)
    sleepy = awake.filter(nudged_at__lte=now - SLEEPS_AFTER)
    done = sum(_nudge(pk, now) for pk in silent.order_by("pk").values_list("pk", flat=True))
    return done + sum(_sleep(pk, now) for pk in sleepy.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _nudge(pk: int, now: datetime) -> bool:
    group = ActionGroup.objects.select_for_update(of=("self",)).select_related("seed").get(pk=pk)
    if group.nudged_at or not group.is_silent(now):
        return False
    group.nudged_at = now
    group.save(update_fields=["nudged_at"])
    mails.tell_nudge(group)
    return True


@transaction.atomic
def _sleep(pk: int, now: datetime) -> bool:
    group = ActionGroup.objects.select_for_update(of=("self",)).select_related("seed").get(pk=pk)
    if group.nudged_at is None or group.nudged_at > now - SLEEPS_AFTER or group.seed.state in AT_REST:
        return False
    group.seed.state = SeedState.DORMANT
    group.seed.save(update_fields=["state"])
    mails.tell_asleep(group)
    return True


def purge_requests(now: datetime) -> int:
    """Requests never confirmed within 30 days, and what was refused or left for a year, are forgotten."""
    lost = Membership.objects.asking().filter(confirmed_at=None, asked_at__lt=now - timedelta(days=30))
    over = Membership.objects.filter(
        state__in=[MembershipState.REFUSED, MembershipState.LEFT], settled_at__lt=now - UNANSWERED_KEPT
    )
    return lost.delete()[0] + over.delete()[0]
