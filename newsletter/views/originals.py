"""Anyone may check that what they received is what the archive shows (letters.md, moonshot 7)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Dispatch
from ..models.segments import digest_of


@require_safe
def original(request: HttpRequest, dispatch_id: int) -> HttpResponse:
    """The hashes of a letter that left, computed again now from what is kept."""
    dispatch = _readable(dispatch_id)
    segments = list(dispatch.segments.all())
    context = {
        "dispatch": dispatch,
        "segments": segments,
        "redacted": any(segment.redacted_at for segment in segments),
        "intact": digest_of("".join(segment.html for segment in segments)) == dispatch.body_digest,
    }
    return render(request, "newsletter/original.html", context)


@require_safe
def body(request: HttpRequest, dispatch_id: int) -> HttpResponse:
    """The very bytes of the body, as text: while nothing was taken out, their `sha256sum` is the hash of every copy."""
    segments = _readable(dispatch_id).segments.all()
    return HttpResponse("".join(segment.html for segment in segments), content_type="text/plain; charset=utf-8")


def _readable(dispatch_id: int) -> Dispatch:
    dispatch = Dispatch.objects.readable().filter(pk=dispatch_id).first()
    if dispatch is None:
        raise Http404("Aucune lettre à cette adresse.")
    return dispatch
