"""Short addresses for paper, which never die (issue item 9, PR-06)."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from events.models import Seed
from journal.models import IssuePage, ShortAddress
from journal.selectors.addresses import dead_addresses
from journal.services.addresses import address_of_article, address_of_issue, address_of_seed
from tests.factories.journal import ArticlePageFactory, IssuePageFactory


@pytest.fixture
def article(issue: IssuePage) -> Any:
    return ArticlePageFactory(parent=issue, title="Le premier car")


def test_each_thing_gets_one_short_code_that_says_its_issue(issue: IssuePage, article: Any, add_seed: Any) -> None:
    other = ArticlePageFactory(parent=issue)
    codes = [address_of_article(issue=issue, article=page).code for page in (article, other, article)]
    assert codes == ["n3-1", "n3-2", "n3-1"]
    assert address_of_issue(issue=issue).code == address_of_issue(issue=issue).code == "n3"
    assert address_of_seed(issue=issue, seed=add_seed()).code == "n3-g1"


def test_a_number_borne_twice_gives_two_codes(issue: IssuePage, house: Any) -> None:
    address_of_issue(issue=issue)
    issue.number = 30
    issue.save()
    other = IssuePageFactory(parent=house.journal, number=3, slug="autre-3")
    assert (address_of_issue(issue=issue).code, address_of_issue(issue=other).code) == ("n3", "n3bis1")


def test_it_leads_to_the_page_wherever_it_moves(client: Client, issue: IssuePage, article: Any) -> None:
    address = address_of_article(issue=issue, article=article)
    assert address.get_absolute_url() == "/r/n3-1"
    for slug in ("le-premier-car", "le-car-du-matin"):
        article.slug = slug
        article.save()
        response = client.get("/r/n3-1")
        assert (response.status_code, response["Location"]) == (302, Page.objects.get(pk=article.pk).full_url)
    assert [client.get(typed).status_code for typed in ("/r/N3-1", "/r/n3-1/")] == [302, 302]  # typed from paper


def test_a_scan_changes_nothing(client: Client, issue: IssuePage, article: Any) -> None:
    address_of_article(issue=issue, article=article)
    with CaptureQueriesContext(connection) as queries:
        assert client.head("/r/n3-1").status_code == 302
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert client.post("/r/n3-1").status_code == 405


@pytest.mark.parametrize("fate", ["deleted", "unpublished", "private"])
def test_when_its_page_is_gone_it_says_so_and_offers_the_issue(
    client: Client, admin: Client, issue: IssuePage, article: Any, fate: str
) -> None:
    address_of_article(issue=issue, article=article)
    assert dead_addresses(issue) == []
    if fate == "deleted":
        article.delete()
    elif fate == "unpublished":
        article.unpublish()
    else:
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/r/n3-1")
    main = BeautifulSoup(response.content, "html.parser").main
    assert response.status_code == 410
    assert "«\u00a0Le premier car\u00a0»" in main.get_text()
    assert main.select_one("a")["href"] == issue.full_url
    assert [str(address) for address in dead_addresses(issue)] == ["/r/n3-1"]
    told = admin.get(reverse("journal_papers", args=[issue.pk])).content.decode()
    assert "<code>/r/n3-1</code>" in told  # PR-06


def test_its_code_outlives_the_issue_and_is_never_given_again(
    client: Client, issue: IssuePage, article: Any, house: Any
) -> None:
    address_of_article(issue=issue, article=article)
    issue.delete()
    assert client.get("/r/n3-1").status_code == 410
    again = IssuePageFactory(parent=house.journal, number=3, slug="encore-3")
    assert address_of_article(issue=again, article=ArticlePageFactory(parent=again)).code == "n3-2"
    assert ShortAddress.objects.count() == 2


def test_a_seed_leads_to_its_own_page(client: Client, issue: IssuePage, add_seed: Any) -> None:
    seed: Seed = add_seed()
    address_of_seed(issue=issue, seed=seed)
    assert client.get("/r/n3-g1")["Location"] == seed.get_absolute_url()


def test_an_unknown_code_is_not_found(client: Client, house: Any) -> None:
    assert client.get("/r/n9-9").status_code == 404
