"""The admin's screens of an issue's papers."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from people.models import User

from ..enums import EditionKind, Padding
from ..models import Edition, EditionFile, IssuePage
from ..selectors.addresses import dead_addresses
from ..selectors.editions import papers_of
from ..services.editions import EditionRefused, order_edition, try_again
from .forms import OrderForm
from .public import served

SECONDS_BETWEEN_LOOKS = 3


def _issue_open_to(request: HttpRequest, pk: int) -> IssuePage:
    """The issue, for whoever may edit it."""
    issue = get_object_or_404(IssuePage, pk=pk)
    if not issue.permissions_for_user(cast(User, request.user)).can_edit():
        raise PermissionDenied
    return issue


@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, page_id: int) -> HttpResponse:
    """Proofs and final files of an issue; POST asks for one. The screen renews itself while one is made."""
    issue = _issue_open_to(request, page_id)
    form = OrderForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        kind, padding = EditionKind(form.cleaned_data["kind"]), Padding(form.cleaned_data["padding"])
        try:
            order_edition(issue=issue, kind=kind, user=cast(User, request.user), padding=padding)
        except EditionRefused as error:
            refused = str(error)
        else:
            return redirect("journal_papers", issue.pk)
    workshop = papers_of(issue)
    context = {"workshop": workshop, "issue": issue, "form": form, "refused": refused, "dead": dead_addresses(issue)}
    status = 409 if refused else 422 if form.errors else 200
    response = TemplateResponse(request, "journal/admin/papers.html", context, status=status)
    if workshop.under_way and request.method == "GET":
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an edition that failed back in the queue."""
    edition = get_object_or_404(Edition, pk=pk)
    issue = _issue_open_to(request, edition.issue_id)
    try:
        try_again(edition=edition)
    except EditionRefused as error:
        messages.error(request, str(error))
    return redirect("journal_papers", issue.pk)


@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an edition, for whoever may edit its issue."""
    row = get_object_or_404(EditionFile.objects.select_related("edition__issue"), pk=pk)
    issue = _issue_open_to(request, row.edition.issue_id)
    return served(row, name=f"n{issue.number}-{row.edition.kind}-{row.edition.number}")
