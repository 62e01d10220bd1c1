"""Asking for an accompaniment, following it, handing it over. The team proposes; the group decides (S2-05)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.models import Territory
from people.addresses import normalise_email
from people.humans.limits import count_use, network_of
from people.models import Exchange, Person, User
from people.services import find_or_create_person
from people.services import open_exchange as keep_exchange

from ..enums_accompaniment import AccompanimentPhase, AccompanimentState, ActionState, StakeholderKind, SupportRole
from ..errors import EventsError
from ..models import (
    Accompaniment,
    FollowUp,
    OfferedService,
    PhaseSpan,
    RoadmapAction,
    Stakeholder,
    SupportTerm,
)
from . import mails
from .guard import refuse_health_data

FOLLOW_UP_MONTHS = (6, 12)
# Each request writes to an address that somebody typed: a mailbox is not to be flooded (law.md C-09).
REQUESTS_AN_HOUR = 5
# What an action may become, and what the team may do of it: everything but decide.
BY_TEAM = {
    ActionState.DECIDED: {ActionState.DOING},
    ActionState.DOING: {ActionState.DONE},
}
BY_GROUP = {
    ActionState.PROPOSED: {ActionState.DECIDED, ActionState.DROPPED},
    ActionState.DECIDED: {ActionState.DOING, ActionState.DONE, ActionState.DROPPED},
    ActionState.DOING: {ActionState.DONE, ActionState.DROPPED},
    ActionState.DROPPED: {ActionState.DECIDED},
}


class NotInTheTeam(EventsError):
    message = "Vous n’êtes pas dans l’équipe de cet accompagnement aujourd’hui : vous ne pouvez ni le lire ni y écrire."


class TooManyRequests(EventsError):
    message = "Beaucoup de demandes sont parties d’ici depuis une heure. Gardez la vôtre, et renvoyez-la plus tard."


class NotPossible(EventsError):
    message = "Cet accompagnement n’en est pas là : rechargez la page."


class OnlyTheGroup(EventsError):
    message = "Seul le groupe décide : proposez, il tranchera depuis sa page."


@dataclass(frozen=True)
class Asked:
    """What the request form says."""

    title: str
    organisation_name: str
    given_name: str
    family_name: str
    email: str
    situation: str
    submission_key: UUID
    services: Iterable[OfferedService] = field(default=())
    territory: Territory | None = None


@transaction.atomic
def ask(asked: Asked, *, ip: str = "") -> Accompaniment:
    """Keep a request and write to both sides; the same form sent twice, even at once, gives the same request.

    Raises HealthDataRefused, TooManyRequests from one `ip` (empty: not counted), ValueError on an unusable address.
    """
    refuse_health_data(f"{asked.title}\n{asked.situation}")
    known = Accompaniment.objects.filter(submission_key=asked.submission_key).first()
    if known:
        return known
    if ip and count_use("accompaniment", network_of(ip), within=timedelta(hours=1)) > REQUESTS_AN_HOUR:
        raise TooManyRequests
    email = normalise_email(asked.email)
    person = find_or_create_person(given_name=asked.given_name, family_name=asked.family_name, email=email)
    row, made = Accompaniment.objects.get_or_create(
        submission_key=asked.submission_key,
        defaults={
            "title": asked.title,
            "organisation_name": asked.organisation_name,
            "contact": person,
            "contact_email": email,
            "situation": asked.situation,
            "territory": asked.territory,
        },
    )
    if not made:
        return row
    row.services.set(asked.services)
    mails.tell_asked(row)
    return row


@transaction.atomic
def accept(*, accompaniment: Accompaniment, facilitator: User, until: date, today: date | None = None) -> None:
    """Open the file: `facilitator` holds it until that day, and the shared diagnosis begins. Raises NotPossible."""
    today = today or timezone.localdate()
    row = _locked(accompaniment, AccompanimentState.ASKED)
    row.state = AccompanimentState.OPEN
    row.save(update_fields=["state"])
    appoint(accompaniment=row, user=facilitator, role=SupportRole.FACILITATOR, starts_on=today, ends_on=until)
    PhaseSpan.objects.create(accompaniment=row, phase=AccompanimentPhase.DIAGNOSIS, starts_on=today)
    mails.tell_accepted(row)


@transaction.atomic
def decline(*, accompaniment: Accompaniment, reason: str) -> None:
    """Say no, with the reason that is mailed. Raises NotPossible."""
    row = _locked(accompaniment, AccompanimentState.ASKED)
    row.state = AccompanimentState.DECLINED
    row.save(update_fields=["state"])
    mails.tell_declined(row, reason)


@transaction.atomic
def appoint(
    *, accompaniment: Accompaniment, user: User, role: SupportRole, starts_on: date, ends_on: date
) -> SupportTerm:
    """Somebody joins the team for a time. Raises NotPossible on an impossible term or a shut file."""
    row = _locked(accompaniment, AccompanimentState.OPEN)
    if ends_on < starts_on:
        raise NotPossible("Un mandat finit après avoir commencé.")
    return SupportTerm.objects.create(accompaniment=row, user=user, role=role, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def write_phase(
    *,
    accompaniment: Accompaniment,
    phase: AccompanimentPhase,
    starts_on: date,
    ends_on: date | None,
    outcome: str,
    by: User,
) -> None:
    """Say when a phase began, when it ended, what came of it. Raises NotInTheTeam, HealthDataRefused, NotPossible."""
    row = _as_member(accompaniment, by)
    if ends_on and ends_on < starts_on:
        raise NotPossible("Une phase finit après avoir commencé.")
    PhaseSpan.objects.update_or_create(
        accompaniment=row,
        phase=phase,
        defaults={"starts_on": starts_on, "ends_on": ends_on, "outcome": refuse_health_data(outcome)},
    )


@transaction.atomic
def place_stakeholder(
    *, accompaniment: Accompaniment, kind: StakeholderKind, name: str, has_seat: bool, expects: str, by: User
) -> None:
    """Put a party on the map, or change what is said of it. Raises NotInTheTeam, HealthDataRefused."""
    row = _as_member(accompaniment, by)
    Stakeholder.objects.update_or_create(
        accompaniment=row,
        name=refuse_health_data(name),
        defaults={"kind": kind, "has_seat": has_seat, "expects": refuse_health_data(expects)},
    )


@transaction.atomic
def propose_action(*, accompaniment: Accompaniment, title: str, who: str, due_on: date | None, by: User) -> None:
    """The team proposes; nothing is decided yet. Raises NotInTheTeam, HealthDataRefused."""
    row = _as_member(accompaniment, by)
    refuse_health_data(f"{title}\n{who}")
    RoadmapAction.objects.create(accompaniment=row, title=title, who=who, due_on=due_on)


@transaction.atomic
def advance_action(*, action: RoadmapAction, state: ActionState, by: User) -> None:
    """The team notes that a decided action goes on. Raises NotInTheTeam, OnlyTheGroup."""
    _as_member(action.accompaniment, by)
    row = RoadmapAction.objects.select_for_update().get(pk=action.pk)
    if state not in BY_TEAM.get(ActionState(row.state), set()):
        raise OnlyTheGroup
    row.state = state
    row.save(update_fields=["state"])


@transaction.atomic
def settle_action(*, action: RoadmapAction, state: ActionState, now: datetime | None = None) -> None:
    """The group, from its own page, decides of an action or says where it stands. Raises NotPossible."""
    _locked(action.accompaniment, AccompanimentState.OPEN, AccompanimentState.HANDED_OVER)
    row = RoadmapAction.objects.select_for_update().get(pk=action.pk)
    if state not in BY_GROUP.get(ActionState(row.state), set()):
        raise NotPossible("Cette action n’en est plus là : rechargez la page.")
    row.state = state
    row.decided_at = row.decided_at or (now or timezone.now())
    row.save(update_fields=["state", "decided_at"])


@transaction.atomic
def open_exchange(*, accompaniment: Accompaniment, by: User, people: Iterable[Person] = (), **told: Any) -> Exchange:
    """A confidential exchange (interview, workshop, talk) kept by `by` alone: its notes are sealed passages (S2-17).

    `told` are fields of Exchange. Raises NotInTheTeam.
    """
    row = _as_member(accompaniment, by)
    exchange = keep_exchange(exchange=Exchange(**told), people=people, by=by)
    row.exchanges.add(exchange)
    return exchange


@transaction.atomic
def hand_over(*, accompaniment: Accompaniment, by: User, now: datetime | None = None) -> None:
    """The group owns the project from now on: the team loses its rights, news is asked 6 and 12 months later (S2-08).

    Raises NotInTheTeam, NotPossible while nobody can be reached.
    """
    now = now or timezone.now()
    row = _as_member(accompaniment, by)
    if not row.contact_email:
        raise NotPossible("Le groupe n’a plus d’adresse : le lui passer le perdrait.")
    row.state, row.handed_over_at = AccompanimentState.HANDED_OVER, now
    row.save(update_fields=["state", "handed_over_at"])
    today = timezone.localdate(now)
    row.phases.filter(ends_on=None, starts_on__lte=today).update(ends_on=today)
    FollowUp.objects.bulk_create(
        FollowUp(accompaniment=row, months=months, due_on=months_later(today, months)) for months in FOLLOW_UP_MONTHS
    )
    _close_notebooks(row, today)
    mails.tell_handed_over(row)


@transaction.atomic
def answer_follow_up(*, follow_up: FollowUp, news: str, wants_help: bool, now: datetime | None = None) -> None:
    """What became of the project; a second answer replaces the first. Raises HealthDataRefused."""
    refuse_health_data(news)
    FollowUp.objects.filter(pk=follow_up.pk).update(news=news, wants_help=wants_help, answered_at=now or timezone.now())
    if wants_help:
        mails.tell_help_wanted(follow_up, news)


def exchanges_beyond_term(user: User) -> QuerySet[Exchange]:
    """Of files whose team `user` was in, and is not today: closed at midnight, even if the clock stands still."""
    was_in = Accompaniment.objects.filter(pk__in=SupportTerm.objects.filter(user=user).values("accompaniment"))
    over = was_in.exclude(pk__in=Accompaniment.objects.of_member(user, timezone.localdate()).values("pk"))
    return Exchange.objects.filter(accompaniments__in=over)


def end_rights(now: datetime) -> int:
    """Close the notebooks of those whose term is over. Returns how many were closed. The clock calls it."""
    today = timezone.localdate(now)
    rows = Accompaniment.objects.filter(exchanges__keepers__isnull=False).distinct().order_by("pk")
    return sum(_close_notebooks(row, today) for row in rows)


def _close_notebooks(row: Accompaniment, today: date) -> int:
    """Take the notebook of each exchange of the file away from members without a current term."""
    terms = SupportTerm.objects.filter(accompaniment=row)
    still = terms.current(today).values("user") if row.is_open else SupportTerm.objects.none().values("user")
    kept = Exchange.keepers.through.objects.filter(exchange__in=row.exchanges.all(), user__in=terms.values("user"))
    return kept.exclude(user__in=still).delete()[0]


def send_follow_ups(now: datetime) -> int:
    """Ask for news that is due, once. Returns how many were asked. The clock calls it."""
    asked = 0
    due = FollowUp.objects.filter(due_on__lte=timezone.localdate(now), asked_at=None)
    for row in due.exclude(accompaniment__contact_email="").select_related("accompaniment").order_by("pk"):
        with transaction.atomic():
            if FollowUp.objects.filter(pk=row.pk, asked_at=None).update(asked_at=now):
                mails.ask_for_news(row)
                asked += 1
    return asked


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month: 31 August and six months make 28 or 29 February."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def _as_member(accompaniment: Accompaniment, user: User) -> Accompaniment:
    row = _locked(accompaniment, AccompanimentState.OPEN)
    if not Accompaniment.objects.of_member(user, timezone.localdate()).filter(pk=row.pk).exists():
        raise NotInTheTeam
    return row


def _locked(accompaniment: Accompaniment, *states: AccompanimentState) -> Accompaniment:
    row = Accompaniment.objects.select_for_update().get(pk=accompaniment.pk)
    if row.state not in states:
        raise NotPossible
    return row
