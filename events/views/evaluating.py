"""The questionnaire after an event, opened by a link received by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..forms.evaluation import EvaluationForm
from ..models import EvaluationQuestion, Registration
from ..services.evaluations import STANDARD, EvaluationTooEarly, ensure_questionnaire, reply
from .signed import signed


@signed("evaluate")
def evaluate(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET shows the questions and writes nothing; POST keeps the answers, or corrects them."""
    event = registration.session.event
    questions = list(EvaluationQuestion.objects.filter(event=event.pk).order_by("position", "pk"))
    if request.method == "POST" and not questions:
        questions = ensure_questionnaire(event)
    form = EvaluationForm(request.POST or None, questions=questions or _standard())
    context = {"registration": registration, "form": form, "done": False, "refusal": ""}
    if request.method != "POST":
        return render(request, "events/evaluate.html", context)
    if not form.is_valid():
        return render(request, "events/evaluate.html", context, status=422)
    try:
        reply(registration=registration, answers=form.answers)
    except EvaluationTooEarly as refusal:
        return render(request, "events/evaluate.html", {**context, "refusal": refusal.text}, status=409)
    return render(request, "events/evaluate.html", {**context, "done": True})


def _standard() -> list[EvaluationQuestion]:
    """The usual questions, as long as nobody wrote them down for this event."""
    return [EvaluationQuestion(label=label, kind=kind) for label, kind in STANDARD]
