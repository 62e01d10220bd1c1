"""The browser of these tests, and what every page of the site owes its readers: no request to anybody else."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site


@pytest.mark.parametrize("turn", [1, 2])
def test_the_site_stands_again_for_each_live_server(
    turn: int, live_server: LiveServer, page: Page, no_foreign_requests: list[str]
) -> None:
    assert Site.objects.get(is_default_site=True).root_page.depth == 2
    answer = page.goto(live_server.url)
    assert answer
    assert answer.status == 200
    assert page.evaluate("navigator.language") == "fr-FR"


def test_a_request_to_another_host_is_seen(live_server: LiveServer, page: Page, no_foreign_requests: list[str]) -> None:
    page.route("**/*.example/**", lambda route: route.abort())
    page.set_content("<img src='https://traceur.example/pixel.gif' alt=''>")
    page.wait_for_load_state("networkidle")
    assert no_foreign_requests == ["https://traceur.example/pixel.gif"]
    no_foreign_requests.clear()
