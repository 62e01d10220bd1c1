"""What participants bring to a training: cases, tools, reports; and what a series teaches (S4-04 to S4-11, S0-11)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from people.models import Person

from .. import mails
from ..enums import RemarkKind, SessionState
from ..enums_workshop import ItemState
from ..errors import EventsError
from ..models import (
    HomeReport,
    HomeTask,
    Module,
    Registration,
    SeriesRemark,
    Session,
    ToolReview,
    ToolSheet,
    TopicProposal,
    TrainingPage,
)

REMINDED_BEFORE = timedelta(days=3)


class LearningRefused(EventsError):
    """The training says no."""


@transaction.atomic
def propose_topic(*, training: TrainingPage, person: Person, title: str, text: str) -> TopicProposal:
    """A case to work on; who proposes it chooses it. Raises LearningRefused once every session is over."""
    if not training.sessions.filter(ends_at__gt=timezone.now()).exists():
        raise LearningRefused("La formation est finie : il n’y a plus de séance où en parler.")
    topic, _ = TopicProposal.objects.get_or_create(
        training=training, person=person, title=title.strip(), defaults={"text": text.strip()}
    )
    topic.backers.add(person)
    return topic


@transaction.atomic
def choose_topic(*, topic: TopicProposal, person: Person) -> bool:
    """Choose a topic, or take the choice back. Whether it is chosen now."""
    if topic.session_id:
        raise LearningRefused("Ce sujet est déjà retenu.")
    chosen = topic.backers.filter(pk=person.pk).exists()
    if chosen:
        topic.backers.remove(person)
    else:
        topic.backers.add(person)
    return not chosen


@transaction.atomic
def add_tool(*, training: TrainingPage, name: str, use: str, website: str) -> ToolSheet:
    """A tool somebody found: in the module of the last session that began, to be tried in the next (S4-07)."""
    tool, _ = ToolSheet.objects.get_or_create(
        training=training,
        name=name.strip(),
        defaults={"use": use.strip(), "website": website, "found_in": current_module(training)},
    )
    return tool


@transaction.atomic
def review_tool(*, tool: ToolSheet, person: Person, structure: str, advantages: str, limits: str) -> ToolReview:
    """What a structure found; written again, it replaces, and other words wait again to be read by the team.

    Raises LearningRefused when it says nothing.
    """
    if not (advantages.strip() or limits.strip()):
        raise LearningRefused("Dites au moins un avantage, ou une limite.")
    said = {"structure": structure.strip(), "advantages": advantages.strip(), "limits": limits.strip()}
    if same := ToolReview.objects.filter(tool=tool, person=person, **said).first():
        return same
    review, _ = ToolReview.objects.update_or_create(
        tool=tool, person=person, defaults={**said, "state": ItemState.NEW, "written_at": timezone.now()}
    )
    return review


@transaction.atomic
def write_report(*, task: HomeTask, person: Person, tried: str, inside: str, outside: str) -> HomeReport:
    """The short report between two sessions; written again, it replaces."""
    said = {"tried": tried.strip(), "inside": inside.strip(), "outside": outside.strip()}
    report, _ = HomeReport.objects.update_or_create(
        task=task, person=person, defaults={**said, "written_at": timezone.now()}
    )
    return report


@transaction.atomic
def note_remark(*, session: Session, author: Person, kind: RemarkKind, text: str) -> SeriesRemark:
    """A strength or a weakness met, at one date of a series; sent twice, it is noted once."""
    remark, _ = SeriesRemark.objects.get_or_create(session=session, author=author, kind=kind, text=text.strip())
    return remark


def current_module(training: TrainingPage) -> Module | None:
    """That of the last session that began; the first one before that."""
    modules = Module.objects.filter(training=training.pk)
    begun = modules.filter(sessions__starts_at__lte=timezone.now()).order_by("-sessions__starts_at")
    return begun.first() or modules.order_by("position", "pk").first()


def remind_of_tasks(now: datetime) -> int:
    """Three days before the session a task is for, to those who wrote no report. Returns how many were written to.

    A session cancelled, or that waits for another date, recalls nothing.
    """
    held = Session.objects.upcoming(now).exclude(state=SessionState.POSTPONED)
    soon = held.filter(starts_at__gt=now, starts_at__lte=now + REMINDED_BEFORE)
    tasks = HomeTask.objects.filter(session__in=soon).select_related("training", "session")
    return sum(_remind(task) for task in tasks.order_by("pk"))


@transaction.atomic
def _remind(task: HomeTask) -> int:
    done = task.reports.values("person")
    rows = Registration.objects.confirmed().filter(session__event=task.training_id).exclude(person__in=done)
    people: dict[int, Registration] = {}
    for row in rows.select_related("person", "session__event").order_by("session__starts_at", "pk"):
        people.setdefault(row.person_id, row)
    return sum(mails.tell_task(row, task=task) for row in people.values())
