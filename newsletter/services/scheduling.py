"""A letter that leaves at its hour: pinned when it is scheduled, checked again when the hour comes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from outbox.sender import current_sender
from outbox.services import write_mail
from people.models import User

from ..enums import FaultKind
from ..errors import Fault, LetterNotReady, NewsletterError
from ..models import Dispatch, LetterPage, Schedule, Selection
from ..preflight import faults_of
from .sending import send_letter

SCHEDULED = "newsletter.schedule"
UNSCHEDULED = "newsletter.unschedule"
STOPPED = "newsletter.stop"
# A clock that comes back after so long (a machine off, a restored database) sends nothing by itself.
STILL_ON_TIME = timedelta(hours=3)


@transaction.atomic
def schedule_letter(
    *,
    letter: LetterPage,
    leaves_at: datetime,
    decided_by: User | None,
    seen: str,
    selection: Selection | None = None,
) -> Schedule:
    """`letter`, whose words have the fingerprint `seen`, will leave at `leaves_at`, to `selection` or to everybody.

    A new hour replaces the former. Raises NewsletterError for an hour that is past or a letter that left,
    LetterNotReady with what would stop it as the site stands now.
    """
    page = LetterPage.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if Dispatch.objects.filter(letter=page).exists():
        raise NewsletterError("Cette lettre est déjà partie.")
    if leaves_at <= timezone.now():
        raise NewsletterError("Cette heure est déjà passée : choisissez-en une à venir.")
    faults = faults_of(page, seen=seen, now=leaves_at, selection=selection)
    if any(fault.stops for fault in faults):
        raise LetterNotReady(faults)
    schedule, _created = Schedule.objects.update_or_create(
        letter=page,
        defaults={
            "leaves_at": leaves_at,
            "selection": selection,
            "fingerprint": seen,
            "decided_by": decided_by,
            "decided_at": timezone.now(),
            "stopped_at": None,
            "faults": [],
        },
    )
    log(page, SCHEDULED, user=decided_by, data={"leaves_at": leaves_at.isoformat()})
    return schedule


@transaction.atomic
def unschedule_letter(*, letter: LetterPage, decided_by: User | None) -> bool:
    """The letter waits again for somebody to send it; says whether it was scheduled."""
    removed, _models = Schedule.objects.filter(letter=letter.pk, letter__dispatch=None).delete()
    if removed:
        log(letter, UNSCHEDULED, user=decided_by)
    return bool(removed)


def send_due_letters(now: datetime) -> int:
    """Let leave the letters whose hour has come, or stop them and tell who scheduled them. Returns how many left."""
    return sum(_depart(key, now) for key in Schedule.objects.due(now).values_list("pk", flat=True))


@transaction.atomic
def _depart(key: int, now: datetime) -> bool:
    """One letter in its own transaction: another that fails does not keep it."""
    schedule = Schedule.objects.select_for_update(of=("self",)).due(now).filter(pk=key).first()
    if schedule is None:
        return False
    if now - schedule.leaves_at > STILL_ON_TIME:
        _stop(schedule, [Fault(FaultKind.TOO_LATE)], now)
        return False
    try:
        send_letter(
            letter=schedule.letter,
            decided_by=schedule.decided_by,
            seen=schedule.fingerprint,
            now=now,
            selection=schedule.selection,
        )
    except LetterNotReady as refusal:
        _stop(schedule, refusal.faults, now)
        return False
    return True


def _stop(schedule: Schedule, faults: "list[Fault] | tuple[Fault, ...]", now: datetime) -> None:
    stopping = [fault for fault in faults if fault.stops]
    schedule.stopped_at, schedule.faults = now, [fault.as_dict() for fault in stopping]
    schedule.save(update_fields=["stopped_at", "faults"])
    log(schedule.letter, STOPPED, data={"faults": [str(fault.kind.label) for fault in stopping]})
    _tell(schedule, stopping)


def _tell(schedule: Schedule, faults: list[Fault]) -> None:
    """A mail to who scheduled the letter, or to the association when nobody did."""
    sender = current_sender()
    screen = sender.base_url + reverse("newsletter_admin:send", args=[schedule.letter_id])
    write_mail(
        "newsletter/stopped",
        {"schedule": schedule, "faults": faults, "screen_url": screen},
        to=schedule.decided_by.email if schedule.decided_by else sender.contact_email,
        dedup_key=f"letter-stopped:{schedule.pk}:{schedule.decided_at.timestamp():.6f}",
        scope="letter-stopped",
    )
