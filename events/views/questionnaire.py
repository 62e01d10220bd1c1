"""The questionnaire to actors, open to anybody who has its address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.enums import ConsentPurpose
from people.secret import secret_page
from people.services import ConsentTextMissing, current_consent_text

from ..errors import EventsError
from ..forms.questionnaire import AnswersForm
from ..models import DiagnosisItem, QuestionnaireReply, WorkshopPage
from ..services.questionnaire import answer, replies_for, stop_naming, take_back
from .registering import page_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, page_id: int) -> HttpResponse:
    """422 when something is to be corrected, 409 when it closed meanwhile: what was typed is kept."""
    page = page_or_404(request, page_id)
    asked = getattr(page, "questionnaire", None) if isinstance(page, WorkshopPage) else None
    if asked is None:
        raise Http404("Aucun questionnaire pour ce rendez-vous.")
    questions = list(asked.questions.order_by("position", "pk"))
    form = AnswersForm(request.POST or None, questions=questions, wording=_wording())
    context = {"page": page, "asked": asked, "form": form, "refusal": "", "sent": request.GET.get("envoye") == "1"}
    context["is_open"] = asked.takes_answers()
    if request.method != "POST":
        return render(request, "events/questionnaire.html", context)
    done = HttpResponseRedirect(f"{reverse('events:questionnaire', args=[page.pk])}?envoye=1")
    if form.is_trapped:
        return done
    if not form.is_valid():
        return render(request, "events/questionnaire.html", context, status=422)
    try:
        answer(
            questionnaire=asked,
            who=form.respondent,
            answers=form.answers,
            submission_key=form.cleaned_data["submission_key"],
        )
    except (EventsError, ConsentTextMissing) as refusal:
        return render(request, "events/questionnaire.html", {**context, "refusal": str(refusal)}, status=409)
    return done


def _wording() -> str:
    """The words people agree to; while none is published nobody is asked to be named."""
    try:
        return current_consent_text(ConsentPurpose.QUOTE).label
    except ConsentTextMissing:
        return ""


@secret_page(replies_for, invalid="events/link_invalid.html", gone="events/link_expired.html")
def own_replies(request: HttpRequest, replies: list[QuestionnaireReply]) -> HttpResponse:
    """GET shows what they answered; POST `faire` takes their name, or everything, away."""
    wanted = request.POST.get("faire", "") if request.method == "POST" else ""
    said = DiagnosisItem.objects.filter(reply__in=replies).select_related("author", "quote_consent")
    if wanted == "nom":
        stop_naming(replies=replies)
    items = list(said.order_by("pk"))
    if wanted == "tout":
        take_back(replies=replies)
        items, replies = [], []
    context = {"items": items, "named": any(item.may_name_author for item in items), "done": wanted}
    return render(request, "events/own_replies.html", context)
