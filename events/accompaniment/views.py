"""Public pages of accompaniments: the catalogue, the request, the page of the group, its news."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.humans.forms import HumanForm
from people.humans.views import HumanView, NotNow, TooOften
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


class RequestView(HumanView):
    """422 when something is to be corrected, 429 when too many arrive: what was typed is kept, nothing is stored."""

    template_name = "events/accompaniment/ask.html"

    def empty_form(self) -> HumanForm:
        return self.with_what_was_typed(RequestForm(initial=self.initial()))

    def posted_form(self) -> RequestForm:
        return RequestForm(self.request.POST)

    def accept(self, form: HumanForm, *, ip: str) -> None:
        assert isinstance(form, RequestForm)
        try:
            services.ask(form.asked, ip=ip)
        except services.TooManyRequests as refusal:
            raise TooOften(refusal.text) from refusal
        except EventsError as refusal:
            raise NotNow(refusal.text) from refusal

    def done(self) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('events:accompaniment_ask')}?envoye=1")

    def show(self, form: HumanForm, **context: Any) -> HttpResponse:
        sent = self.request.method == "GET" and self.request.GET.get("envoye") == "1"
        return super().show(form, sent=sent, **context)


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
