"""« Préparer un dossier » in the admin."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.models import WorkshopPage
from people.models import User

from ..forms.dossiers import DossierForm
from ..models import ArticlePage
from ..selectors.permissions import issues_open_to, journals_open_to
from ..services import DossierRefused, outputs_of


@require_http_methods(["GET", "POST"])
def prepare_dossier_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a dossier would hold and ask for the issue; POST prepares it and leads to its drafts."""
    workshop = get_object_or_404(WorkshopPage, pk=page_id)
    user = cast(User, request.user)  # the admin lets only accounts in
    journals, issues = journals_open_to(user), issues_open_to(user)
    if not journals and not issues.exists():
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = DossierForm(posted, journals=journals, issues=issues, workshop=workshop)
    refused: DossierRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            articles = form.prepare(workshop=workshop, user=user)
        except DossierRefused as error:
            refused = error
        else:
            return _lead_to_drafts(request, workshop, articles)
    context = {"workshop": workshop, "outputs": outputs_of(workshop), "form": form, "refused": refused}
    status = 409 if refused else 422 if form.errors else 200
    return TemplateResponse(request, "journal/admin/prepare_dossier.html", context, status=status)


def _lead_to_drafts(request: HttpRequest, workshop: WorkshopPage, articles: list[ArticlePage]) -> HttpResponse:
    issue = articles[0].get_parent()
    count = "Un brouillon est prêt" if len(articles) == 1 else f"{len(articles)} brouillons sont prêts"
    text = f"{count} depuis l’atelier « {workshop.title} ». Rien n’est publié : relisez, complétez, puis publiez."
    first = messages.button(reverse("wagtailadmin_pages:edit", args=[articles[0].pk]), "Ouvrir le premier")
    messages.success(request, text, buttons=[first])
    return redirect("wagtailadmin_explore", issue.pk)
