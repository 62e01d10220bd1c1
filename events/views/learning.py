"""The common space of a training, and the remarks of a series: a link received by mail; what all may read of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ..enums import RegistrationState, RemarkKind
from ..errors import EventsError
from ..forms.learning import RemarkForm, ReportForm, ReviewForm, ToolForm, TopicForm
from ..learned import public_comparison, training_space
from ..links import token_for
from ..models import HomeTask, Registration, SeriesRemark, ToolSheet, TrainingPage, VideoWorkshopPage
from ..services import learning
from .signed import signed

Act = Callable[[TrainingPage, Registration, HttpRequest, dict[str, Any]], object]
FORMS: dict[str, type[Form]] = {"topic": TopicForm, "tool": ToolForm, "review": ReviewForm, "report": ReportForm}


@signed("learn")
def learn(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET shows topics, tools and tasks; POST runs the order of the button. 409 when the training says no."""
    training = TrainingPage.objects.filter(pk=registration.session.event_id).first()
    if training is None or registration.state != RegistrationState.CONFIRMED:
        raise Http404("Cet espace est celui des personnes inscrites à une formation.")
    if request.method != "POST":
        return _space(request, registration, training)
    order = request.POST.get("order", "")
    form = FORMS[order](request.POST, prefix=order) if order in FORMS else None
    if order not in ACTS:
        return _space(request, registration, training, refusal="Il n’y a rien à faire ici.", status=400)
    if form is not None and not form.is_valid():
        return _space(request, registration, training, status=422, row=request.POST.get("row", ""), **{order: form})
    try:
        ACTS[order](training, registration, request, form.cleaned_data if form else {})
    except EventsError as refusal:
        return _space(request, registration, training, refusal=refusal.text, status=409)
    answer = redirect("events:learn", token_for(registration, "learn"))
    answer.status_code = 303
    return answer


def _choose(training: TrainingPage, who: Registration, request: HttpRequest, said: dict[str, Any]) -> None:
    topic = get_object_or_404(training.topic_proposals, uuid=_row(request))
    learning.choose_topic(topic=topic, person=who.person)


def _review(training: TrainingPage, who: Registration, request: HttpRequest, said: dict[str, Any]) -> None:
    learning.review_tool(
        tool=get_object_or_404(ToolSheet, training=training, uuid=_row(request)), person=who.person, **said
    )


def _report(training: TrainingPage, who: Registration, request: HttpRequest, said: dict[str, Any]) -> None:
    learning.write_report(
        task=get_object_or_404(HomeTask, training=training, uuid=_row(request)), person=who.person, **said
    )


ACTS: dict[str, Act] = {
    "topic": lambda training, who, _r, said: learning.propose_topic(training=training, person=who.person, **said),
    "tool": lambda training, _who, _r, said: learning.add_tool(training=training, **said),
    "choose": _choose,
    "review": _review,
    "report": _report,
}


def _space(
    request: HttpRequest, registration: Registration, training: TrainingPage, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {
        "registration": registration,
        "training": training,
        "space": training_space(training, registration.person),
        "refusal": "",
        "row": "",
        **{name: form(prefix=name) for name, form in FORMS.items()},
        **context,
    }
    return render(request, "events/learn.html", shown, status=status)


def _row(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("row", "")))
    except ValueError as error:
        raise Http404("Rien à cette adresse.") from error


@signed("remark")
def remark(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET asks for a strength or a weakness met, POST notes it, without any account."""
    if not VideoWorkshopPage.objects.filter(pk=registration.session.event_id).exists():
        raise Http404("Ce rendez-vous ne fait pas partie d’un cycle.")
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kind = RemarkKind(said["kind"])
        learning.note_remark(session=registration.session, author=registration.person, kind=kind, text=said["text"])
        form = RemarkForm()
    mine = SeriesRemark.objects.filter(session=registration.session, author=registration.person).order_by("pk")
    context = {"registration": registration, "form": form, "mine": mine}
    return render(request, "events/remark.html", context, status=422 if form.errors else 200)


@require_safe
def tools(request: HttpRequest, page_id: int) -> HttpResponse:
    """The tools tried in a training, compared by structure: it stays open after the last session (S4-08, S4-11)."""
    training = TrainingPage.objects.live().public().filter(pk=page_id).first()
    rows = public_comparison(training) if training else []
    if training is None or not rows:
        raise Http404("Aucune comparaison à cette adresse.")
    return render(request, "events/tools.html", {"training": training, "rows": rows})
