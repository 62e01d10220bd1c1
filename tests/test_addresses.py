"""Whatever somebody types where an address expects a number, nothing breaks: « introuvable », never a 500."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern, URLResolver

from tests.factories.people import UserFactory

TWENTY_FIGURES, EIGHTEEN_FIGURES = "9" * 20, "9" * 18
PLAIN = {"str": "x", "slug": "x", "path": "x", "uuid": "0b0c3f5e-1111-4111-8111-111111111111"}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route that takes a number, ours and Wagtail’s."""
    for entry in resolver.url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if re.search("<(int|number):", route):
                yield route
        else:
            yield from routes(entry, route)


def with_number(route: str, number: str) -> str:
    plain = {**PLAIN, "int": number, "number": number}
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: plain[found[1] or "str"], route)


@pytest.mark.parametrize("number", [TWENTY_FIGURES, EIGHTEEN_FIGURES])
def test_no_number_in_an_address_breaks_anything(client: Client, house: object, number: str) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    client.raise_request_exception = False
    found = sorted(set(routes(get_resolver())))
    assert len(found) > 60
    answers = {route: client.get(with_number(route, number)).status_code for route in found}
    assert {route: status for route, status in answers.items() if status not in (301, 302, 404, 405)} == {}
