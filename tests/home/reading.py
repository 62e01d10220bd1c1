import re

from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def main_text(response: HttpResponse) -> str:
    """The words of the page itself, without masthead and foot, on one line with ordinary spaces."""
    main = soup(response).find("main")
    assert main is not None
    return re.sub(r" (?=[.,)])", "", " ".join(main.get_text(" ").split()))


def links(response: HttpResponse) -> set[str]:
    """Where the page itself leads."""
    main = soup(response).find("main")
    assert main is not None
    return {str(a["href"]) for a in main.find_all("a", href=True)}


def make_private(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def get(client: Client, page: Page, query: str = "") -> HttpResponse:
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response


def count_queries(client: Client, url: str) -> int:
    """How many queries `url` takes once renditions and caches exist."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
