"""What signals tell this app; each only calls a service."""

from typing import Any

from wagtail.models import Page, WorkflowState

from .models import CallPage
from .services.deadlines import announce_deadline, withdraw_deadline
from .services.sheets import answer_published, answer_to_rework


def on_published(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, CallPage):
        announce_deadline(call=instance)
    answer_published(page=instance)


def on_unpublished(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, CallPage):
        withdraw_deadline(call=instance)


def on_rejected(instance: WorkflowState, **kwargs: Any) -> None:
    page = instance.content_object
    if isinstance(page, Page):
        step = instance.current_task_state
        answer_to_rework(page=page, comment=step.get_comment() if step else "")
