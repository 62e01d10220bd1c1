"""Screens of accompaniments in the admin: the register, and the file of each for its team, while it is its team."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import CarefulDeleteView

from ..enums_accompaniment import AccompanimentPhase, ActionState, StakeholderKind, SupportRole
from ..errors import EventsError
from ..models import Accompaniment, OfferedService
from . import services
from .forms import (
    AcceptForm,
    ActionForm,
    AdvanceForm,
    AppointForm,
    DeclineForm,
    ExchangeForm,
    PhaseForm,
    StakeholderForm,
)
from .selectors import file_of

CHANGE = "events.change_accompaniment"


class OfferedServiceViewSet(SnippetViewSet):
    menu_item_is_registered = True
    model = OfferedService
    icon = "list-ul"
    menu_label = "Services d’accompagnement"
    list_display = ["title", "summary", "is_open"]
    search_fields = ["title", "summary"]
    search_backend_name = None
    copy_view_enabled = False
    delete_view_class = CarefulDeleteView
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("summary"),
            FieldPanel("details"),
            FieldRowPanel([FieldPanel("is_open"), FieldPanel("position")]),
        ]
    )


class _Screen(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    permission_required = "events.view_accompaniment"
    raise_exception = True
    header_icon = "group"


class RegisterView(_Screen):
    """Every request and file; those of which one is in the team today come first."""

    page_title = "Accompagnements"
    template_name = "events/admin/accompaniments.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        own = Accompaniment.objects.of_member(request.user, timezone.localdate())  # type: ignore[arg-type]
        rows = Accompaniment.objects.select_related("territory")
        return self.render_to_response(self.get_context_data(own=list(own), rows=list(rows)))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class FileView(_Screen):
    """One file. What it holds is for its team while their term runs; who may change files answers the request and
    appoints the team. POST says by `what` which gesture is made.
    """

    template_name = "events/admin/accompaniment.html"
    page_title = "Accompagnement"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.file = get_object_or_404(Accompaniment, pk=kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        what = request.POST.get("what", "")
        make, form_class = GESTURES.get(what, (None, None))
        if make is None or (what in COORDINATION and not request.user.has_perm(CHANGE)):
            messages.error(request, "Ce geste n’est pas possible.")
            return self.show(status=409)
        form = form_class(request.POST) if form_class else None
        if form and not form.is_valid():
            messages.error(request, "Rien n’est enregistré : une réponse est à corriger.")
            return self.show({what: form}, status=422)
        try:
            make(self.file, form.cleaned_data if form else {}, request.user)
        except EventsError as refusal:
            messages.error(request, refusal.text)
            return self.show({what: form} if form else {}, status=409)
        messages.success(request, "C’est enregistré.")
        return redirect("accompaniment_file", pk)

    def show(self, bound: dict[str, forms.Form] | None = None, *, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        user: Any = self.request.user
        is_member = Accompaniment.objects.of_member(user, today).filter(pk=self.file.pk).exists()
        blank = {name: form_class() for name, (_make, form_class) in GESTURES.items() if form_class}
        shown = file_of(self.file, today)
        steps = [(one, sorted(services.BY_TEAM.get(ActionState(one.state), ()))) for one in shown.actions]
        context = self.get_context_data(
            file=shown,
            accompaniment=self.file,
            steps=steps,
            today=today,
            is_member=is_member,
            may_coordinate=user.has_perm(CHANGE),
            exchanges=list(self.file.exchanges.filter(keepers=user)) if is_member else [],
            forms={**blank, **(bound or {})},
        )
        return self.render_to_response(context, status=status)

    def get_page_title(self) -> str:
        return f"{self.page_title} : {self.file.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("accompaniments"), "label": RegisterView.page_title},
            {"url": "", "label": self.file.title},
        ]


Gesture = Callable[[Accompaniment, dict[str, Any], Any], Any]


def _advance(file: Accompaniment, said: dict[str, Any], by: Any) -> None:
    action = file.actions.filter(pk=said["action"]).first()
    if action is None:
        raise services.NotPossible
    services.advance_action(action=action, state=ActionState(said["state"]), by=by)


def _appoint(file: Accompaniment, said: dict[str, Any], by: Any) -> None:
    services.appoint(accompaniment=file, **{**said, "role": SupportRole(said["role"])})


def _write_phase(file: Accompaniment, said: dict[str, Any], by: Any) -> None:
    services.write_phase(accompaniment=file, by=by, **{**said, "phase": AccompanimentPhase(said["phase"])})


def _place(file: Accompaniment, said: dict[str, Any], by: Any) -> None:
    services.place_stakeholder(accompaniment=file, by=by, **{**said, "kind": StakeholderKind(said["kind"])})


# The first three are of whoever coordinates; the others of the team.
COORDINATION = {"accept", "decline", "appoint"}
GESTURES: dict[str, tuple[Gesture, type[forms.Form] | None]] = {
    "accept": (lambda file, said, by: services.accept(accompaniment=file, **said), AcceptForm),
    "decline": (lambda file, said, by: services.decline(accompaniment=file, **said), DeclineForm),
    "appoint": (_appoint, AppointForm),
    "phase": (_write_phase, PhaseForm),
    "stakeholder": (_place, StakeholderForm),
    "action": (lambda file, said, by: services.propose_action(accompaniment=file, by=by, **said), ActionForm),
    "advance": (_advance, AdvanceForm),
    "exchange": (lambda file, said, by: services.open_exchange(accompaniment=file, by=by, **said), ExchangeForm),
    "hand_over": (lambda file, said, by: services.hand_over(accompaniment=file, by=by), None),
}
