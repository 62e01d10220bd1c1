"""Mail that comes in: kept first, then given to whoever knows what to do with it. Nothing is dropped on the way."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..addresses import address_hash
from ..enums import EventKind, InboundState, Reason
from ..inbound.parsing import LONGEST, addresses, header, key_of, parse, read
from ..inbound.reports import cited_message, reports_of
from ..models import InboundMail
from ..registries import ReceivedMail, inbound_mail
from .events import record_event

logger = logging.getLogger(__name__)

# Minutes between tries of a mail whose handler fails; the last one repeats, and an editor sees it waiting.
PATIENCE = (2, 10, 30, 60, 240)
LIFE_OF_RECEIVED_MAIL = timedelta(days=30)
NO_SIGN_OF_US = "retour d’un courrier qui n’est pas le nôtre, ou qui ne le prouve pas"


def take_in(*, content: bytes, source: str) -> InboundMail:
    """Keep a mail, once by Message-ID, and deal with it. `source` says how it came ("imap", "pipe"…).

    When this returns the mail is safe in its row; its `state` says whether it is handled, which is when a mailbox may
    forget it. A handler that fails leaves it waiting, for `handle_waiting`.
    """
    with transaction.atomic():
        mail, created = InboundMail.objects.get_or_create(
            key=key_of(content),
            defaults={
                "source": source,
                "received_at": timezone.now(),
                "content": content[:LONGEST],
                **_envelope(content),
            },
        )
    if created or mail.state == InboundState.WAITING:
        handle(mail=mail)
    return mail


def _envelope(content: bytes) -> dict[str, str]:
    """Who wrote, and about what: enough for an editor to recognise a mail that waits."""
    mail = parse(content)
    sender = next(iter(addresses(mail, "From")), "")
    return {
        "sender": sender,
        "sender_hash": address_hash(sender) if sender else "",
        "subject": header(mail, "Subject")[:250].replace("\x00", ""),
    }


def handle_waiting(now: datetime) -> int:
    """Deal with what was kept and could not be dealt with at once. Returns how many mails found their end."""
    due = InboundMail.objects.due(now).order_by("pk")
    return sum(handle(mail=mail) for mail in list(due[:200]))


def handle(*, mail: InboundMail) -> bool:
    """Give one kept mail to its handler. False when it failed: the mail waits for the next try."""
    try:
        with transaction.atomic():
            locked = InboundMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
            if locked.state == InboundState.WAITING:
                _dispatch(locked)
    except Exception as error:
        logger.exception("outbox: inbound mail %s could not be handled", mail.pk)
        wait = timedelta(minutes=PATIENCE[min(mail.tries, len(PATIENCE) - 1)])
        InboundMail.objects.filter(pk=mail.pk).update(
            tries=F("tries") + 1, error=f"{type(error).__name__}: {error}"[:2_000], retry_after=timezone.now() + wait
        )
        return False
    finally:
        mail.refresh_from_db()
    return True


def _dispatch(mail: InboundMail) -> None:
    received = read(bytes(mail.content), received_at=mail.received_at)
    outcome = _report(mail, received) or _ask_handlers(received) or _last_resort(received)
    if outcome:
        # What is handled is not kept: the handler has taken what it needed.
        mail.state, mail.outcome, mail.content = InboundState.HANDLED, outcome[:250], b""
    else:
        mail.state = InboundState.UNCLAIMED
    mail.handled_at, mail.error, mail.retry_after = timezone.now(), "", None
    mail.save()


def _report(mail: InboundMail, received: ReceivedMail) -> str | None:
    reports = reports_of(received.mail)
    if not reports:
        return None
    message = cited_message(received.mail)
    for number, report in enumerate(reports):
        record_event(
            kind=report.kind,
            event_key=f"mail:{mail.key}:{number}",
            at=mail.received_at,
            message=message,
            address_hash=address_hash(report.address) if report.address else "",
            detail=report.detail,
            by=Reason.PROVIDER,
        )
    said = ", ".join(dict.fromkeys(EventKind(report.kind).label for report in reports))
    return f"{said[:120]} ({NO_SIGN_OF_US})" if message is None else said


def _ask_handlers(received: ReceivedMail) -> str | None:
    for handler in inbound_mail:
        if outcome := handler.handle(received):
            return outcome
    return None


def _last_resort(received: ReceivedMail) -> str | None:
    """A robot that answers one of our mails asks for nothing."""
    return "réponse automatique, sans suite" if received.is_automatic and received.answers else None


def forget_received(now: datetime) -> int:
    """Empty received mail whose life is over (law.md G-18); what still waits is kept. Returns how many."""
    over = InboundMail.objects.exclude(state=InboundState.WAITING).filter(received_at__lt=now - LIFE_OF_RECEIVED_MAIL)
    return over.exclude(sender="", subject="", content=b"").update(sender="", sender_hash="", subject="", content=b"")
