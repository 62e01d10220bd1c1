"""Nobody publishes an article or an issue by mistake: « Publier » leads to what is missing, and asks why (item 4)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .enums import IssueState
from .models import ArticlePage, IssuePage, Production
from .selectors.press import article_faults_of, never_excused

REFUSED = (
    "Les articles et les numéros ne se publient pas par lot : ils paraissent avec leur numéro, depuis « Fabrication »."
)


@hooks.register("before_publish_page")
def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was typed is already kept as a draft. Corrections of an issue that is out go through."""
    page = page.specific
    if not isinstance(page, ArticlePage | IssuePage) or _is_a_correction(page):
        return None
    return redirect("journal_publish", page.pk)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> HttpResponse | None:
    pages = [page.specific_class for page in objects if isinstance(page, Page)]
    if action_type != "publish" or not {ArticlePage, IssuePage} & set(pages):
        return None
    messages.warning(request, REFUSED)
    first = next(page for page in objects if isinstance(page, Page))
    return redirect("wagtailadmin_explore", first.get_parent().pk)


def _is_a_correction(page: ArticlePage | IssuePage) -> bool:
    """The issue is out, and nobody’s words or face would appear without their agreement."""
    issue = page if isinstance(page, IssuePage) else IssuePage.objects.parent_of(page).first()
    if not Production.objects.filter(issue=issue, state=IssueState.OUT).exists():
        return False
    return not any(never_excused(fault) for fault in article_faults_of(page))
