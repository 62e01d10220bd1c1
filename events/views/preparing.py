"""The page of somebody who prepares a workshop: their link, every step, a button to say that one is done."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cms.numbers import number_in
from people.secret import secret_page

from ..enums_workshop import StepState
from ..models import PreparationStep, TeamMember
from ..preparation_mails import member_for
from ..services.preparation import settle_step
from ..timeline import steps_of


@secret_page(member_for, invalid="events/link_invalid.html", gone="events/link_expired.html")
def team(request: HttpRequest, member: TeamMember) -> HttpResponse:
    """GET changes nothing; POST `etape` and `etat` settles one step, or opens it again."""
    if request.method != "POST":
        context = {"member": member, "preparation": member.preparation, "steps": steps_of(member.preparation)}
        return render(request, "events/team.html", context)
    step = _step(member, request.POST.get("etape", ""))
    state = request.POST.get("etat", "")
    if step and state in StepState.values:
        settle_step(step=step, state=StepState(state))
    return HttpResponseRedirect(request.path)


def _step(member: TeamMember, number: str) -> PreparationStep | None:
    return member.preparation.steps.filter(pk=number_in(number)).first()
