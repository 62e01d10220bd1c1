"""The plan of an issue: its slots with their quota in signs and where each stands. Constant numbers of queries."""

from dataclasses import dataclass

from django.db.models import Prefetch, TextField
from django.db.models.functions import Cast
from wagtail.models import TaskState, WorkflowTask

from events.enums import SeedKind
from events.models import Seed

from ..enums import AssignmentState, SlotState, SourceKind, Stage
from ..models import ArticlePage, Assignment, CitedPeopleTask, DraftVersion, IssuePage, Slot
from ..versions import draft_of, hash_of, passages_in, signs_of


@dataclass(frozen=True)
class PlanLine:
    """One slot, its stage, the signs written so far, and who was asked to do what."""

    slot: Slot
    stage: Stage
    signs: int | None
    tasks: tuple[Assignment, ...]

    @property
    def is_over(self) -> bool:
        return self.signs is not None and self.signs > self.slot.quota


@dataclass(frozen=True)
class Plan:
    """Everything the planning view shows; `loose` are articles without a slot, `seeds` articles to be that nobody
    planned nor told yet."""

    lines: tuple[PlanLine, ...]
    loose: tuple[ArticlePage, ...]
    seeds: tuple[Seed, ...]
    tasks: tuple[Assignment, ...]

    @property
    def quota(self) -> int:
        return sum(line.slot.quota for line in self.lines)

    @property
    def signs(self) -> int:
        return sum(line.signs or 0 for line in self.lines)


def plan_of(issue: IssuePage) -> Plan:
    tasks = Prefetch("assignments", Assignment.objects.select_related("person").order_by("due_on", "pk"))
    slots = (
        Slot.objects.filter(issue=issue).select_related("rubric", "article__latest_revision").prefetch_related(tasks)
    )
    slots_now = list(slots.order_by("position", "pk"))
    articles = [slot.article for slot in slots_now if slot.article]
    stages = stages_of(articles)
    lines = [_line(slot, stages) for slot in slots_now]
    taken = [article.pk for article in articles]
    loose = ArticlePage.objects.child_of(issue).exclude(pk__in=taken).order_by("path")
    planned = Slot.objects.filter(seed__isnull=False).values("seed")
    waiting = Seed.objects.filter(kind=SeedKind.ARTICLE).exclude(pk__in=planned).order_by("-sown_on", "pk")
    told = _seeds_told()
    seeds = [seed for seed in waiting if str(seed.uuid) not in told]
    others = Assignment.objects.filter(issue=issue, slot=None).select_related("person").order_by("due_on", "pk")
    return Plan(tuple(lines), tuple(loose), tuple(seeds[:10]), tuple(others))


def _seeds_told() -> set[str]:
    """The identifiers of the seeds that a published article presents."""
    live = ArticlePage.objects.live().annotate(raw=Cast("body", TextField()))
    articles = live.filter(raw__contains="seed_box").order_by("pk")
    sources = [passage.provenance for article in articles for passage in passages_in(article.body)]
    return {source.uuid for source in sources if source.kind == SourceKind.SEED}


def _line(slot: Slot, stages: dict[int, Stage]) -> PlanLine:
    article = slot.article
    before = Stage.IDEA if slot.state == SlotState.IDEA else Stage.COMMISSIONED
    return PlanLine(
        slot=slot,
        stage=stages[article.pk] if article else before,
        signs=signs_of(draft_of(article)) if article else None,
        tasks=tuple(task for task in slot.assignments.all() if task.state != AssignmentState.DECLINED),
    )


def stages_of(articles: list[ArticlePage]) -> dict[int, Stage]:
    """Where each article stands, by primary key, in three queries."""
    approved = DraftVersion.objects.filter(article__in=articles, ready_at__isnull=False).order_by("pk")
    ready = set(approved.values_list("article_id", "content_hash"))
    running = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=[str(article.pk) for article in articles]
    ).select_related("task__content_type", "workflow_state")
    steps = {int(state.workflow_state.object_id): state for state in running.order_by("pk")}
    orders = WorkflowTask.objects.filter(workflow__in={state.workflow_state.workflow_id for state in steps.values()})
    first = dict(orders.order_by("-sort_order").values_list("workflow_id", "task_id"))
    return {article.pk: _stage(article, ready, steps.get(article.pk), first) for article in articles}


def _stage(article: ArticlePage, ready: set[tuple[int, str]], step: TaskState | None, first: dict[int, int]) -> Stage:
    if article.live and not article.has_unpublished_changes:
        return Stage.OUT
    if step is None:
        return Stage.READY if (article.pk, hash_of(draft_of(article))) in ready else Stage.WRITING
    if step.task.content_type.model == CitedPeopleTask._meta.model_name:
        return Stage.CITED_PEOPLE
    return Stage.WRITING if first.get(step.workflow_state.workflow_id) == step.task_id else Stage.PROOFREADING
