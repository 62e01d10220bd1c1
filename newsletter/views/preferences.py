"""The preference centre: by the signed link of each mail, without an account. GET shows, POST acts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View

from cms.headers import private_link
from people.humans.forms import HumanForm
from people.links import LinkExpired, LinkInvalid

from ..enums import DemandKind, MoveEnd
from ..errors import NotSubscribed
from ..forms import AddressForm, PreferencesForm
from ..links import leaving_places, read_move_token
from ..mails import masked
from ..models import Subscriber
from ..receipts import receipt_of
from ..services import Departure, ask_to_move, confirm_move, save_preferences, subscriber_of
from ..services.addresses import MoveOver
from .asking import AskingView

EXPIRED = "Ce lien datait de plus de sept jours. Demandez de nouveau le changement depuis vos choix."


class LinkView(View):
    """A page of one subscriber: an altered link is an unknown page, one of somebody who left says so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.subscriber: Subscriber = subscriber_of(kwargs["token"])
            return super().dispatch(request, *args, **kwargs)
        except LinkInvalid as error:
            raise Http404 from error
        except NotSubscribed:
            return render(request, "newsletter/left.html", {"departure": Departure(already_gone=True)}, status=410)

    def context(self, **more: Any) -> dict[str, Any]:
        places = leaving_places(self.subscriber, base_url="")
        shown = {"subscriber": self.subscriber, "address": masked(self.subscriber.email), "token": self.kwargs["token"]}
        return {**shown, "leave_url": places["leave_url"], **more}


# The token is the proof, and no cookie is asked of readers (law.md C-06, L-03).
@method_decorator([csrf_exempt, private_link], name="dispatch")
class PreferencesView(LinkView):
    """What I follow, how often I am written to, a pause."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        form = PreferencesForm(subscriber=self.subscriber)
        return self.show(request, form)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = PreferencesForm(request.POST, subscriber=self.subscriber)
        if not form.is_valid():
            return self.show(request, form, status=422)
        self.subscriber = save_preferences(token=token, choices=form.choices)
        return self.show(request, PreferencesForm(subscriber=self.subscriber), saved=True)

    def show(self, request: HttpRequest, form: PreferencesForm, status: int = 200, saved: bool = False) -> HttpResponse:
        follows_something = self.subscriber.whole_letter or bool(form.rows)
        context = self.context(form=form, saved=saved, follows_something=follows_something)
        return render(request, "newsletter/preferences.html", context, status=status)


@method_decorator([csrf_exempt, private_link], name="dispatch")
class AddressView(LinkView):
    """Asking to be written to at another address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AddressForm(subscriber=self.subscriber)
        return render(request, "newsletter/address.html", self.context(form=form))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AddressForm(request.POST, subscriber=self.subscriber)
        if not form.is_valid():
            return render(request, "newsletter/address.html", self.context(form=form), status=422)
        ask_to_move(token=token, email=form.cleaned_data["email"])
        return render(request, "newsletter/address_asked.html", self.context())


@method_decorator([csrf_exempt, private_link], name="dispatch")
class ConfirmAddressView(View):
    """One of the two mailboxes says yes to a change of address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            _move, end = read_move_token(token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return render(request, "410.html", {"message": EXPIRED}, status=410)
        return render(request, "newsletter/address_confirm.html", {"token": token, "is_old": end == MoveEnd.OLD})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            move = confirm_move(token=token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return render(request, "410.html", {"message": EXPIRED}, status=410)
        except MoveOver as error:
            return render(request, "410.html", {"message": str(error)}, status=410)
        return render(request, "newsletter/address_confirmed.html", {"is_done": move.done_at is not None})


@private_link
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The proof of consent, to keep: a text file (law.md C-04)."""
    try:
        subscriber = subscriber_of(token)
    except (LinkInvalid, NotSubscribed) as error:
        raise Http404 from error
    response = HttpResponse(receipt_of(subscriber), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recu-abonnement.txt"'
    return response


class AskedView(TemplateView):
    """What to do next: the same words whoever asked (law.md C-08)."""

    template_name = "newsletter/preferences_asked.html"


class AskView(AskingView):
    """Asking for the link of one’s choices, by the address alone."""

    template_name = "newsletter/ask_preferences.html"
    kind = DemandKind.PREFERENCES

    def empty_form(self) -> HumanForm:
        return HumanForm(initial=self.initial())

    def posted_form(self) -> HumanForm:
        return HumanForm(self.request.POST)

    def done(self) -> HttpResponse:
        return redirect("newsletter:preferences_asked")
