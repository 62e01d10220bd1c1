"""A calendar as an answer of the site."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

CONTENT_TYPE = "text/calendar; charset=utf-8"
ONE_HOUR = "max-age=3600"


def calendar_answer(request: HttpRequest, content: bytes, *, filename: str) -> HttpResponse:
    """The calendar, or 304 when the reader has the same one: its ETag is that of its very bytes (I4, I13)."""
    response: Any = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = ONE_HOUR
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    # A calendar read by a page of another site, such as that of a partner.
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
