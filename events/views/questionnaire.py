"""The questionnaire to actors, open to anybody who has its address."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from people.enums import ConsentPurpose
from people.humans.forms import HumanForm
from people.humans.limits import count_use, network_of
from people.humans.views import HumanView, NotNow, TooOften
from people.secret import secret_page
from people.services import ConsentTextMissing, label_of

from ..errors import EventsError
from ..forms.questionnaire import AnswersForm
from ..models import DiagnosisItem, QuestionnaireReply, Session, WorkshopPage
from ..services.questionnaire import answer, replies_for, stop_naming, take_back
from .registering import page_or_404

# Colleagues answer from the same place, one after the other.
FROM_ONE_PLACE = 20


class QuestionnaireView(HumanView):
    """422 when something is to be corrected, 409 when it closed meanwhile, 429 when too many leave one place: what was
    typed is kept."""

    template_name = "events/questionnaire.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = page_or_404(request, kwargs["page_id"])
        self.asked = getattr(self.page, "questionnaire", None) if isinstance(self.page, WorkshopPage) else None
        if self.asked is None:
            raise Http404("Aucun questionnaire pour ce rendez-vous.")
        self.questions = list(self.asked.questions.order_by("position", "pk"))

    def empty_form(self) -> HumanForm:
        return self.with_what_was_typed(AnswersForm(initial=self.initial(), **self.asking()))

    def posted_form(self) -> AnswersForm:
        return AnswersForm(self.request.POST, **self.asking())

    def asking(self) -> dict[str, Any]:
        return {"questions": self.questions, "wording": label_of(ConsentPurpose.QUOTE)}

    def accept(self, form: HumanForm, *, ip: str) -> None:
        assert isinstance(form, AnswersForm)
        assert self.asked is not None
        if count_use("questionnaire", network_of(ip), within=timedelta(hours=1)) > FROM_ONE_PLACE:
            raise TooOften("Beaucoup de réponses sont parties d’ici. Gardez la vôtre, et renvoyez-la dans une heure.")
        try:
            answer(
                questionnaire=self.asked,
                who=form.respondent,
                answers=form.answers,
                submission_key=form.cleaned_data["submission_key"],
            )
        except (EventsError, ConsentTextMissing) as refusal:
            raise NotNow(str(refusal)) from refusal

    def done(self) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('events:questionnaire', args=[self.page.pk])}?envoye=1")

    def show(self, form: HumanForm, **context: Any) -> HttpResponse:
        assert self.asked is not None
        sent = self.request.method == "GET" and self.request.GET.get("envoye") == "1"
        cancelled = Session.objects.all_cancelled(self.page.pk)
        is_open = self.asked.takes_answers() and not cancelled
        shown = {"page": self.page, "asked": self.asked, "sent": sent, "is_open": is_open, "cancelled": cancelled}
        return super().show(form, **shown, **context)


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
