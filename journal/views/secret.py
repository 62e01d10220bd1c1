"""Pages of the journal opened by a link received by mail."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.secret import Opened, secret_page

from ..links import read

GONE = "journal/writers/gone.html"


def opened_by_link(action: str, model: type[Model], *related: str) -> Callable[[Opened], Opened]:
    """A view of one row of `model` for whoever holds the link made for `action` on it."""

    def find(token: str) -> Any:
        return model._default_manager.select_related(*related).filter(uuid=read(action, token)).first()

    return secret_page(find, invalid="journal/writers/invalid.html", gone=GONE)


def gone(request: HttpRequest) -> HttpResponse:
    """The link was good, and no longer is: revoked, too old, or about something that was deleted."""
    return render(request, GONE, status=410)
