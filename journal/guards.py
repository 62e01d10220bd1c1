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
COPY_REFUSED = "La copie d’un article ou d’un numéro reste un brouillon : copiez sans publier ni créer d’alias."


@hooks.register("before_publish_page")
def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was typed is already kept as a draft. Corrections of an issue that is out go through."""
    page = page.specific
    if not isinstance(page, ArticlePage | IssuePage) or _is_a_correction(page):
        return None
    return redirect("journal_publish", page.pk)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> HttpResponse | None:
    pages = [page for page in objects if isinstance(page, Page)]
    below = action_type == "publish" and action.cleaned_form.cleaned_data["include_descendants"]
    if action_type != "publish" or not any(_holds_the_journal(page, below=below) for page in pages):
        return None
    messages.warning(request, REFUSED)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("before_copy_page")
def refuse_a_live_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy that is on line at once would stand in another issue without its checks."""
    is_live = bool({"publish_copies", "alias"} & set(request.POST))
    if not is_live or not _holds_the_journal(page, below="copy_subpages" in request.POST):
        return None
    messages.warning(request, COPY_REFUSED)
    return redirect("wagtailadmin_pages:copy", page.pk)


def _holds_the_journal(page: Page, *, below: bool) -> bool:
    """`page` is an issue or an article, or one is under it and that counts."""
    if page.specific_class in (ArticlePage, IssuePage):
        return True
    return below and page.get_descendants().type(ArticlePage, IssuePage).exists()


def _is_a_correction(page: ArticlePage | IssuePage) -> bool:
    """It is on line, its issue is out, and nobody’s words or face would appear without their agreement."""
    if not page.live:
        return False
    issue = page if isinstance(page, IssuePage) else IssuePage.objects.parent_of(page).first()
    if not Production.objects.filter(issue=issue, state=IssueState.OUT).exists():
        return False
    return not any(never_excused(fault) for fault in article_faults_of(page))
