"""Public pages of accompaniments: the catalogue, the request, the page of the group, its news."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.secret import secret_page

from ..enums_accompaniment import ActionState
from ..errors import EventsError
from ..models import Accompaniment, FollowUp
from . import services
from .forms import AdvanceForm, NewsForm, RequestForm
from .links import accompaniment_for, follow_up_for
from .selectors import catalogue, file_of

INVALID, GONE = "events/link_invalid.html", "events/accompaniment/gone.html"


@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """« Se faire accompagner » (S2-01)."""
    return render(request, "events/accompaniment/catalogue.html", {"services": catalogue()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """422 when something is to be corrected, 429 when too many arrive: what was typed is kept, nothing is stored."""
    form = RequestForm(request.POST or None)
    context = {"form": form, "sent": request.GET.get("envoye") == "1", "refusal": ""}
    if request.method != "POST":
        return render(request, "events/accompaniment/ask.html", context)
    done = HttpResponseRedirect(f"{reverse('events:accompaniment_ask')}?envoye=1")
    if form.is_trapped:
        return done
    if not form.is_valid():
        return render(request, "events/accompaniment/ask.html", context, status=422)
    try:
        services.ask(form.asked, ip=get_client_ip_address(request) or "")
    except EventsError as refusal:
        status = 429 if isinstance(refusal, services.TooManyRequests) else 422
        return render(request, "events/accompaniment/ask.html", {**context, "refusal": refusal.text}, status=status)
    return done


@secret_page(accompaniment_for, invalid=INVALID, gone=GONE)
def group(request: HttpRequest, accompaniment: Accompaniment) -> HttpResponse:
    """The page of the group: its road map, and the only place where an action is decided (S2-05)."""
    refusal = ""
    if request.method == "POST":
        form = AdvanceForm(request.POST)
        action = accompaniment.actions.filter(pk=form.cleaned_data["action"]).first() if form.is_valid() else None
        try:
            if action is None:
                raise services.NotPossible("Cette action n’est plus là : rechargez la page.")
            services.settle_action(action=action, state=ActionState(form.cleaned_data["state"]))
            return HttpResponseRedirect(request.path)
        except EventsError as error:
            refusal = error.text
    shown = file_of(accompaniment, timezone.localdate())
    actions = [(one, sorted(services.BY_GROUP.get(ActionState(one.state), ()))) for one in shown.actions]
    context = {"file": shown, "accompaniment": accompaniment, "actions": actions, "refusal": refusal}
    return render(request, "events/accompaniment/group.html", context, status=409 if refusal else 200)


@secret_page(follow_up_for, invalid=INVALID, gone=GONE)
def news(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """What became of the project. 422 when something is to be corrected."""
    form = NewsForm(request.POST or None, initial={"news": follow_up.news, "wants_help": follow_up.wants_help})
    context = {"form": form, "follow_up": follow_up, "sent": request.GET.get("envoye") == "1"}
    if request.method != "POST":
        return render(request, "events/accompaniment/news.html", context)
    if not form.is_valid():
        return render(request, "events/accompaniment/news.html", context, status=422)
    services.answer_follow_up(follow_up=follow_up, **form.cleaned_data)
    return HttpResponseRedirect(f"{request.path}?envoye=1")
