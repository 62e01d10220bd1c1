"""The registration form of an event, and the page that says what happens next."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..availability import Standing
from ..errors import EventsError, TooBusy
from ..forms import RegistrationForm
from ..receiving import Receiving, receiving
from ..selectors import Dates, Registrable, dates_of, registrable_page, rules_of
from ..services import register_people

NOWHERE = "Aucun rendez-vous à cette adresse."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, page_id: int) -> HttpResponse:
    """GET shows the form, with `?seance=` ticked; POST registers and leads to the page of thanks.

    422 when answers are to be corrected, 409 when a session closed meanwhile, 503 in a rush: each keeps the form.
    """
    if request.method == "POST":
        return _receive(request, _received_or_404(request, page_id))
    page = page_or_404(request, page_id)
    dates = dates_of(page)
    if not dates.can_register:
        return _closed(request, page, dates)
    form = RegistrationForm(sessions=dates.sessions, rules=rules_of(page), initial=_ticked(request, dates))
    return _show(request, page, dates, form)


@require_safe
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same page for everybody: it cannot tell who was already registered."""
    page = page_or_404(request, page_id)
    return render(request, "events/thanks.html", {"page": page})


def page_or_404(request: HttpRequest, page_id: int) -> Registrable:
    """The event or series, if this visitor may see it."""
    page = registrable_page(page_id)
    if page is None or not all(rule.accept_request(request) for rule in page.get_view_restrictions()):
        raise Http404(NOWHERE)
    return page


def _received_or_404(request: HttpRequest, page_id: int) -> Receiving:
    received = receiving(page_id)
    if received is None:
        raise Http404(NOWHERE)
    if received.may_be_private:
        page_or_404(request, page_id)
    return received


def _receive(request: HttpRequest, received: Receiving) -> HttpResponse:
    page_id = received.page.pk
    form = RegistrationForm(
        request.POST, request.FILES, sessions=list(received.sessions), rules=rules_of(received.page)
    )
    done = HttpResponseRedirect(reverse("events:thanks", args=[page_id]))
    if form.is_trapped:
        return done
    if not form.is_valid():
        return _show_again(request, page_id, form, status=422)
    try:
        register_people(
            sessions=form.chosen,
            people=form.people,
            submission_key=form.key,
            enclosed=form.enclosed,
            all_or_nothing=form.wants_all,
            source=request.path,
        )
    except TooBusy as rush:
        response = _show_again(request, page_id, form, status=503, refusal=rush)
        response["Retry-After"] = "5"
        return response
    except EventsError as refusal:
        return _show_again(request, page_id, form, status=409, refusal=refusal)
    return done


def _show_again(request: HttpRequest, page_id: int, form: RegistrationForm, **said: Any) -> HttpResponse:
    page = page_or_404(request, page_id)
    return _show(request, page, dates_of(page), form, **said)


def _show(
    request: HttpRequest,
    page: Registrable,
    dates: Dates,
    form: RegistrationForm,
    *,
    status: int = 200,
    refusal: EventsError | None = None,
) -> HttpResponse:
    to_all = form.rules.registers_to_all
    ticked = {str(value) for value in form["sessions"].value() or []}
    context = {
        "page": page,
        "form": form,
        # What may be ticked, and what was ticked before it closed: nothing typed is lost.
        "rows": [row for row in dates.rows if row.can_register or str(row.session.pk) in ticked],
        "ticked": ticked,
        "to_all": to_all,
        "refusal": refusal.text if refusal else "",
        "is_rush": isinstance(refusal, TooBusy),
    }
    return render(request, "events/register.html", context, status=status)


def _closed(request: HttpRequest, page: Registrable, dates: Dates) -> HttpResponse:
    """Nothing to register for: 410, or 200 while registrations are still to come, or where one comes without."""
    soon = [row for row in dates.rows if row.standing == Standing.SOON]
    free = [row for row in dates.rows if row.standing == Standing.FREE_ENTRY]
    context = {"page": page, "rows": dates.rows, "soon": soon, "free": free}
    return render(request, "events/closed.html", context, status=200 if soon or free or not dates.rows else 410)


def _ticked(request: HttpRequest, dates: Dates) -> dict[str, list[str]]:
    """The session asked for in the address, or the only one open."""
    free = [str(row.session.pk) for row in dates.rows if row.can_register]
    asked = [value for value in request.GET.getlist("seance") if value in free]
    return {"sessions": asked or (free if len(free) == 1 else [])}
