"""Preparations as they are read: the steps of one, and all of them on one line of time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from .enums_workshop import StepState
from .models import Preparation, PreparationStep, Session, WorkshopPage

# A preparation stays on the line until its last steps are due.
SHOWN_AFTER = timedelta(days=30)
# Weeks on the line, at most: a year.
WEEKS = 53


@dataclass(frozen=True)
class StepLine:
    step: PreparationStep
    is_late: bool

    @property
    def is_about_kit(self) -> bool:
        """Whether the communication kit is what it asks for, in our usual steps or in those somebody wrote."""
        return "kit de communication" in self.step.title.lower()


def steps_of(preparation: Preparation, today: date | None = None) -> list[StepLine]:
    """In order of date; two queries."""
    today = today or timezone.localdate()
    rows = preparation.steps.select_related("owner__person").order_by("due_on", "pk")
    return [StepLine(step, step.is_late(today)) for step in rows]


@dataclass(frozen=True)
class Week:
    first: date
    has_today: bool = False


@dataclass(frozen=True)
class Cell:
    """One week of one preparation."""

    steps: Sequence[StepLine] = ()
    is_day: bool = False


@dataclass(frozen=True)
class Line:
    preparation: Preparation
    cells: Sequence[Cell]
    late: int
    left: int
    total: int


@dataclass(frozen=True)
class TimeLine:
    weeks: Sequence[Week]
    lines: Sequence[Line]
    late: Sequence[StepLine]
    soon: Sequence[StepLine]
    # Workshops to come that nobody began to prepare, with their day.
    unprepared: Sequence[tuple[WorkshopPage, date]] = field(default=())


def time_line(today: date | None = None) -> TimeLine:
    """Every preparation under way, week by week; three queries, whatever their number."""
    today = today or timezone.localdate()
    coming = Preparation.objects.going_on().filter(day__gte=today - SHOWN_AFTER)
    rows = list(coming.select_related("workshop").order_by("day", "pk"))
    steps = PreparationStep.objects.filter(preparation__in=rows).select_related(
        "owner__person", "preparation__workshop"
    )
    lines = [StepLine(step, step.is_late(today)) for step in steps.order_by("due_on", "pk")]
    weeks = _weeks(rows, lines, today)
    soon_until = today + timedelta(days=14)
    return TimeLine(
        weeks=weeks,
        lines=[_line(row, weeks, [line for line in lines if line.step.preparation_id == row.pk]) for row in rows],
        late=[line for line in lines if line.is_late],
        soon=[
            line
            for line in lines
            if line.step.state == StepState.OPEN and not line.is_late and line.step.due_on <= soon_until
        ],
        unprepared=_unprepared(today),
    )


def _weeks(rows: Sequence[Preparation], lines: Sequence[StepLine], today: date) -> list[Week]:
    """From the first open thing (or today) to the last, Mondays."""
    days = [*(row.day for row in rows), *(line.step.due_on for line in lines)]
    if not days:
        return []
    first, last = _monday(min(*days, today)), _monday(max(*days, today))
    first = max(first, _monday(today) - timedelta(weeks=WEEKS // 2))
    count = min((last - first).days // 7 + 1, WEEKS)
    mondays = [first + timedelta(weeks=number) for number in range(count)]
    return [Week(monday, monday <= today < monday + timedelta(days=7)) for monday in mondays]


def _line(row: Preparation, weeks: Sequence[Week], lines: Sequence[StepLine]) -> Line:
    by_week: dict[date, list[StepLine]] = {}
    for line in lines:
        by_week.setdefault(_monday(line.step.due_on), []).append(line)
    return Line(
        preparation=row,
        cells=[Cell(by_week.get(week.first, ()), _monday(row.day) == week.first) for week in weeks],
        late=sum(line.is_late for line in lines),
        left=sum(line.step.state == StepState.OPEN for line in lines),
        total=len(lines),
    )


def _unprepared(today: date) -> list[tuple[WorkshopPage, date]]:
    coming = Session.objects.standing().filter(starts_at__date__gte=today).order_by("starts_at", "pk")
    workshops = {
        page.pk: page for page in WorkshopPage.objects.filter(preparation=None, sessions__in=coming).order_by("pk")
    }
    found: dict[int, date] = {}
    for session in coming.filter(event__in=workshops):
        found.setdefault(session.event_id, session.local_date)
    return [(workshops[number], day) for number, day in found.items()]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
