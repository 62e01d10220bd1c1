"""The journal’s own workflow: writing, proofreading, agreement of the people cited. Its end publishes nothing."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from ..mails import tell_to_proofread_again
from ..models import ArticlePage, CitedPeopleTask, IssuePage, JournalPage
from ..selectors.addresses import keepers_of
from .citing import ask_cited_people
from .drafting import mark_proofread, mark_ready

NAME = "Le journal"
WRITING, PROOFREADING, CITED_PEOPLE = "Écriture", "Relecture", "Accord des personnes citées"


@transaction.atomic
def ensure_workflow(*, journal: JournalPage, writers: Group, moderators: Group) -> Workflow:
    """The workflow of everything under `journal`, made once; what somebody changed by hand stays.

    A page keeps the workflow it has: one chosen for the journal is never replaced.
    """
    known = WorkflowPage.objects.filter(page=journal.pk).select_related("workflow").first()
    if known:
        return known.workflow
    workflow, made = Workflow.objects.get_or_create(name=NAME)
    if made:
        for order, name in enumerate((WRITING, PROOFREADING, CITED_PEOPLE)):
            model = CitedPeopleTask if name == CITED_PEOPLE else GroupApprovalTask
            task = model.objects.create(name=name)
            task.groups.set([writers, moderators])
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page_id=journal.pk)
    return workflow


def on_approved(content: Any, _user: Any) -> bool:
    """An approved article waits for its issue, and an issue for its « bon à tirer »: neither is published."""
    page = content.specific if isinstance(content, Page) else None
    if isinstance(page, ArticlePage):
        mark_ready(article=page)
    return isinstance(page, ArticlePage | IssuePage)


def on_cited_people_step(*, article: Any, **_kwargs: Any) -> None:
    """Receiver of `signals.cited_people_step_began`."""
    if isinstance(article, ArticlePage):
        mark_proofread(article=article)
        ask_cited_people(article=article)


def on_proofreading_again(*, article: Any, **_kwargs: Any) -> None:
    """Receiver of `signals.proofreading_began_again`."""
    if isinstance(article, ArticlePage):
        issue = IssuePage.objects.parent_of(article).get()
        tell_to_proofread_again(article, keepers_of(issue))
