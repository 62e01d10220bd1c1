"""Asking for the infolettre and confirming it. GET shows, POST acts (law.md C-07, L-04)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from people.enums import ConsentPurpose
from people.links import LinkExpired, LinkInvalid
from people.models import ConsentText
from people.services import ConsentTextMissing, current_consent_text

from ..errors import ConfirmationUsed
from ..forms import SubscribeForm
from ..links import read_confirm_token
from ..services import confirm, subscribe
from .headers import private_link

EXPIRED = (
    "Ce lien de confirmation datait de plus de sept jours. Demandez de nouveau l’infolettre : "
    "un autre lien vous sera envoyé aussitôt."
)


# No cookie is asked of readers: a stranger who posts this form for them only gets them a mail to ignore.
@method_decorator(csrf_exempt, name="dispatch")
class SubscribeView(View):
    """The form, alone on its page; the one at the foot of every page posts here too."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, _wording())

    def post(self, request: HttpRequest) -> HttpResponse:
        wording = _wording()
        if wording is None:
            return self._show(request, None, status=503)
        form = SubscribeForm(request.POST, consent_label=wording.label)
        if not form.is_valid():
            return self._show(request, wording, form=form, status=422)
        if not form.is_from_a_robot:
            subscribe(email=form.cleaned_data["email"], source=form.cleaned_data["source"] or request.path)
        return redirect("newsletter:subscribed")

    def _show(
        self, request: HttpRequest, wording: ConsentText | None, *, form: SubscribeForm | None = None, status: int = 200
    ) -> HttpResponse:
        if wording and form is None:
            form = SubscribeForm(consent_label=wording.label, initial={"source": request.path})
        context = {"form": form, "wording": wording}
        return render(request, "newsletter/subscribe.html", context, status=status)


class SubscribedView(TemplateView):
    """What to do next: the same words whoever asked (law.md C-08)."""

    template_name = "newsletter/subscribed.html"


@method_decorator([csrf_exempt, private_link], name="dispatch")
class ConfirmView(View):
    """The page of the mailed link. Its token is the proof, so no cookie is needed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            read_confirm_token(token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return _gone(request, EXPIRED)
        return render(request, "newsletter/confirm.html", {"token": token})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            confirm(token=token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return _gone(request, EXPIRED)
        except ConfirmationUsed as error:
            return _gone(request, f"{error} Pour recevoir l’infolettre, demandez-la de nouveau.")
        return render(request, "newsletter/confirmed.html")


def _wording() -> ConsentText | None:
    try:
        return current_consent_text(ConsentPurpose.LETTER)
    except ConsentTextMissing:
        return None


def _gone(request: HttpRequest, message: str, **context: Any) -> HttpResponse:
    return render(request, "410.html", {"message": message, **context}, status=410)
