"""« OpenAgenda »: what its agenda asks of one page, filled before it is published (O9)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from ..forms.openagenda import WishForm
from ..models import EventPage, SeriesPage
from ..openagenda import configuration
from ..openagenda.standing import Standing, standing_of
from ..services.openagenda import save_wish, send_again


class OpenAgendaView(WagtailAdminTemplateMixin, View):
    """For those who may edit the page. Nothing here waits for OpenAgenda: the clock tells it, and reads it."""

    template_name = "events/admin/openagenda.html"
    page_title = "OpenAgenda"
    header_icon = "site"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        to = configuration()
        page = Page.objects.filter(pk=kwargs["page_id"]).specific().first()
        if to is None or not isinstance(page, EventPage | SeriesPage):
            raise Http404("Aucun rendez-vous à transmettre à ce numéro.")
        self.agenda = to.agenda
        self.page: EventPage | SeriesPage = page.get_latest_revision_as_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        standing = self.standing()
        return self.show(standing, WishForm(standing=standing))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if "reprendre" in request.POST:
            send_again(page=self.page)
            return self.done("C’est noté : la transmission part dans la minute.")
        standing = self.standing()
        form = WishForm(request.POST, standing=standing)
        if not form.is_valid():
            return self.show(standing, form, status=422)
        save_wish(page=self.page, dates=form.cleaned_data["dates"], answers=form.answers)
        return self.done("C’est enregistré : la prochaine transmission en tient compte.")

    def standing(self) -> Standing:
        return standing_of(self.page, self.agenda, timezone.now())

    def show(self, standing: Standing, form: WishForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(page=self.page, standing=standing, form=form)
        return self.render_to_response(context, status=status)

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect("events_openagenda", self.page.pk)

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.page.title},
            {"url": "", "label": self.page_title},
        ]
