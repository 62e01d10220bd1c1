"""« Je reste »: the answer to the mail that asks it after three years without news. GET shows, POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from cms.headers import private_link
from people.links import LinkExpired, LinkInvalid

from ..errors import NotSubscribed
from ..links import read_stay_token
from ..services import Departure
from ..services.staying import stay

EXPIRED = "Ce lien datait de plus de deux mois. Si vous voulez encore l’infolettre, abonnez-vous de nouveau."


# The token is the proof, and no cookie is asked of readers (law.md C-06, L-04).
@method_decorator([csrf_exempt, private_link], name="dispatch")
class StayView(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, act=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, act=True)

    def _answer(self, request: HttpRequest, token: str, *, act: bool) -> HttpResponse:
        try:
            if act:
                stay(token=token)
            else:
                read_stay_token(token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            return render(request, "410.html", {"message": EXPIRED}, status=410)
        except NotSubscribed:
            return render(request, "newsletter/left.html", {"departure": Departure(already_gone=True)}, status=410)
        return render(request, "newsletter/stay.html", {"token": token, "is_done": act})
