"""A seed of a project, on its own page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..selectors import public_seed


@require_safe
def seed(request: HttpRequest, slug: str) -> HttpResponse:
    found = public_seed(slug)
    if found is None:
        raise Http404("Aucune graine à cette adresse.")
    return render(request, "events/seed.html", {"seed": found, "workshop": found.workshop})
