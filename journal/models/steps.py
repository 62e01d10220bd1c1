"""The step of Wagtail’s own workflow that only the journal has."""

from typing import Any

from wagtail.models import AbstractGroupApprovalTask, TaskState

from people.enums import Answer

from ..signals import cited_people_step_began
from .passages import CitedPassage


class CitedPeopleTask(AbstractGroupApprovalTask):
    """« Accord des personnes citées »: asks them when it begins, and passes by itself once they have all agreed."""

    class Meta:
        verbose_name = "étape d’accord des personnes citées"
        verbose_name_plural = "étapes d’accord des personnes citées"

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Wagtail goes on to the next step by itself when this one is approved as it begins."""
        task_state: TaskState = super().start(workflow_state, user=user)
        article = workflow_state.content_object.specific
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

    @classmethod
    def get_description(cls) -> str:
        return "Les personnes citées relisent leur passage et donnent leur accord par un lien."


def everybody_agrees(article: Any) -> bool:
    """Nobody cited in `article`, a page of any class, is still to answer, or said no.

    Somebody erased is asked nothing more, nor is anybody about a block that is gone: what they refused stays out by
    itself (`CitedPassage`).
    """
    return not CitedPassage.objects.in_the_text().filter(article=article.pk).exclude(answer=Answer.AGREED).exists()
