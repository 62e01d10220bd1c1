"""What the common space of a training shows, and what stays of it for everybody."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Prefetch

from people.models import Person

from .models import HomeReport, HomeTask, Module, Seed, ToolReview, ToolSheet, TopicProposal, TrainingPage
from .models.learning import ToolReviewQuerySet
from .selectors import seeds_of_training


@dataclass(frozen=True)
class TopicLine:
    topic: TopicProposal
    count: int
    chosen: bool


@dataclass(frozen=True)
class TaskLine:
    task: HomeTask
    reports: list[HomeReport]
    done: bool


@dataclass(frozen=True)
class ToolLine:
    """A tool, the module it is tried in (the one after where it was found, unless said otherwise), and its reviews."""

    tool: ToolSheet
    tried_in: Module | None
    reviews: list[ToolReview]


@dataclass(frozen=True)
class TrainingSpace:
    topics: list[TopicLine]
    tools: list[ToolLine]
    tasks: list[TaskLine]
    seeds: list[Seed]


def training_space(training: TrainingPage, person: Person) -> TrainingSpace:
    """Nine queries, whatever there is. The most chosen topics first."""
    chosen = set(TopicProposal.objects.filter(training=training, backers=person).values_list("pk", flat=True))
    topics = TopicProposal.objects.filter(training=training).select_related("session").annotate(n=Count("backers"))
    tasks = HomeTask.objects.filter(training=training).select_related("session").prefetch_related("reports")
    return TrainingSpace(
        topics=[TopicLine(one, one.n, one.pk in chosen) for one in topics.order_by("-n", "pk")],
        tools=comparison_of(training, ToolReview.objects.shared()),
        tasks=[_task(one, person) for one in tasks.order_by("session__starts_at", "pk")],
        seeds=seeds_of_training(training),
    )


def public_comparison(training: TrainingPage) -> list[ToolLine]:
    """Each tool with what may be read by anybody of what each structure found. Three queries."""
    return comparison_of(training, ToolReview.objects.public())


def comparison_of(training: TrainingPage, reviews: ToolReviewQuerySet) -> list[ToolLine]:
    """Each tool, with those of `reviews` about it. Three queries."""
    modules = list(Module.objects.filter(training=training.pk).order_by("position", "pk"))
    after = {module.pk: following for module, following in pairwise(modules)}
    tools = ToolSheet.objects.filter(training=training).select_related("tried_in")
    tools = tools.prefetch_related(Prefetch("reviews", reviews.order_by("structure", "pk")))
    return [
        ToolLine(one, one.tried_in or after.get(one.found_in_id or 0), list(one.reviews.all()))
        for one in tools.order_by("name", "pk")
    ]


def _task(task: HomeTask, person: Person) -> TaskLine:
    reports = list(task.reports.all())
    return TaskLine(task, reports, any(report.person_id == person.pk for report in reports))
