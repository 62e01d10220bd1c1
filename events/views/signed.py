"""Pages opened by a link received by mail. GET and HEAD never change anything: mail scanners follow every link."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.headers import private_link
from people.links import LinkExpired, LinkInvalid

from .. import services
from ..errors import AlreadyCancelled, SessionPast, TooBusy
from ..links import Action, address_asked, registration_for, token_for
from ..models import Registration
from ..selectors import answers_of, mail_in_doubt, needs_of
from ..standing import Place, of_several_people, place_of

SignedView = Callable[..., HttpResponse]
Reader = Callable[[str], tuple[Any, ...]]


def signed(action: Action) -> Callable[[SignedView], Callable[..., HttpResponseBase]]:
    """A view of one registration for whoever holds a link made for `action`."""
    return _opened_by(lambda token: (registration_for(token, action),))


def signed_address(view: SignedView) -> Callable[..., HttpResponseBase]:
    """A view of one registration and of the address it is to have, for whoever reads that address."""
    return _opened_by(address_asked)(view)


def _opened_by(read: Reader) -> Callable[[SignedView], Callable[..., HttpResponseBase]]:
    """Views that get what `read` finds in the token.

    The secret is in the address. Without a Referer browsers send `Origin: null`, which Django's CSRF check refuses; it
    is left out because there is no cookie to abuse here, only a token that nobody else knows.
    """

    def decorate(view: SignedView) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @private_link
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                registration, *more = read(token)
            except LinkExpired:
                return render(request, "events/link_expired.html", status=410)
            except LinkInvalid:
                return render(request, "events/link_invalid.html", status=404)
            try:
                return view(request, registration, *more)
            except TooBusy as rush:
                context = {"registration": registration, "refusal": rush.text}
                response = render(request, "events/busy.html", context, status=503)
                response["Retry-After"] = "5"
                return response

        return opened

    return decorate


@signed("confirm")
def confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET shows what will be confirmed; POST confirms. 410 when the place was lost meanwhile."""
    if request.method == "POST":
        outcome = services.confirm(registration=registration)
        return _show_confirmed(request, registration, outcome)
    together = services.submission_of(registration)
    places = [place for place in map(place_of, together) if place.needs_confirmation]
    if not places:
        return _show_confirmed(request, registration, services.Confirmation(together))
    context = {"registration": registration, "places": places, "several_people": of_several_people(places)}
    return render(request, "events/confirm.html", context)


@signed("manage")
def manage(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Everything asked in the same form: dates, state, rank, links to give a place back. Nothing to post."""
    now = timezone.now()
    places = [(place_of(each, now), token_for(each, "cancel")) for each in services.submission_of(registration)]
    context = {
        "registration": registration,
        "places": places,
        "confirm_token": token_for(registration, "confirm"),
        "to_confirm": any(place.needs_confirmation for place, _token in places),
        "answers": answers_of(registration),
        "needs": needs_of(registration),
        "doubt": mail_in_doubt(registration),
        "mail_token": token_for(registration, "manage"),
        "actions": _actions(registration, [place for place, _token in places]),
    }
    return render(request, "events/manage.html", context)


def _actions(registration: Registration, places: Sequence[Place]) -> dict[str, Any]:
    """What the links of the page lead to: each opens one thing only (law.md L-05)."""
    open_places = [place.registration for place in places if place.can_cancel]
    people = {row.person_id: row for row in open_places}
    return {
        "several": len(open_places) > 1,
        "several_people": of_several_people(places),
        "can_change": bool(open_places),
        "has_place": any(place.has_place for place in places),
        "changes": [(str(row.person), token_for(row, "change")) for row in people.values()],
        "give_all_back": token_for(registration, "give_all_back"),
        "address": token_for(registration, "address"),
        "data": token_for(registration, "data"),
        "erase": token_for(registration, "erase"),
    }


@signed("cancel")
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET asks, POST gives the place back. Given back already: says so; too late: 409."""
    now = timezone.now()
    context = {"registration": registration, "place": place_of(registration, now)}
    if not registration.is_active or registration.has_lapsed(now):
        return render(request, "events/cancelled.html", {**context, "already": True})
    if request.method != "POST":
        status = 410 if registration.session.has_started(now) else 200
        return render(request, "events/cancel.html", context, status=status)
    try:
        services.cancel(registration=registration)
    except AlreadyCancelled:
        return render(request, "events/cancelled.html", {**context, "already": True})
    except SessionPast:
        return render(request, "events/cancel.html", context, status=409)
    return render(request, "events/cancelled.html", {**context, "already": False})


def _show_confirmed(request: HttpRequest, registration: Registration, outcome: services.Confirmation) -> HttpResponse:
    now = timezone.now()
    places = [place_of(each, now) for each in outcome.registrations]
    kept = [place for place in places if place.stands]
    context = {
        "registration": registration,
        "kept": kept,
        "several_people": of_several_people(places),
        "lost": [place for place in places if not place.stands],
        "manage_token": token_for(registration, "manage"),
    }
    return render(request, "events/confirmed.html", context, status=200 if kept else 410)
