"""The pace that a receiver bears: a little less each time it asks for less, a little more while it does not (V2).

Additive increase, multiplicative decrease, for each domain that answered 4xx, over all workers. The others are written
to as fast as the road goes.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .enums import CLAIMABLE, MessageState, Phase, Priority
from .models import Flow, Message
from .transports.outcomes import Outcome

MARK = "~"  # a family of one domain, made here; the others come from the settings
DECREASE = 0.85  # gentle: the pace stays within a tenth of what is borne
STEPS = 20  # increases it takes to double
AT_LEAST = 6.0  # messages a minute
BURST = 2.0  # seconds of its pace that may leave at once
REACTION = timedelta(seconds=10)  # one increase, or one decrease, in as much time
FORGIVEN = timedelta(hours=1)
# Greylisting, and a mailbox that is full or busy, say nothing of the pace.
_OF_ONE_PERSON = re.compile(r"4\.2\.|gr[ae]y.?list|mailbox|over ?quota", re.IGNORECASE)


def asks_for_less(outcome: Outcome) -> bool:
    """Whether a receiver put off this message because too many came."""
    put_off = outcome.state == MessageState.RETRY and not outcome.blocking and outcome.response[:1] == "4"
    beyond = outcome.phase in (Phase.RECIPIENT, Phase.DATA, Phase.REPLIED)
    return put_off and beyond and not _OF_ONE_PERSON.search(outcome.response)


def flow_of(message: Message) -> str:
    """The family whose pace `message` follows; "" for a domain whose name is too long to be one."""
    domain = message.address.rpartition("@")[2]
    return message.family or (f"{MARK}{domain}" if len(domain) < 40 else "")


def slow_down(family: str, *, borne: float) -> None:
    """The receiver of `family` asked for less; `borne` is how many messages a minute it took just before."""
    now, first = timezone.now(), max(AT_LEAST, borne * DECREASE)
    fresh = {"rate": first, "step": first / STEPS, "at": now, "slowed_at": now, "raised_at": now}
    with transaction.atomic():
        flow, created = Flow.objects.select_for_update(of=("self",)).get_or_create(family=family, defaults=fresh)
        if not created and now - flow.slowed_at >= REACTION:
            flow.rate, flow.tokens, flow.slowed_at = max(AT_LEAST, flow.rate * DECREASE), 0, now
            flow.save(update_fields=["rate", "tokens", "slowed_at"])
    if family.startswith(MARK):
        _gather(family)


def take(family: str, size: int) -> int:
    """How many of `size` messages of `family` may leave now; all of them where nobody asked for less."""
    with transaction.atomic():
        flow = Flow.objects.select_for_update(of=("self",)).filter(family=family).first()
        if flow is None:
            return size
        now = timezone.now()
        elapsed = max((now - flow.at).total_seconds(), 0)
        flow.tokens = min(max(1.0, flow.rate * BURST / 60), flow.tokens + flow.rate * elapsed / 60)
        if now - max(flow.slowed_at, flow.raised_at) >= REACTION and flow.tokens < size:
            flow.rate, flow.raised_at = flow.rate + flow.step, now
        granted = min(size, int(flow.tokens))
        flow.tokens, flow.at = flow.tokens - granted, now
        flow.save(update_fields=["rate", "tokens", "at", "raised_at"])
    return granted


def give_back(family: str, number: int) -> None:
    """What was taken and found nobody to leave for."""
    if number > 0:
        Flow.objects.filter(family=family).update(tokens=F("tokens") + number)


def slow_families() -> list[str]:
    """Those whose receivers asked for less, of one domain each."""
    return list(Flow.objects.filter(family__startswith=MARK).order_by("family").values_list("family", flat=True))


def slow_domains() -> dict[str, str]:
    """The family of each domain that asked for less: for who writes the rows of a mailing."""
    return {family.removeprefix(MARK): family for family in slow_families()}


def forgive() -> int:
    """Forget receivers that asked for nothing for an hour; their messages join the others again. Returns how many."""
    over = list(Flow.objects.filter(slowed_at__lt=timezone.now() - FORGIVEN).values_list("family", flat=True))
    if not over:
        return 0
    with transaction.atomic():
        alone = [family for family in over if family.startswith(MARK)]
        Message.objects.filter(state__in=CLAIMABLE, family__in=alone).update(family="")
        return Flow.objects.filter(family__in=over).delete()[0]


def _gather(family: str) -> None:
    """The letters that wait for this domain wait for its pace. Mail that somebody expects does not."""
    waiting = Message.objects.filter(state__in=CLAIMABLE, family="", priority=Priority.MAILING)
    waiting.filter(address__endswith=f"@{family.removeprefix(MARK)}").update(family=family)
