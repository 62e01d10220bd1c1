"""Pages opened by a link received by mail. GET and HEAD never change anything: mail scanners follow every link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people.links import LinkExpired, LinkInvalid

from ..links import read

Opened = Callable[[HttpRequest, Any], HttpResponse]


def opened_by_link(action: str, model: type[Model], *related: str) -> Callable[[Opened], Callable[..., HttpResponse]]:
    """A view of one row of `model` for whoever holds the link made for `action` on it.

    There is no cookie to abuse here, only a token that nobody else knows, and browsers without a Referer would be
    refused by the CSRF check.
    """

    def decorate(view: Opened) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            response = _answer(request, token)
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            # Django logs the address of every answer above 399: not this one (law.md L-05).
            response._has_been_logged = True  # type: ignore[attr-defined]
            return response

        def _answer(request: HttpRequest, token: str) -> HttpResponse:
            try:
                identifier = read(action, token)
            except LinkExpired:
                return gone(request)
            except LinkInvalid:
                return render(request, "journal/writers/invalid.html", status=404)
            row = model._default_manager.select_related(*related).filter(uuid=identifier).first()
            return view(request, row) if row else gone(request)

        return opened

    return decorate


def gone(request: HttpRequest) -> HttpResponse:
    """The link was good, and no longer is: revoked, too old, or about something that was deleted."""
    return render(request, "journal/writers/gone.html", status=410)
