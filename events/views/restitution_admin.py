"""« Restitution »: the editors' screen that gives a workshop back, then closes it."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View
from wagtail.admin import messages

from people.models import User
from people.services import ConsentTextMissing

from ..errors import EventsError
from ..forms.restitution import RestitutionForm
from ..given_back import restitution_url
from ..models import Restitution, WorkshopPage
from ..services.books import invite_to_book
from ..services.confidences import notebook_of
from ..services.restitution import catch_up, close_workshop, excused_from, publish_restitution, results_of
from .day import DayScreen
from .sessions import event_or_404


class RestitutionView(DayScreen):
    """Whoever edits the workshop may look; only who may publish it gives it back or closes it (S2-05)."""

    template_name = "events/admin/restitution.html"
    page_title = "Restitution"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        workshop = WorkshopPage.objects.filter(pk=self.event.pk).first()
        if workshop is None:
            raise Http404("Seul un atelier participatif a une restitution.")
        self.workshop = workshop
        self.kept = Restitution.objects.filter(workshop=workshop).first() or Restitution(workshop=workshop)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.workshop.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super(DayScreen, self).dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.screen(RestitutionForm(instance=self.kept))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if not self.workshop.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        form = RestitutionForm(request.POST, instance=self.kept)
        order = request.POST.get("order", "")
        try:
            words = self.obey(order, form)
        except (EventsError, ConsentTextMissing) as refusal:
            messages.warning(request, str(refusal))
            return self.screen(form if order == "publish" else RestitutionForm(instance=self.kept), status=409)
        return self.done(words, "events_restitution") if words else self.screen(form, status=422)

    def obey(self, order: str, form: RestitutionForm) -> str:
        """What was done, in words; empty when the form has something to correct."""
        if order == "close":
            close_workshop(workshop=self.workshop, by=cast(User, self.request.user))
            return "L’atelier est clos : ses trois résultats sont là, ou déclarés sans objet."
        if order == "catch-up":
            return f"Courriels partis : {catch_up(workshop=self.workshop)}."
        if order == "invite":
            return f"Invitations au carnet d’adresses parties : {invite_to_book(workshop=self.workshop)}."
        if not form.is_valid():
            return ""
        publish_restitution(workshop=self.workshop, restitution=form.instance)
        return "La restitution est en ligne."

    def screen(self, form: RestitutionForm, *, status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            form=form,
            kept=self.kept,
            results=results_of(self.workshop),
            excused=len(excused_from(self.workshop)),
            may_publish=self.workshop.permissions_for_user(self.request.user).can_publish(),
            public_url=restitution_url(self.workshop),
        )


class NotebookOfEventView(View):
    """« Carnet confidentiel »: POST opens the notebook one keeps about an event, and leads to it."""

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        event = event_or_404(page_id)
        may = event.permissions_for_user(request.user).can_edit() and request.user.has_perm("people.change_exchange")
        if not may:
            raise PermissionDenied
        return redirect("people_notebook", notebook_of(event=event, by=cast(User, request.user)).pk)
