"""Pages opened by a link received by mail. GET and HEAD never change anything: mail scanners follow every link."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.headers import private_link

from .links import LinkExpired, LinkInvalid

Opened = Callable[..., HttpResponseBase]
# What a token leads to; None when it is gone. May raise LinkInvalid or LinkExpired.
Find = Callable[[str], Any]


def secret_page(find: Find, *, invalid: str, gone: str) -> Callable[[Opened], Opened]:
    """A view of what `find(token)` gives, for whoever holds the link. `invalid` and `gone` are templates.

    There is no cookie to abuse here, only a token that nobody else knows, and browsers without a Referer would be
    refused by the CSRF check. The secret is in the address: it must not leave in a Referer, stay in a cache, in a log
    or in a search engine (law.md L-04, L-05).
    """

    def decorate(view: Opened) -> Opened:
        @csrf_exempt
        @private_link
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            try:
                found = find(token)
            except LinkExpired:
                found = None
            except LinkInvalid:
                return render(request, invalid, status=404)
            return view(request, found, **kwargs) if found is not None else render(request, gone, status=410)

        return opened

    return decorate


def uuid_in(value: Any) -> UUID:
    """The identifier that a token carried. Raises LinkInvalid."""
    try:
        return UUID(value)
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error
