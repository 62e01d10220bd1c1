"""The step of Wagtail’s own workflow that only the journal has."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState

from people.enums import Answer

from ..signals import cited_people_step_began, proofreading_began_again
from ..versions import draft_of, hash_of
from .articles import ArticlePage
from .drafts import DraftVersion
from .passages import NO_LONGER_AGREED, CitedPassage

UNREAD = "Tout le monde est d’accord, mais le texte a changé depuis la relecture : il est à relire de nouveau."


class CitedPeopleTask(AbstractGroupApprovalTask):
    """« Accord des personnes citées »: asks them when it begins, and passes by itself once they have all agreed."""

    class Meta:
        verbose_name = "étape d’accord des personnes citées"
        verbose_name_plural = "étapes d’accord des personnes citées"

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Wagtail goes on to the next step by itself when this one is approved as it begins.

        Started again after « Demander des changements », it lets the proofreading read what changed first.
        """
        article = workflow_state.content_object.specific
        proofreading, left = self._step_before(workflow_state), workflow_state.current_task_state
        if proofreading and not _just_approved(left, proofreading) and not is_proofread(article):
            restarted: TaskState = proofreading.start(workflow_state, user=user)
            return restarted
        task_state: TaskState = super().start(workflow_state, user=user)
        cited_people_step_began.send(sender=type(self), article=article, user=user)
        if everybody_agrees(article):
            task_state.status = TaskState.STATUS_APPROVED
            task_state.save()
        return task_state

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Nobody approves in the place of those who are cited."""
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        actions = [("reject", "Demander des changements", True)]
        return [*actions, ("approve", "Tout le monde est d’accord", False)] if everybody_agrees(obj) else actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve":
            self.conclude(task_state, user=user, **kwargs)
        else:
            super().on_action(task_state, user, action_name, **kwargs)

    @transaction.atomic
    def conclude(self, task_state: TaskState, *, user: Any, **kwargs: Any) -> None:
        """Everybody agrees: the step ends, or the one before begins again when nobody proofread the words of today."""
        workflow_state = task_state.workflow_state
        article, proofreading = workflow_state.content_object.specific, self._step_before(workflow_state)
        if proofreading is None or is_proofread(article):
            task_state.approve(user=user, **kwargs)
            return
        task_state.status, task_state.finished_at = TaskState.STATUS_CANCELLED, timezone.now()
        task_state.finished_by, task_state.comment = user, UNREAD
        task_state.save()
        workflow_state.refresh_from_db()
        workflow_state.update(user=user, next_task=proofreading)
        proofreading_began_again.send(sender=type(self), article=article)

    def _step_before(self, workflow_state: Any) -> Any:
        """The step of the same workflow after which this one comes, None when it is the first."""
        mine = self.workflow_tasks.filter(workflow=workflow_state.workflow).values("sort_order")[:1]
        before = Task.objects.filter(
            active=True, workflow_tasks__workflow=workflow_state.workflow, workflow_tasks__sort_order__lt=mine
        )
        step = before.order_by("-workflow_tasks__sort_order").first()
        return step.specific if step else None

    @classmethod
    def get_description(cls) -> str:
        return "Les personnes citées relisent leur passage et donnent leur accord par un lien."


def _just_approved(left: TaskState | None, step: Task) -> bool:
    return left is not None and left.task_id == step.pk and left.status == TaskState.STATUS_APPROVED


def is_proofread(article: Any) -> bool:
    """« Relecture » ended on the words that the draft of `article` says today. Only articles have words."""
    if not isinstance(article, ArticlePage):
        return True
    read = DraftVersion.objects.filter(article=article.pk, proofread_at__isnull=False)
    return read.filter(content_hash=hash_of(draft_of(article))).exists()


def everybody_agrees(article: Any) -> bool:
    """Nobody cited in `article`, a page of any class, is still to answer, said no, or took their agreement back.

    Somebody erased is asked nothing more, nor is anybody about a block that is gone: what they refused stays out by
    itself (`CitedPassage`).
    """
    still = ~Q(answer=Answer.AGREED) | NO_LONGER_AGREED
    return not CitedPassage.objects.in_the_text().filter(still, article=article.pk).exists()
