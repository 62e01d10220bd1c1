"""A mailing that meets too many dead addresses or complaints stops by itself (sending.md section 12, V4 and V5)."""

from contextlib import suppress
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from ..enums import HELD, EventKind, MessageState, Priority, Reason
from ..errors import OutboxError
from ..models import DeliveryEvent, Mailing
from .mailings import STOPPED_BY_ITSELF, pause_mailing

FEWEST = 10  # failures under which nothing is concluded
DEAD_SHARE = 0.05  # of what departed
FEWEST_COMPLAINTS = 3
COMPLAINT_SHARE = 0.003  # Gmail: never 0.3 %
# What makes a server refuse everybody: a sender that is not allowed, a letter or a signature that it does not like.
_OURS = (Reason.SENDER, Reason.CONTENT, Reason.UNBUILDABLE)
TOO_MANY_DEAD = f"{STOPPED_BY_ITSELF} d’adresses mortes. Vérifiez d’où vient la liste avant de reprendre."
TOO_MANY_REFUSALS = (
    f"{STOPPED_BY_ITSELF} de refus qui ne tiennent pas aux adresses. Lisez les réponses des messages refusés."
)
TOO_MANY_COMPLAINTS = f"{STOPPED_BY_ITSELF} de personnes signalent ce courrier comme indésirable."


def pause_failing(now: datetime) -> int:
    """Pause the running mailings that do harm; a person who resumes one has seen why, and is not asked again.

    Returns how many were paused. The sender and the clock call it.
    """
    paused = 0
    for mailing in Mailing.objects.running().filter(watched=True).order_by("pk"):
        note = _diagnosis(mailing)
        if note:
            try:
                pause_mailing(mailing=mailing, note=note)
                paused += 1
            except OutboxError:  # over meanwhile
                continue
    return paused


def welcome_scouts(*, mailing_id: int) -> bool:
    """Whether the others may follow: the scouts of this mailing are all back, and what they met is no harm.

    One that a server asked to come back later is not waited for.
    """
    mailing = Mailing.objects.running().filter(pk=mailing_id, scouted_at=None).first()
    if mailing is None:
        return False
    out = (MessageState.READY, *HELD)
    if mailing.messages.filter(priority=Priority.SCOUT, state__in=out).exists():
        return False
    if mailing.watched and (note := _diagnosis(mailing)):
        with suppress(OutboxError):  # over meanwhile
            pause_mailing(mailing=mailing, note=note)
        return False
    return Mailing.objects.filter(pk=mailing_id, scouted_at=None).update(scouted_at=timezone.now()) > 0


def _diagnosis(mailing: Mailing) -> str:
    told = DeliveryEvent.objects.filter(message__mailing=mailing)
    complaints = told.filter(kind=EventKind.COMPLAINED).values("message").distinct().count()
    refused = mailing.messages.filter(state=MessageState.REFUSED)
    of_ours = refused.filter(reason__in=_OURS).count()
    dead = refused.filter(reason=Reason.RECIPIENT).count()
    dead += told.filter(kind=EventKind.BOUNCED).values("message").distinct().count()
    if max(dead, of_ours) < FEWEST and complaints < FEWEST_COMPLAINTS:
        return ""
    departed = mailing.messages.filter(
        Q(state__in=[MessageState.ACCEPTED, MessageState.UNCERTAIN]) | Q(state=MessageState.REFUSED)
    ).count()
    if complaints >= FEWEST_COMPLAINTS and complaints > departed * COMPLAINT_SHARE:
        return TOO_MANY_COMPLAINTS
    if _is_harm(dead, departed):
        return TOO_MANY_DEAD
    return TOO_MANY_REFUSALS if _is_harm(of_ours, departed) else ""


def _is_harm(failures: int, departed: int) -> bool:
    return failures >= FEWEST and failures > departed * DEAD_SHARE
