"""The pool of volunteers, and the tasks they are offered (S3-12)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.enums import WishKind
from events.models import Wish
from people.enums import ConsentMethod, ConsentPurpose
from people.models import Consent, Person, User
from people.services import record_consent, withdraw_consent

from ..enums import AssignmentState, VolunteerRole
from ..errors import JournalError
from ..mails import propose_assignment, remind_of_assignment
from ..models import Assignment, IssuePage, Slot, Volunteer

KINDS = tuple(VolunteerRole.values)
REMIND_BEFORE = timedelta(days=3)


@transaction.atomic
def volunteer_from_wish(*, wish_id: int) -> bool:
    """Someone who registered for a workshop offered a hand. Says whether there was something to do."""
    wish = (
        Wish.objects.select_for_update(of=("self",))
        .select_related("registration__person", "registration__session__event", "consent")
        .filter(pk=wish_id, kind__in=KINDS, handled_at=None)
        .first()
    )
    if wish is None:
        return False
    if wish.consent and wish.consent.withdrawn_at is None:
        registration = wish.registration
        Volunteer.objects.update_or_create(
            person=registration.person,
            role=VolunteerRole(WishKind(wish.kind).value),
            defaults={"consent": wish.consent, "workshop": registration.session.event, "stopped_at": None},
            create_defaults={
                "consent": wish.consent,
                "workshop": registration.session.event,
                "offered_at": timezone.now(),
            },
        )
    wish.handled_at = timezone.now()
    wish.save(update_fields=["handled_at"])
    return True


def handle_lost_wishes(_now: datetime) -> int:
    """Take up again the wishes whose signal was lost. Idempotent; returns how many."""
    waiting = Wish.objects.filter(kind__in=KINDS, handled_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(volunteer_from_wish(wish_id=pk) for pk in list(waiting))


@transaction.atomic
def add_volunteer(*, person: Person, role: VolunteerRole, user: User, note: str = "") -> Volunteer:
    """Someone met at a workshop offers a hand aloud. Raises people.services.ConsentTextMissing without a wording."""
    consent = record_consent(
        person=person,
        purpose=ConsentPurpose.VOLUNTEER,
        source="journal : bénévoles",
        method=ConsentMethod.SPOKEN,
        recorded_by=user,
    )
    row, _ = Volunteer.objects.update_or_create(
        person=person,
        role=role,
        defaults={"consent": consent, "note": note, "stopped_at": None},
        create_defaults={"consent": consent, "note": note, "offered_at": timezone.now()},
    )
    return row


@transaction.atomic
def stop_volunteering(*, person: Person) -> None:
    """They no longer offer a hand, and withdraw the consent that went with it; what they did stays in the issues."""
    Volunteer.objects.filter(person=person, stopped_at=None).update(stopped_at=timezone.now())
    for consent in Consent.objects.given().filter(person=person, purpose=ConsentPurpose.VOLUNTEER):
        withdraw_consent(consent=consent)


@transaction.atomic
def propose_task(
    *,
    issue: IssuePage,
    person: Person,
    role: VolunteerRole,
    due_on: date,
    user: User | None,
    slot: Slot | None = None,
    note: str = "",
) -> Assignment:
    """Ask `person` to do something before `due_on`, by mail when they have an address.

    Raises JournalError for a day that is past, or when they have this task already.
    """
    if due_on < timezone.localdate():
        raise JournalError("Cette date est passée : choisissez-en une autre.")
    same = Assignment.objects.filter(slot=slot, issue=issue, person=person, role=role)
    if same.exclude(state=AssignmentState.DECLINED).exists():
        raise JournalError(f"{person} a déjà cette tâche.")
    assignment = Assignment.objects.create(
        issue=issue,
        slot=slot,
        person=person,
        role=role,
        due_on=due_on,
        note=note,
        asked_at=timezone.now(),
        asked_by=user,
    )
    if person.email:
        propose_assignment(assignment)
    return assignment


@transaction.atomic
def answer_task(*, assignment: Assignment, state: AssignmentState) -> Assignment:
    """Accept, decline, or say that it is done. Raises JournalError when it is too late for that."""
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if row.state == state:
        return row
    if not row.is_open:
        raise JournalError("Cette tâche est déjà close : écrivez-nous pour en reparler.")
    now = timezone.now()
    row.state, row.answered_at = state, row.answered_at or now
    row.done_at = now if state == AssignmentState.DONE else None
    row.save(update_fields=["state", "answered_at", "done_at"])
    return row


def remind_of_tasks(now: datetime) -> int:
    """A word to those whose task is due within three days and not done. Once for each task."""
    soon = timezone.localdate(now) + REMIND_BEFORE
    waiting = Assignment.objects.filter(
        state__in=[AssignmentState.ASKED, AssignmentState.ACCEPTED],
        due_on__lte=soon,
        due_on__gte=timezone.localdate(now),
        reminded_at=None,
        asked_at__lt=now - timedelta(days=1),
    ).exclude(person__email="")
    return sum(_remind(pk, now) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    row = Assignment.objects.select_for_update(of=("self",)).filter(pk=pk, reminded_at=None).first()
    if row is None:
        return 0
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    remind_of_assignment(row, now)
    return 1
