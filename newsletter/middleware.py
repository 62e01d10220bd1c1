"""What the newsletter does around every page: it counts visits from a letter, and answers for old addresses."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from .addresses import MARK
from .permanence import what_became_of
from .visits import note_visit

Answer = Callable[[HttpRequest], HttpResponseBase]


class LetterVisitsMiddleware:
    """A visit that comes from a letter adds one to the count of its link; nothing is kept of the visitor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if MARK in request.GET and request.method == "GET" and response.status_code < 400:
            note_visit(request)
        return response


class MailedAddressesMiddleware:
    """An address that was mailed never answers 404: it leads where the page is now, or says what became of it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or "\0" in request.path:
            return response
        return _answer(request) or response


def _answer(request: HttpRequest) -> HttpResponse | None:
    outcome = what_became_of(request.path)
    if outcome is None:
        return None
    if outcome.url:
        # Not for ever: the page may move again.
        return HttpResponseRedirect(outcome.url)
    response = render(request, "newsletter/gone.html", {"outcome": outcome}, status=410)
    add_never_cache_headers(response)
    return response
