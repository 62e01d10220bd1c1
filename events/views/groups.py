"""Joining an action group, and the space of its members: a link received by mail, no account (S3-27, S3-31)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from people.humans.forms import HumanForm
from people.humans.limits import count_use, network_of
from people.humans.views import HumanView, TooOften
from people.secret import secret_page

from ..errors import EventsError
from ..forms.groups import FileForm, HelpForm, JoinForm, LeadForm, MeetingForm, NewsForm, StateForm
from ..group_links import membership_for, request_for, token_of
from ..models import GroupFile, Membership
from ..selectors import public_seed
from ..services import groups as services

INVALID, GONE = "people/link_invalid.html", "people/link_gone.html"
FROM_ONE_PLACE = 5


class JoinView(HumanView):
    """« Rejoindre »: a request that the group will answer. Says the same to everybody."""

    template_name = "events/group_join.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.seed = public_seed(kwargs["slug"])
        if self.seed is None or not hasattr(self.seed, "group"):
            raise Http404("Aucun groupe à cette adresse.")

    def empty_form(self) -> JoinForm:
        return JoinForm(initial=self.initial())

    def posted_form(self) -> JoinForm:
        return JoinForm(self.request.POST)

    def accept(self, form: HumanForm, *, ip: str) -> None:
        if count_use("join-group", network_of(ip), within=timedelta(hours=1)) > FROM_ONE_PLACE:
            raise TooOften("Beaucoup de demandes sont parties d’ici. Réessayez dans une heure.")
        answers = form.cleaned_data
        names = ("given_name", "family_name", "email", "message")
        services.ask_to_join(group=self.seed.group, **{name: answers[name] for name in names})  # type: ignore[union-attr]

    def done(self) -> HttpResponse:
        return redirect(reverse("events:group_join", args=[self.kwargs["slug"]]) + "?demande=1")

    def show(self, form: HumanForm, **context: Any) -> HttpResponse:
        asked = self.request.method == "GET" and self.request.GET.get("demande") == "1"
        return super().show(form, seed=self.seed, event=self.seed.event, asked=asked, **context)  # type: ignore[union-attr]


@secret_page(request_for, invalid=INVALID, gone=GONE)
def group_confirm(request: HttpRequest, asking: Membership) -> HttpResponse:
    """GET shows the request, POST sends it to the members."""
    if request.method == "POST":
        asking = services.confirm_request(request=asking)
    return render(request, "events/group_confirm.html", {"asking": asking, "seed": asking.group.seed})


@secret_page(membership_for, invalid=INVALID, gone=GONE)
def group_file(request: HttpRequest, member: Membership, key: Any) -> HttpResponse | FileResponse:
    """A file of the group, to keep rather than to show: nothing of it runs on the site."""
    if not member.is_member:
        return render(request, GONE, status=410)
    shared = get_object_or_404(member.group.files, uuid=key)
    return FileResponse(shared.file.open(), as_attachment=True, filename=_file_name(shared))


@secret_page(membership_for, invalid=INVALID, gone=GONE)
def group(request: HttpRequest, member: Membership) -> HttpResponse:
    """The space of the group. POST runs the order of the button that was pressed; 409 when the group says no."""
    if not member.is_member:
        return render(request, GONE, status=410)
    if request.method != "POST":
        return _space(request, member)
    order = ORDERS.get(request.POST.get("order", ""))
    if order is None:
        return _space(request, member, refusal="Il n’y a rien à faire ici.", status=400)
    try:
        failed = order(request, member)
    except EventsError as refusal:
        return _space(request, member, refusal=refusal.text, status=409)
    if failed is not None:
        return _space(request, member, status=422, **failed)
    response = redirect("events:group", token_of("group", member))
    response.status_code = 303
    return response


Failed = dict[str, Any] | None
Order = Callable[[HttpRequest, Membership], Failed]


def _settle(accept: bool) -> Order:
    def settle(request: HttpRequest, member: Membership) -> Failed:
        asking = get_object_or_404(member.group.memberships, uuid=_uuid(request))
        services.settle_request(by=member, request=asking, accept=accept)
        return None

    return settle


def _with_form(name: str, act: Callable[[Membership, dict[str, Any]], object]) -> Order:
    def run(request: HttpRequest, member: Membership) -> Failed:
        form = _forms(member, request)[name]
        if not form.is_valid():
            return {name: form}
        act(member, form.cleaned_data)
        return None

    return run


def _remove_file(request: HttpRequest, member: Membership) -> Failed:
    services.remove_file(by=member, shared=get_object_or_404(member.group.files, uuid=_uuid(request)))
    return None


def _remove_news(request: HttpRequest, member: Membership) -> Failed:
    services.remove_news(by=member, news=get_object_or_404(member.group.news, uuid=_uuid(request)))
    return None


def _leave(request: HttpRequest, member: Membership) -> Failed:
    services.leave_group(by=member)
    return None


ORDERS: dict[str, Order] = {
    "accept": _settle(True),
    "refuse": _settle(False),
    "news": _with_form("news_form", lambda member, said: services.tell_news(by=member, **said)),
    "meeting": _with_form("meeting_form", lambda member, said: services.set_next_meeting(by=member, **said)),
    "file": _with_form("file_form", lambda member, said: services.share_file(by=member, **said)),
    "state": _with_form("state_form", lambda member, said: services.change_state(by=member, **said)),
    "lead": _with_form("lead_form", lambda member, said: services.hand_over(by=member, **said)),
    "help": _with_form("help_form", lambda member, said: services.ask_for_help(by=member, **said)),
    "remove-file": _remove_file,
    "remove-news": _remove_news,
    "leave": _leave,
}


def _forms(member: Membership, request: HttpRequest | None = None) -> dict[str, forms.Form]:
    """Each form of the space; bound to what `request` posts when it is given."""
    bound: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request else {}
    group = member.group
    return {
        "news_form": NewsForm(**bound, prefix="news"),
        "meeting_form": MeetingForm(
            **bound, prefix="meeting", initial={"on": group.next_on, "words": group.next_meeting}
        ),
        "file_form": FileForm(**bound, prefix="file"),
        "state_form": StateForm(**bound, prefix="state", initial={"state": group.seed.state}),
        "lead_form": LeadForm(**bound, prefix="lead", group=group),
        "help_form": HelpForm(**bound, prefix="help", initial={"words": group.help_wanted}),
    }


def _space(request: HttpRequest, member: Membership, *, refusal: str = "", status: int = 200, **failed: Any) -> Any:
    group = member.group
    people = group.memberships.select_related("person").order_by("-leads", "person__given_name", "pk")
    context = {
        "member": member,
        "group": group,
        "seed": group.seed,
        "token": token_of("group", member),
        "members": people.members(),
        "asking": people.asking().exclude(confirmed_at=None),
        "news": group.news.all(),
        "files": group.files.select_related("by__person"),
        "has_lead": group.memberships.filter(leads=True).exists(),
        "refusal": refusal,
        **_forms(member),
        **failed,
    }
    return render(request, "events/group.html", context, status=status)


def _uuid(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("row", "")))
    except ValueError as error:
        raise Http404("Rien à cette adresse.") from error


def _file_name(shared: GroupFile) -> str:
    return f"{shared.title}{Path(str(shared.file.name)).suffix}"
