"""The public page that gives a workshop back: exactly five resources, and what to share them with (S3-29)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..given_back import given_back


@require_safe
def restitution(request: HttpRequest, page_id: int) -> HttpResponse:
    found = given_back(page_id)
    if found is None:
        raise Http404("Aucune restitution à cette adresse.")
    return render(request, "events/restitution.html", {"found": found, "workshop": found.workshop})
