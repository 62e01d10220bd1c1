"""Leaving the infolettre: a link that shows and a button that acts, or one click in the mail program (RFC 8058)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from cms.headers import private_link
from people.links import LinkInvalid

from ..enums import LeaveReason
from ..links import read_leave_token
from ..models import Subscriber
from ..services import Departure, leave


# Leaving asks for neither cookie nor account: the token is the proof (law.md C-06, L-03).
@method_decorator([csrf_exempt, private_link], name="dispatch")
class LeaveView(View):
    """GET says what will happen, POST does it; both work for the life of old mails (law.md L-04, L-06)."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not Subscriber.objects.confirmed().filter(uuid=_subscriber(token)).exists():
            return render(request, "newsletter/left.html", {"departure": Departure(already_gone=True)})
        return render(request, "newsletter/leave.html", {"token": token})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "newsletter/left.html", {"departure": _leave(token, LeaveReason.LINK)})


class OneClickView(LeaveView):
    """What mail programs post to for their reader: always 200, never a redirect (RFC 8058 section 3.1).

    The body (`List-Unsubscribe=One-Click`, form-urlencoded or multipart) is not read: the token says everything.
    """

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        _leave(token, LeaveReason.ONE_CLICK)
        return HttpResponse("Vous ne recevrez plus l’infolettre.\n", content_type="text/plain; charset=utf-8")


def _subscriber(token: str) -> UUID:
    try:
        return read_leave_token(token)
    except LinkInvalid as error:
        raise Http404 from error


def _leave(token: str, reason: LeaveReason) -> Departure:
    try:
        return leave(token=token, reason=reason)
    except LinkInvalid as error:
        raise Http404 from error
