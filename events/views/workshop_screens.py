"""What the editors' screens around a workshop share, and the questionnaire's."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from people.models import User

from ..errors import EventsError
from ..forms.day import kept
from ..forms.questionnaire import ActorQuestionFormSet, QuestionnaireForm
from ..models import WorkshopPage
from ..services.questionnaire import ensure_questionnaire, save_questionnaire
from .sessions import event_or_404


class WorkshopScreen(WagtailAdminTemplateMixin, View):
    """A screen about one workshop, for who holds `permission`. POST calls `act`, which says what was done."""

    header_icon = "group"
    permission = "events.change_diagnosisitem"
    url_name = ""
    workshop: WorkshopPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        page = event_or_404(kwargs["page_id"])
        if not isinstance(page, WorkshopPage):
            raise Http404("Ce rendez-vous n’est pas un atelier participatif.")
        self.workshop = page
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        try:
            answer = self.act(request.POST.get("action", ""), request.POST)
        except EventsError as refusal:
            messages.error(request, refusal.text)
            return self.show(status=409)
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, answer)
        return redirect(self.url_name, self.workshop.pk)

    def act(self, action: str, data: Any) -> str | HttpResponse:
        raise NotImplementedError

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        context = {"workshop": self.workshop, **self.rows(), **context}
        return self.render_to_response(self.get_context_data(**context), status=status)

    def rows(self) -> dict[str, Any]:
        """What the screen always shows."""
        return {}

    @property
    def user(self) -> User | None:
        return self.request.user if isinstance(self.request.user, User) else None

    def get_page_title(self) -> str:
        return f"{self.page_title} : {self.workshop.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.workshop.pk])
        crumbs = [{"url": edit, "label": self.workshop.title}, {"url": "", "label": self.page_title}]
        return [*super().get_breadcrumbs_items(), *crumbs]


class QuestionnaireScreen(WorkshopScreen):
    """« Questionnaire en amont »: its questions, whether it is open, who answered."""

    template_name = "events/admin/questionnaire.html"
    page_title = "Questionnaire en amont"
    url_name = "events_questionnaire"

    def rows(self) -> dict[str, Any]:
        asked = ensure_or_none(self.workshop)
        if asked is None:
            return {"asked": None}
        initial = {"introduction": asked.introduction, "is_open": asked.is_open, "closes_on": asked.closes_on}
        return {
            "asked": asked,
            "form": QuestionnaireForm(initial=initial),
            "forms": self.questions(),
            "replies": list(asked.replies.select_related("person", "profile").prefetch_related("items")),
            "address": self.request.build_absolute_uri(reverse("events:questionnaire", args=[self.workshop.pk])),
        }

    def questions(self, data: Any = None) -> Any:
        rows = self.workshop.questionnaire.questions.order_by("position", "pk").values("pk", "label", "kind")
        return ActorQuestionFormSet(data, initial=list(rows), prefix="questions")

    def act(self, action: str, data: Any) -> str | HttpResponse:
        if action == "commencer":
            ensure_questionnaire(self.workshop)
            return "Le questionnaire est prêt, avec les questions habituelles : relisez-les, puis ouvrez-le."
        asked = ensure_questionnaire(self.workshop)
        self.workshop.questionnaire = asked
        form, forms = QuestionnaireForm(data), self.questions(data)
        if not form.is_valid() or not forms.is_valid():
            return self.show(form=form, forms=forms, status=422)
        drafts = [each.draft for each in kept(forms)]
        save_questionnaire(questionnaire=asked, drafts=drafts, **form.cleaned_data)
        return "Le questionnaire est enregistré."


def ensure_or_none(workshop: WorkshopPage) -> Any:
    """Looking at a screen writes nothing: None until somebody begins."""
    return getattr(workshop, "questionnaire", None)
