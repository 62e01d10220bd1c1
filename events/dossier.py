"""What an editor reads before an event: who comes, what they said; and a month of dates at a glance."""

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from .enums import RegistrationState
from .models import Answer, EventPage, Need, Registration, Session

FormKey = tuple[UUID, int]


@dataclass(frozen=True)
class Line:
    registration: Registration
    answers: Sequence[Answer] = ()
    needs: Sequence[Need] = ()


@dataclass(frozen=True)
class Dossier:
    lines: Sequence[Line]
    sessions: Sequence[Session]
    session: Session | None = None
    state: str = ""
    mix: dict[str, int] = field(default_factory=dict)


def dossier_of(
    event: EventPage, *, seance: str = "", etat: str = "", with_answers: bool = False, with_needs: bool = False
) -> Dossier:
    """The registrations of `event`, in order of date then of rank; four queries, whatever their number."""
    sessions = list(event.sessions.order_by("starts_at", "pk"))
    session = next((each for each in sessions if str(each.pk) == seance), None)
    state = etat if etat in RegistrationState.values else ""
    rows = Registration.objects.filter(session__in=[session] if session else sessions)
    rows = rows.filter(state=state) if state else rows.active()
    found = list(rows.select_related("person", "session", "profile").order_by("session__starts_at", "rank"))
    forms = {row.form_key for row in found}
    answers = by_form(Answer.objects.filter(registration__form_key__in=forms)) if with_answers else {}
    needs = by_form(Need.objects.filter(registration__form_key__in=forms)) if with_needs else {}
    lines = [Line(row, answers.get(form_key(row), ()), needs.get(form_key(row), ())) for row in found]
    return Dossier(lines, sessions, session, state, _mix(found))


def form_key(row: Registration) -> FormKey:
    """What answers and needs are told by: said once by a person, whatever the number of dates they ticked."""
    return row.form_key, row.person_id


def by_form(rows: Any) -> dict[FormKey, list[Any]]:
    """`rows` (answers or needs) by what they were said in, in their own order."""
    found: dict[FormKey, list[Any]] = defaultdict(list)
    for row in rows.select_related("registration"):
        found[form_key(row.registration)].append(row)
    return found


def _mix(rows: Sequence[Registration]) -> dict[str, int]:
    """How many people of each profile hold a place (S0-13, S1-05)."""
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.holds_a_place and row.profile:
            people[row.profile.name].add(row.person_id)
    return {name: len(them) for name, them in people.items()}


def month_of(first: date, last: date) -> list[list[tuple[date, list[Session]]]]:
    """The weeks of the month from `first` to `last`, each of seven days with their sessions; one query."""
    start = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    by_day: dict[date, list[Session]] = defaultdict(list)
    sessions = Session.objects.filter(starts_at__gte=start, starts_at__lt=end).select_related("event")
    for session in sessions.order_by("starts_at", "pk"):
        by_day[session.local_date].append(session)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[(day, by_day[day]) for day in week] for week in weeks]
