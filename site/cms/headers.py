"""What the pages behind a mailed link tell browsers, robots and our own logs (law.md L-05)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponseBase]


def private_link(view: View) -> View:
    """The token of the address goes neither to a cache, nor to a robot, nor to the next site, nor to a log."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Django logs the address of every answer above 399: not this one.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return wrapped
