"""What else the one link of a registration gives: change it, give everything back, take the data away, erase them."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from outbox.services import OutboxError, settle_as_received, settle_to_resend

from .. import services
from ..errors import AlreadyCancelled, EventsError, TooBusy
from ..forms import ChangeForm
from ..links import token_for
from ..models import Registration
from ..personal_data import export_form
from ..selectors import mail_in_doubt, rules_of
from ..services.forgetting import erase_address
from ..standing import of_several_people, place_of
from .signed import signed


@signed("change")
def change(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET shows what was said, POST changes it: 422 to be corrected, 409 when a rule refuses."""
    mine = [row for row in services.submission_of(registration) if row.person_id == registration.person_id]
    sessions = [row.session for row in mine if row.is_active and not row.session.has_started()]
    context = {"registration": registration, "manage_token": token_for(registration, "manage")}
    if not sessions:
        refusal = "Il n’y a plus rien à changer : la séance a commencé, ou l’inscription est annulée."
        return render(request, "events/change.html", {**context, "refusal": refusal}, status=410)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    rules = rules_of(registration.session.event.specific)
    form = ChangeForm(*typed, registration=registration, sessions=sessions, rules=rules)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "events/change.html", {**context, "form": form}, status=status)
    try:
        services.change_details(registration=registration, details=form.details, source=request.path)
    except TooBusy:
        raise
    except EventsError as refusal:
        return render(request, "events/change.html", {**context, "form": form, "refusal": refusal.text}, status=409)
    return render(request, "events/changed.html", context)


@signed("manage")
def settle_mail(request: HttpRequest, registration: Registration) -> HttpResponse:
    """POST: the person says whether a mail of which we lost the trace came; it leaves again only if they ask.

    303 to their page in any case: settled already, there is nothing left to say.
    """
    decide = {"received": settle_as_received, "resend": settle_to_resend}.get(request.POST.get("decision", ""))
    mail = mail_in_doubt(registration)
    if request.method == "POST" and decide and mail:
        with suppress(OutboxError):
            decide(message=mail, by="la personne elle-même")
    response = redirect("events:manage", token_for(registration, "manage"))
    response.status_code = 303
    return response


@signed("give_all_back")
def give_all_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET lists every place of the form, POST gives them all back."""
    context = {"manage_token": token_for(registration, "manage")}
    if request.method == "POST":
        try:
            services.cancel_form(registration=registration)
        except AlreadyCancelled:
            return render(request, "events/give_all_back.html", context)
        return render(request, "events/give_all_back.html", {**context, "done": True})
    places = [place for place in map(place_of, services.submission_of(registration)) if place.can_cancel]
    shown = {**context, "places": places, "several_people": of_several_people(places)}
    return render(request, "events/give_all_back.html", shown)


@signed("data")
def data(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Everything this form left here, as JSON to keep (law.md G-10)."""
    response = JsonResponse(export_form(registration), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mon-inscription.json"'
    return response


@signed("erase")
def erase(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET asks, POST erases what is held about the address, everywhere in the house (law.md G-11)."""
    if request.method == "POST":
        erase_address(registration.contact_email)
        return render(request, "events/erase.html", {"done": True})
    return render(request, "events/erase.html", {"manage_token": token_for(registration, "manage")})
