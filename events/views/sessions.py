"""« Dates et places »: the editor's screen for the sessions of one event, beside the drafts of its page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from ..counts import head_counts
from ..errors import EventsError, TooBusy
from ..forms import ModuleFormSet, SessionFormSet
from ..models import EventPage, SeriesPage, TrainingPage, WorkshopPage
from ..programme import programme_faults
from ..services import save_sessions
from ..services.preparation import needs_reason


class SessionsView(WagtailAdminTemplateMixin, View):
    """GET shows the dates as they stand; POST writes all of them, or none and says why. It applies at once."""

    template_name = "events/admin/sessions.html"
    page_title = "Dates et places"
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["page_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_edit_sessions(request.user, self.event):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(self.session_forms(), self.module_forms())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        dates, modules = self.session_forms(request.POST), self.module_forms(request.POST)
        if not dates.is_valid() or (modules is not None and not modules.is_valid()):
            messages.error(request, "Rien n’est enregistré : une réponse est à corriger.")
            return self.show(dates, modules, status=422)
        try:
            save_sessions(
                event=self.event,
                drafts=[form.draft for form in dates.kept],
                delete=dates.deleted,
                modules=modules.drafts if modules else (),
                delete_modules=modules.deleted if modules else (),
            )
        except EventsError as refusal:
            messages.error(request, refusal.text)
            return self.show(dates, modules, status=503 if isinstance(refusal, TooBusy) else 409)
        for fault in programme_faults(self.event):
            messages.warning(request, fault)
        if isinstance(self.event, WorkshopPage) and needs_reason(self.event):
            messages.warning(request, "Moins de trois mois de préparation : écrivez pourquoi dans « Préparation ».")
        messages.success(request, "Les dates sont enregistrées : elles valent dès maintenant, sur le site aussi.")
        return redirect("events_sessions", self.event.pk)

    def session_forms(self, data: Any = None) -> Any:
        sessions = list(self.event.sessions.prefetch_related("slots", "quotas__profiles").order_by("starts_at", "pk"))
        forms = SessionFormSet(data, event=self.event, sessions=sessions, prefix="dates")
        counts = head_counts(sessions)
        for form in forms.forms:
            form.counts = counts.get(form.session.pk) if form.session else None
        return forms

    def module_forms(self, data: Any = None) -> Any:
        if not isinstance(self.event, TrainingPage):
            return None
        modules = self.event.modules.values(
            "pk", "position", "title", "description", "planned_sessions", "planned_length"
        )
        return ModuleFormSet(data, initial=list(modules), prefix="modules")

    def show(self, dates: Any, modules: Any, *, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(dates=dates, modules=modules), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(event=self.event, **kwargs)
        return context

    def get_page_title(self) -> str:
        return f"{self.page_title} : {self.event.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        parent = self.event.get_parent()
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.title},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]), "label": self.event.title},
            {"url": "", "label": self.get_page_title()},
        ]


def event_or_404(page_id: int) -> EventPage:
    """The event of that number, draft or not."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if not isinstance(page, EventPage):
        raise Http404("Aucun rendez-vous à ce numéro.")
    return page


def series_or_404(page_id: int) -> SeriesPage:
    """The series of that number, draft or not."""
    return get_object_or_404(SeriesPage, pk=page_id)


def may_edit_sessions(user: Any, event: Page) -> bool:
    """Sessions take effect at once: the right to change them, and to edit the page they belong to."""
    return user.has_perm("events.change_session") and bool(event.permissions_for_user(user).can_edit())
