"""« Préparation » of one workshop, and all of them on one line of time."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.numbers import number_in

from ..enums_workshop import StepState
from ..forms.day import kept
from ..forms.preparation import MemberForm, MovingForm, OpeningForm, StepFormSet
from ..kit import kit_of
from ..models import Preparation
from ..preparation_mails import team_url
from ..services.preparation import (
    StepGone,
    add_member,
    explain_short_notice,
    first_day_of,
    move_preparation,
    needs_reason,
    open_preparation,
    remove_member,
    save_steps,
    settle_step,
)
from ..timeline import steps_of, time_line
from .workshop_screens import WorkshopScreen


class PreparationScreen(WorkshopScreen):
    template_name = "events/admin/preparation.html"
    page_title = "Préparation"
    permission = "events.change_preparation"
    url_name = "events_preparation"
    header_icon = "tasks"

    def rows(self) -> dict[str, Any]:
        preparation = self.preparation
        day = first_day_of(self.workshop)
        if preparation is None:
            return {
                "preparation": None,
                "day": day,
                "asks_reason": needs_reason(self.workshop),
                "form": OpeningForm(),
            }
        team = list(preparation.team.select_related("person").order_by("pk"))
        return {
            "preparation": preparation,
            "day": day,
            "lines": steps_of(preparation),
            "team": [(member, team_url(member)) for member in team],
            "moving": MovingForm(initial={"day": preparation.day}),
            "member_form": MemberForm(),
            "forms": self.step_forms(),
        }

    @property
    def preparation(self) -> Preparation | None:
        rows = Preparation.objects.filter(workshop=self.workshop.pk).prefetch_related("team__person")
        return rows.select_related("workshop", "short_notice_by").first()

    def step_forms(self, data: Any = None) -> Any:
        preparation = self.preparation
        assert preparation is not None
        initial = list(
            preparation.steps.order_by("due_on", "pk").values("pk", "title", "due_on", "owner_id", "details")
        )
        return StepFormSet(data, initial=initial, prefix="etapes", form_kwargs={"preparation": preparation})

    def act(self, action: str, data: Any) -> str | HttpResponse:
        preparation = self.preparation
        if preparation is None:
            return self.open(data)
        if action == "regler":
            number, _colon, state = data.get("etape", "").partition(":")
            return self.settle(preparation, number, state)
        if action == "motif":
            explain_short_notice(preparation=preparation, reason=data.get("reason", ""), by=self.user)
            return "Le motif est enregistré."
        if action == "retirer":
            for member in preparation.team.filter(pk=number_in(data.get("membre", ""))):
                remove_member(member=member)
            return "Cette personne n’est plus dans l’équipe ; son lien n’ouvre plus rien."
        return {"bouger": self.move, "membre": self.add, "etapes": self.save}.get(action, self.save)(preparation, data)

    def open(self, data: Any) -> str | HttpResponse:
        form = OpeningForm(data)
        if not form.is_valid():
            return self.show(form=form, status=422)
        open_preparation(workshop=self.workshop, by=self.user, **form.cleaned_data)
        return "La préparation commence : relisez les étapes, et composez l’équipe."

    def move(self, preparation: Preparation, data: Any) -> str | HttpResponse:
        form = MovingForm(data)
        if not form.is_valid():
            return self.show(moving=form, status=422)
        move_preparation(preparation=preparation, by=self.user, **form.cleaned_data)
        return "Les étapes à faire ont bougé ; celles qui sont réglées n’ont pas changé. L’équipe est prévenue."

    def add(self, preparation: Preparation, data: Any) -> str | HttpResponse:
        form = MemberForm(data)
        if not form.is_valid():
            return self.show(member_form=form, status=422)
        add_member(preparation=preparation, **form.cleaned_data)
        return "C’est fait : un courriel donne son lien à cette personne."

    def save(self, preparation: Preparation, data: Any) -> str | HttpResponse:
        forms = self.step_forms(data)
        if not forms.is_valid():
            return self.show(forms=forms, status=422)
        gone = [form.cleaned_data["pk"] for form in forms.deleted_forms if form.cleaned_data.get("pk")]
        save_steps(preparation=preparation, drafts=[form.draft for form in kept(forms)], delete=gone)
        return "Les étapes sont enregistrées."

    def settle(self, preparation: Preparation, number: str, state: str) -> str:
        step = preparation.steps.filter(pk=number_in(number)).first()
        if step is None or state not in StepState.values:
            raise StepGone
        settle_step(step=step, state=StepState(state))
        return f"« {step.title} » : {StepState(state).label}."


class KitScreen(WorkshopScreen):
    """« Kit de communication »: what those who pass the word on copy, download or print (S3-14)."""

    http_method_names = ["get", "head", "options"]
    template_name = "events/admin/kit.html"
    page_title = "Kit de communication"
    permission = "events.change_preparation"
    url_name = "events_kit"
    header_icon = "clipboard-list"

    def rows(self) -> dict[str, Any]:
        kit = kit_of(self.workshop)
        return {
            "kit": kit,
            "texts": [
                ("court", "Texte court", "Pour un message ou un réseau social.", kit.short),
                ("long", "Texte long", "Pour un bulletin, un courriel ou une page.", kit.long),
            ],
        }


class TimeLineView(WagtailAdminTemplateMixin, View):
    """Every workshop under preparation, week by week, with what is late and what comes."""

    template_name = "events/admin/timeline.html"
    page_title = "Préparations"
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not user.has_perm("events.view_preparation"):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data(line=time_line()))
