"""What signals tell this app; each only calls a service."""

from typing import Any

from wagtail.models import Page, WorkflowState

from .models import CallPage, HeldPage
from .services.deadlines import announce_deadline, withdraw_deadline
from .services.held_pictures import forget_picture
from .services.sheets import answer_published, answer_to_rework


def on_published(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, CallPage):
        announce_deadline(call=instance)
    answer_published(page=instance)


def on_unpublished(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, CallPage):
        withdraw_deadline(call=instance)


def on_leaving(instance: Page, **kwargs: Any) -> None:
    """A page goes for good, whoever deletes it: the picture its holder sent goes with it."""
    if held := HeldPage.objects.filter(page=instance.pk).select_related("picture").first():
        forget_picture(held, with_its_page=True)


def on_rejected(instance: WorkflowState, **kwargs: Any) -> None:
    page = instance.content_object
    if isinstance(page, Page):
        step = instance.current_task_state
        answer_to_rework(page=page, comment=step.get_comment() if step else "")
