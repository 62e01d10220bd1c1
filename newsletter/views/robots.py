"""The link of a letter that nobody sees: who follows it is a program (law.md D-11)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..visits import unmask


@never_cache
@require_safe
def trap(request: HttpRequest) -> HttpResponse:
    unmask(request)
    response = HttpResponse("Cette adresse est faite pour les robots.\n", content_type="text/plain; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
