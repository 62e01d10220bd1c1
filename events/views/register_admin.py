"""What editors do in the register of registrations: add somebody, cancel for somebody. GET changes nothing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..enums import RegistrationState
from ..errors import EventsError, TooBusy
from ..forms.editors import AddRegistrationForm
from ..forms.exceptional import MoveUpForm
from ..models import Registration
from ..services import add_by_editor, cancel, move_up

INDEX = "events_registration_modeladmin_index"


class RegisterView(WagtailAdminTemplateMixin, View):
    header_icon = "form"
    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(INDEX), "label": "Inscriptions"},
            {"url": "", "label": self.get_page_title()},
        ]


class AddRegistrationView(RegisterView):
    """« Ajouter une inscription », `?session=` already chosen."""

    template_name = "events/admin/add_registration.html"
    page_title = "Ajouter une inscription"
    permission = "events.add_registration"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = AddRegistrationForm(initial={"session": request.GET.get("session", "")[:10]})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddRegistrationForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            registration = add_by_editor(**form.demand)
        except EventsError as refusal:
            messages.error(request, refusal.text)
            status = 503 if isinstance(refusal, TooBusy) else 409
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(request, self.words(registration))
        return redirect(f"{reverse(INDEX)}?seance={registration.session_id}")

    def words(self, registration: Registration) -> str:
        if registration.revision or registration.state == RegistrationState.HELD:
            return f"{registration.person} avait déjà une inscription à cette séance : rien n’a changé."
        if registration.is_waiting:
            return f"{registration.person} est sur la liste d’attente, au rang {registration.rank}."
        return f"{registration.person} a une place."


class OneRegistrationView(RegisterView):
    """A screen about one registration, the one of the address."""

    permission = "events.change_registration"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Registration.objects.select_related("person", "session__event")
        self.registration = get_object_or_404(rows, pk=kwargs["pk"])

    def back(self) -> HttpResponse:
        return redirect(f"{reverse(INDEX)}?seance={self.registration.session_id}")


class MoveUpView(OneRegistrationView):
    """« Passer avant son tour »: GET asks why, POST gives the place, counted apart (W9)."""

    template_name = "events/admin/move_up.html"
    page_title = "Passer avant son tour"

    def show(self, form: MoveUpForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(registration=self.registration, form=form)
        return self.render_to_response(context, status=status)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(MoveUpForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MoveUpForm(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        user: Any = request.user
        try:
            move_up(registration=self.registration, reason=form.cleaned_data["reason"], by=user)
        except EventsError as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, f"{self.registration.person} a une place, hors de l’ordre d’inscription.")
        return self.back()


class CancelRegistrationView(OneRegistrationView):
    """« Annuler »: GET asks, POST does it; the first person waiting takes the place."""

    template_name = "events/admin/cancel_registration.html"
    page_title = "Annuler une inscription"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(registration=self.registration))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            cancel(registration=self.registration, by_editor=True)
        except EventsError as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, f"L’inscription de {self.registration.person} est annulée.")
        return self.back()
