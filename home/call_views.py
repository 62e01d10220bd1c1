"""The deadlines of calls, for calendars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cms.ical.answers import calendar_answer
from cms.models import SiteIdentity

from .calendars import deadline_calendar, deadlines_of, public_deadlines
from .models import CallPage


@gzip_page
@require_safe
def call_calendar(request: HttpRequest, page_id: int) -> HttpResponse:
    """The deadline of one call, to add once or to follow: a postponement changes the same entry (S0-08)."""
    call = get_object_or_404(CallPage.objects.live().public(), pk=page_id)
    content = deadline_calendar(deadlines_of([call]), name=call.title, source=request.build_absolute_uri())
    return _answer(request, content, filename=f"cloture-{call.slug}.ics")


@gzip_page
@require_safe
def calls_calendar(request: HttpRequest) -> HttpResponse:
    """Every deadline, those of the last year included."""
    name = f"{SiteIdentity.for_request(request).name or 'Dirigeable'} : appels à projets"
    content = deadline_calendar(public_deadlines(), name=name, source=request.build_absolute_uri())
    return _answer(request, content, filename="appels-a-projets.ics")


def _answer(request: HttpRequest, content: bytes, *, filename: str) -> HttpResponse:
    """A few dozen entries: written first, compared by their bytes."""
    return calendar_answer(request, lambda: content, made_of=content.decode(), filename=filename)
