"""The page of somebody who prepares a workshop: their link, every step, a button to say that one is done."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people.links import LinkExpired, LinkInvalid

from ..enums_workshop import StepState
from ..models import PreparationStep, TeamMember
from ..preparation_mails import member_for
from ..services.preparation import settle_step
from ..timeline import steps_of


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing; POST `etape` and `etat` settles one step, or opens it again."""
    try:
        member = member_for(token)
    except LinkExpired:
        response = render(request, "events/link_expired.html", status=410)
    except LinkInvalid:
        response = render(request, "events/link_invalid.html", status=404)
    else:
        response = _opened(request, member, token)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _opened(request: HttpRequest, member: TeamMember, token: str) -> HttpResponse:
    if request.method != "POST":
        context = {"member": member, "preparation": member.preparation, "steps": steps_of(member.preparation)}
        return render(request, "events/team.html", context)
    step = _step(member, request.POST.get("etape", ""))
    state = request.POST.get("etat", "")
    if step and state in StepState.values:
        settle_step(step=step, state=StepState(state))
    return HttpResponseRedirect(reverse("events:team", args=[token]))


def _step(member: TeamMember, number: str) -> PreparationStep | None:
    known = number.isascii() and number.isdecimal() and len(number) < 12
    return member.preparation.steps.filter(pk=int(number)).first() if known else None
