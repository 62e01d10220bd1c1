"""What is learnt of a mail after it left, and what follows: certainty, suppression, and whoever wants to know."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..enums import EventKind, MessageState, Reason
from ..models import DeliveryEvent, Message
from ..models.permits import EVERYWHERE
from ..registries import delivery_events
from .permits import suppress

# Kinds that prove that the next server had taken the mail, whatever became of it afterwards.
PROVE_ACCEPTANCE = (
    EventKind.DELIVERED,
    EventKind.DEFERRED,
    EventKind.BOUNCED,
    EventKind.SOFT_BOUNCED,
    EventKind.COMPLAINED,
    EventKind.OPTED_OUT,
)
# sending.md section 13: a soft bounce counts when 3 of the last 5 mails to the address met one.
SOFT_LIMIT, SOFT_WINDOW = 3, 5
# A report that comes later than this speaks of a mailbox that may have changed hands.
OLDEST_NEWS = timedelta(days=60)
DEAD = "adresse morte : le courrier revient en erreur"
OFTEN_BACK = "le courrier revient en erreur : 3 fois sur les 5 derniers envois"
COMPLAINT = "la personne a signalé notre courrier comme indésirable"
OPTED_OUT = "la personne s’est désinscrite chez le prestataire d’envoi"


def record_event(
    *,
    kind: EventKind,
    event_key: str,
    at: datetime,
    message: Message | None,
    address_hash: str = "",
    detail: str = "",
    by: Reason = Reason.PROVIDER,
) -> DeliveryEvent | None:
    """Keep a piece of news once, and let it act. None when `event_key` was known already: a replay does nothing.

    An event about an unknown message is kept too, and acts on nobody: only a genuine Message-ID of ours gives a report
    any power over an address. `by` says which evidence settles an uncertain message.
    """
    with transaction.atomic():
        event, created = DeliveryEvent.objects.get_or_create(
            event_key=event_key[:200],
            defaults={
                "message": message,
                "kind": kind,
                "at": at,
                "detail": detail[:2_000].replace("\x00", ""),
                "address_hash": message.address_hash if message else address_hash,
            },
        )
        if not created:
            return None
        if message:
            if kind in PROVE_ACCEPTANCE:
                settle_by_evidence(message=message, accepted=True, by=by, at=at)
            if at > timezone.now() - OLDEST_NEWS:
                _protect(message, kind)
        for listener in delivery_events:
            listener.react(event)
    return event


def settle_by_evidence(*, message: Message, accepted: bool, by: Reason, at: datetime) -> bool:
    """Lift the doubt about `message` because something proves what became of it (S4). False when there was none."""
    now = timezone.now()
    with transaction.atomic():
        doubtful = Message.objects.uncertain().filter(pk=message.pk, departed_at__lte=at + CLOCKS_APART)
        locked = doubtful.select_for_update(of=("self",)).first()
        if locked is None:
            return False
        locked.state = MessageState.ACCEPTED if accepted else MessageState.REFUSED
        locked.reason, locked.settled_at = by, now
        locked.save(update_fields=["state", "reason", "settled_at"])
        DeliveryEvent.objects.create(message=locked, kind=EventKind.EVIDENCE, at=now, detail=by.label)
    return True


# Two machines never agree on the time; more would let an old departure vouch for a new one.
CLOCKS_APART = timedelta(minutes=5)


def settle_known(now: datetime) -> int:
    """Settle messages that became uncertain after their evidence had come: a webhook may outrun our own worker.

    Returns how many were settled. Idempotent.
    """
    kinds = [kind.value for kind in PROVE_ACCEPTANCE]
    doubtful = Message.objects.uncertain().filter(events__kind__in=kinds).order_by("pk").distinct()
    settled = 0
    for message in doubtful[:1_000]:
        proof = message.events.filter(kind__in=kinds).order_by("-at").first()
        assert proof is not None
        settled += settle_by_evidence(message=message, accepted=True, by=Reason.PROVIDER, at=proof.at)
    return settled


def _protect(message: Message, kind: EventKind) -> None:
    """Stop writing where the news says so, by the rules of sending.md section 13."""
    if not message.address:
        return
    family = message.scope.partition(":")[0]
    if kind == EventKind.BOUNCED:
        suppress(address=message.address, scope=EVERYWHERE, reason=DEAD)
    elif kind == EventKind.SOFT_BOUNCED and _comes_back_often(message):
        suppress(address=message.address, scope=family, reason=OFTEN_BACK)
    elif kind in (EventKind.COMPLAINED, EventKind.OPTED_OUT):
        why = COMPLAINT if kind == EventKind.COMPLAINED else OPTED_OUT
        for scope in sorted(_grouped_families(message) | {family}):
            suppress(address=message.address, scope=scope, reason=why)


def _comes_back_often(message: Message) -> bool:
    to_them = Message.objects.to_address_hash(message.address_hash).filter(state=MessageState.ACCEPTED)
    latest = list(to_them.order_by("-departed_at").values_list("pk", flat=True)[:SOFT_WINDOW])
    back = DeliveryEvent.objects.filter(message__in=latest, kind=EventKind.SOFT_BOUNCED)
    return len(set(back.values_list("message", flat=True))) >= SOFT_LIMIT


def _grouped_families(message: Message) -> set[str]:
    """Everything sent in number to this address: whoever complains of one letter wants none of the others either."""
    grouped = Message.objects.to_address_hash(message.address_hash).filter(mailing__isnull=False)
    scopes: Iterable[str] = grouped.order_by().values_list("scope", flat=True).distinct()
    return {scope.partition(":")[0] for scope in scopes}
