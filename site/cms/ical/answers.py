"""A calendar as an answer of the site."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

CONTENT_TYPE = "text/calendar; charset=utf-8"
ONE_HOUR = "max-age=3600"


def calendar_answer(request: HttpRequest, write: Callable[[], bytes], *, made_of: str, filename: str) -> HttpResponse:
    """The calendar, or 304 when the reader has the same one: then it is not even written (I4, I13).

    `made_of` is everything its bytes depend on, in any form: equal, they would be the same.
    """
    etag = f'"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"'
    response: Any = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(write(), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["ETag"] = etag
    response["Cache-Control"] = ONE_HOUR
    # A calendar read by a page of another site, such as that of a partner.
    response["Access-Control-Allow-Origin"] = "*"
    return response
