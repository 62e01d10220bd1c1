"""« Fabrication » of an issue: what it will hold, who does what, and the way to the press."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from events.models import Seed

from ..enums import IssueState, VolunteerRole
from ..errors import Fault, JournalError
from ..forms.planning import CommissionForm, ReasonForm, SlotForm, TaskForm
from ..models import ArticlePage, IssuePage, Production, Slot
from ..selectors.imprint import imprint_of
from ..selectors.plan import plan_of
from ..selectors.press import faults_of, never_excused
from ..services import (
    change_slot,
    commission,
    drop_slot,
    ensure_rubrics,
    move_slot,
    pass_for_press,
    plan_article,
    plan_seed,
    plan_slot,
    production_of,
    propose_task,
    publish_issue,
    reopen,
    start_draft,
    start_layout,
)
from .screens import PageScreen


class MakingView(PageScreen):
    """The planning view and the states of an issue. Editors plan; those who may publish give « bon à tirer »."""

    model = IssuePage
    template_name = "journal/admin/making.html"
    page_title = "Fabrication"
    page: IssuePage
    done = {
        "layout": "Le numéro passe en maquette.",
        "press": "Le bon à tirer est donné : les textes sont figés.",
        "out": "Le numéro est paru.",
        "reopen": "Le numéro est rouvert.",
        "plan": "Le sujet est au plan.",
        "drop": "Le sujet est retiré du plan.",
        "task": "La tâche est proposée.",
        "article": "L’article a son emplacement.",
        "seed": "La graine a son emplacement.",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        production = production_of(self.page)
        return {
            **context,
            "issue": self.page,
            "production": production,
            "states": IssueState,
            "may_publish": self.rights.can_publish(),
            "plan": plan_of(self.page),
            "faults": self._faults(production),
            "imprint": imprint_of(self.page),
            "slot_form": kwargs.get("slot_form") or SlotForm(prefix="slot"),
            "task_form": kwargs.get("task_form") or TaskForm(prefix="task"),
            "reason_form": ReasonForm(),
        }

    def _faults(self, production: Production) -> list[Fault]:
        """What stops the issue; once it is out, the agreements and rights that it lacks since."""
        faults = faults_of(self.page)
        return list(filter(never_excused, faults)) if production.state == IssueState.OUT else faults

    def do_plan(self) -> HttpResponse | None:
        form = SlotForm(self.request.POST, prefix="slot")
        if not form.is_valid():
            return self.show(slot_form=form, status=422)
        plan_slot(issue=self.page, **form.cleaned_data)
        return None

    def do_task(self) -> HttpResponse | None:
        form = TaskForm(self.request.POST, prefix="task")
        if not form.is_valid():
            return self.show(task_form=form, status=422)
        values = form.cleaned_data
        propose_task(
            issue=self.page,
            person=form.someone(),
            role=VolunteerRole(values["role"]),
            due_on=values["due_on"],
            note=values["note"],
            user=self.user,
        )
        return None

    def do_article(self) -> None:
        plan_article(article=self.row(ArticlePage.objects.child_of(self.page)))

    def do_seed(self) -> None:
        plan_seed(issue=self.page, seed=self.row(Seed.objects.all()), rubric=ensure_rubrics()["Semer"])

    def do_up(self) -> None:
        move_slot(slot=self._slot(), up=True)

    def do_down(self) -> None:
        move_slot(slot=self._slot(), up=False)

    def do_drop(self) -> None:
        drop_slot(slot=self._slot())

    def do_draft(self) -> HttpResponse:
        article = start_draft(slot=self._slot(), user=self.user)
        return redirect("wagtailadmin_pages:edit", article.pk)

    def do_layout(self) -> None:
        start_layout(issue=self.page, user=self.user)

    def do_press(self) -> None:
        self._require_publishing()
        pass_for_press(issue=self.page, user=self.user)

    def do_out(self) -> None:
        self._require_publishing()
        publish_issue(issue=self.page, user=self.user)

    def do_reopen(self) -> None:
        self._require_publishing()
        reopen(issue=self.page, user=self.user, reason=self.request.POST.get("reason", ""))

    def _slot(self) -> Slot:
        slot: Slot = self.row(Slot.objects.filter(issue=self.page.pk))
        return slot

    def _require_publishing(self) -> None:
        if not self.rights.can_publish():
            raise PermissionDenied


class SlotView(PageScreen):
    """One place of the plan: what it is about, and who writes it."""

    model = IssuePage
    template_name = "journal/admin/slot.html"
    page_title = "Emplacement"
    page: IssuePage
    done = {"change": "L’emplacement est enregistré.", "commission": "La commande est passée."}

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.slot = Slot.objects.filter(issue=self.page.pk, pk=kwargs["slot_id"]).select_related("rubric").first()

    def get(self, request: Any, page_id: int, slot_id: int) -> HttpResponse:  # type: ignore[override]
        return self.show() if self.slot else redirect("journal_making", page_id)

    def post(self, request: Any, page_id: int, slot_id: int) -> HttpResponse:  # type: ignore[override]
        if self.slot is None:
            return redirect("journal_making", page_id)
        return super().post(request, page_id)

    def back(self) -> HttpResponse:
        return redirect("journal_making", self.page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        initial = {"due_on": self.slot.due_on} if self.slot else {}
        return {
            **context,
            "slot": self.slot,
            "back_url": reverse("journal_making", args=[self.page.pk]),
            "slot_form": kwargs.get("slot_form") or SlotForm(instance=self.slot),
            "commission_form": kwargs.get("commission_form") or self._commission_form(initial=initial),
        }

    def do_change(self) -> HttpResponse | None:
        form = SlotForm(self.request.POST, instance=self.slot)
        if not form.is_valid():
            return self.show(slot_form=form, status=422)
        change_slot(slot=self._the_slot(), **form.cleaned_data)
        return None

    def do_commission(self) -> HttpResponse | None:
        form = self._commission_form(self.request.POST)
        if not form.is_valid():
            return self.show(commission_form=form, status=422)
        writer = form.someone()
        commission(slot=self._the_slot(), due_on=form.cleaned_data["due_on"], writers=[writer], user=self.user)
        return None

    def _commission_form(self, *args: Any, **kwargs: Any) -> CommissionForm:
        return CommissionForm(*args, role=VolunteerRole.WRITE, prefix="order", **kwargs)

    def _the_slot(self) -> Slot:
        if self.slot is None:
            raise JournalError("Cet emplacement n’est plus au plan.")
        return self.slot
