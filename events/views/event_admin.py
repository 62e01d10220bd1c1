"""What editors do with a whole event: see who comes and what they said, make it again, see every date of a month."""

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from ..dossier import dossier_of, month_of
from ..enums import RegistrationState
from ..forms.exceptional import CloneForm
from ..models import Answer
from ..services.cloning import clone_event, clone_series
from .sessions import event_or_404, series_or_404


class EventScreen(WagtailAdminTemplateMixin, View):
    """A screen about the event of the address, for who holds `permission`."""

    header_icon = "date"
    permission = "events.view_registration"
    page_or_404: Callable[[int], Page] = staticmethod(event_or_404)
    event: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.event = self.page_or_404(kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self.page_title} : {self.event.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.event.pk])
        crumbs = [{"url": edit, "label": self.event.title}, {"url": "", "label": self.page_title}]
        return [*super().get_breadcrumbs_items(), *crumbs]


class DossierView(EventScreen):
    """« Qui vient »: everybody registered; what they answered and what they need, each for who may read it (G-05)."""

    template_name = "events/admin/dossier.html"
    page_title = "Qui vient"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        dossier = dossier_of(
            self.event,
            seance=request.GET.get("seance", "")[:12],
            etat=request.GET.get("etat", "")[:12],
            with_answers=request.user.has_perm("events.view_answer"),
            with_needs=request.user.has_perm("events.view_need"),
        )
        context = self.get_context_data(event=self.event, dossier=dossier, states=RegistrationState.choices)
        return self.render_to_response(context)


class CloneView(EventScreen):
    """« Refaire »: the same event at other dates, as a draft."""

    template_name = "events/admin/clone.html"
    page_title = "Refaire ce rendez-vous"
    permission = "events.change_session"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = self.page_or_404(kwargs["page_id"])
        if not page.get_parent().permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, form: CloneForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(event=self.event, form=form), status=status)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(CloneForm(initial={"title": self.event.title}))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = CloneForm(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        user: Any = request.user
        done = self.clone(
            title=form.cleaned_data["title"],
            slug=form.slug_under(self.event),
            first_day=form.cleaned_data["first_day"],
            by=user,
        )
        messages.success(request, "La copie est un brouillon, ses dates aussi : relisez, puis publiez.")
        return done

    def clone(self, **wanted: Any) -> HttpResponse:
        return redirect("events_sessions", clone_event(event=self.event, **wanted).pk)


class CloneSeriesView(CloneView):
    """« Refaire ce cycle »: the series and all its dates."""

    page_title = "Refaire ce cycle"
    page_or_404 = staticmethod(series_or_404)

    def clone(self, **wanted: Any) -> HttpResponse:
        return redirect("wagtailadmin_explore", clone_series(series=self.event, **wanted).pk)


class CalendarView(WagtailAdminTemplateMixin, View):
    """Every date of a month, drafts included, with its places."""

    template_name = "events/admin/calendar.html"
    page_title = "Calendrier"
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.request.user.has_perm("events.view_session"):
            raise PermissionDenied
        first = _month(request.GET.get("mois", ""))
        last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
        weeks = month_of(first, last)
        context = self.get_context_data(
            month=first,
            weeks=weeks,
            busy=any(sessions for week in weeks for day, sessions in week if day.month == first.month),
            before=date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1),
            after=date(first.year + (first.month == 12), first.month % 12 + 1, 1),
        )
        return self.render_to_response(context)


def answer_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file sent with a form, to be kept rather than shown: nothing of it runs in the admin."""
    user: Any = request.user
    if not user.has_perm("events.view_answer"):
        raise PermissionDenied
    answer = get_object_or_404(Answer, pk=pk)
    if not answer.file:
        raise Http404
    return FileResponse(answer.file.open(), as_attachment=True, filename=answer.text or "fichier")


def _month(typed: str) -> date:
    """The first day of « 2027-03 »; of this month when it says anything else."""
    this_month = timezone.localdate().replace(day=1)
    try:
        year, month = (int(part) for part in typed.split("-"))
        return date(year, month, 1) if 1970 < year < 2200 else this_month
    except ValueError:
        return this_month
