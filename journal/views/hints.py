"""The remarks on the latest draft of an article, for the panel of the editor. GET only: nothing is kept."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ..linting import lint
from ..models import ArticlePage
from ..selectors.writing import text_of


@require_safe
def hints_view(request: HttpRequest, page_id: int) -> HttpResponse:
    article = get_object_or_404(ArticlePage.objects.select_related("latest_revision"), pk=page_id)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    text = text_of(article)
    # The panel shows the fragment in its place; without JavaScript a link opens it as a page.
    template = "journal/admin/hints.html" if request.GET.get("fragment") else "journal/admin/hints_page.html"
    context = {"text": text, "hints": lint(text), "article": article}
    return TemplateResponse(request, template, context)
