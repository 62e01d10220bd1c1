"""The door of a video session. GET shows it and records nothing; « Entrer » (POST) opens it (registration.md 11)."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from ..enums import RegistrationState
from ..joining import counts_as_presence, is_live, opens_at
from ..models import Registration
from ..services import note_entrance
from ..standing import place_of
from .signed import signed


# Browsers apply `form-action` to where a form is redirected, and the meeting is on another host.
@csp_update({"form-action": ["https:", "http:"]})
@signed("join")
def join(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET says when the door opens, or shows it; POST leads to the meeting, whose address stands nowhere else."""
    now, session = timezone.now(), registration.session
    may_enter = registration.state == RegistrationState.CONFIRMED and is_live(session, now)
    if request.method == "POST" and may_enter:
        note_entrance(registration=registration, now=now)
        return HttpResponseRedirect(session.join_url)
    context = {
        "place": place_of(registration, now),
        "may_enter": may_enter,
        "counts": counts_as_presence(session, now),
        "opens_at": opens_at(session) if opens_at(session) > now else None,
    }
    return render(request, "events/join.html", context, status=409 if request.method == "POST" else 200)
