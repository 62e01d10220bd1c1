"""Asking for the infolettre or to follow something, and confirming it. GET shows, POST acts (law.md C-07, L-04)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from cms.headers import private_link
from cms.models import Territory, Topic
from outbox.sender import current_sender
from people.enums import ConsentPurpose
from people.humans.forms import HumanForm
from people.links import LinkExpired, LinkInvalid
from people.services import published_consent_text

from ..enums import DemandKind, FollowKind
from ..errors import ConfirmationUsed
from ..following.followable import as_followable, find
from ..following.promises import promised
from ..forms import SubscribeForm
from ..forms.subscribing import read_wishes
from ..links import leaving_places, read_confirm_token
from ..services import confirm
from .asking import AskingView

EXPIRED = (
    "Ce lien de confirmation datait de plus de sept jours. Demandez de nouveau l’infolettre : "
    "un autre lien vous sera envoyé aussitôt."
)


class SubscribeView(AskingView):
    """The form, alone on its page; the one at the foot of every page and those of other sites post here too."""

    template_name = "newsletter/subscribe.html"
    kind = DemandKind.SUBSCRIBE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.wording = published_consent_text(ConsentPurpose.LETTER)
        if self.wording is None:
            context = {"form": None, "wording": None, "checking": False, "refusal": None, "thing": None}
            return render(request, self.template_name, context, status=200 if request.method == "GET" else 503)
        return super().dispatch(request, *args, **kwargs)

    def empty_form(self) -> SubscribeForm:
        return SubscribeForm(consent_label=self.label, initial={**self.initial(), "follow": self.followed()})

    def posted_form(self) -> SubscribeForm:
        return SubscribeForm(self.request.POST, consent_label=self.label)

    @property
    def label(self) -> str:
        return self.wording.label if self.wording else ""

    def followed(self) -> str:
        posted = self.request.POST.get("follow", "")
        return " ".join(f"{kind.value}-{key}" for kind, key in read_wishes(str(posted)))

    def asked(self, form: HumanForm) -> dict[str, Any]:
        assert isinstance(form, SubscribeForm)
        stamp = form.read_stamp
        return {
            "source": form.cleaned_data["source"] or self.request.path,
            "revision": stamp.revision if stamp else None,
            "whole_letter": form.whole_letter,
            "wishes": form.cleaned_data["follow"],
        }

    def done(self) -> HttpResponse:
        return redirect("newsletter:subscribed")


class FollowView(SubscribeView):
    """What following this thing means, and the form that asks for it."""

    template_name = "newsletter/follow.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        kind = kwargs["kind"]
        self.thing = find(FollowKind(kind), kwargs["key"]) if kind in FollowKind.values else None
        if self.thing is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def followed(self) -> str:
        return self.thing.word if self.thing else ""

    def show(self, form: HumanForm, **context: Any) -> HttpResponse:
        return super().show(form, thing=self.thing, **context)


class FollowableView(TemplateView):
    """All the topics and territories one may follow."""

    template_name = "newsletter/followable.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topics = [as_followable(topic) for topic in Topic.objects.order_by("name")]
        territories = [as_followable(territory) for territory in Territory.objects.all()]
        return {**super().get_context_data(**kwargs), "topics": topics, "territories": territories}


class SnippetView(TemplateView):
    """The form as HTML to copy into the site of a partner: no frame, no script, nothing loaded from here."""

    template_name = "newsletter/snippet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "base_url": current_sender().base_url}


class SubscribedView(TemplateView):
    """What to do next: the same words whoever asked (law.md C-08)."""

    template_name = "newsletter/subscribed.html"


@method_decorator([csrf_exempt, private_link], name="dispatch")
class ConfirmView(View):
    """The page of the mailed link. Its token is the proof, so no cookie is needed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            demand = read_confirm_token(token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return _gone(request, EXPIRED)
        return render(request, "newsletter/confirm.html", {"token": token, "promised": promised(demand)})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            subscriber = confirm(token=token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return _gone(request, EXPIRED)
        except ConfirmationUsed as error:
            return _gone(request, f"{error} Pour recevoir l’infolettre, demandez-la de nouveau.")
        context = {"preferences_url": leaving_places(subscriber, base_url="")["preferences_url"]}
        return render(request, "newsletter/confirmed.html", context)


def _gone(request: HttpRequest, message: str, **context: Any) -> HttpResponse:
    return render(request, "410.html", {"message": message, **context}, status=410)
