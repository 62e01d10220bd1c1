"""Short addresses for paper, which never die (issue item 9, PR-06)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.registries import due_work
from events.models import Seed, WorkshopPage
from journal.models import IssuePage, ShortAddress
from journal.selectors.addresses import dead_addresses
from journal.services import watching
from journal.services.addresses import address_of_article, address_of_issue, address_of_seed
from journal.services.watching import follow_addresses
from outbox.models import Message
from people.models import User
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.people import UserFactory


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


# --- who is told (PR-06) --------------------------------------------------------------------------


@pytest.fixture
def told(editor: User) -> Callable[[], list[tuple[str, str]]]:
    """To whom the outbox writes, and what about, in order."""
    return lambda: [(row.address, row.content.subject) for row in Message.objects.order_by("pk")]


DAY = timedelta(days=1)


def test_editors_hear_once_of_each_printed_address_that_died(
    issue: IssuePage, article: Any, editor: User, told: Callable[[], list[tuple[str, str]]]
) -> None:
    other = ArticlePageFactory(parent=issue, title="Le dernier car")
    for page in (article, other):
        address_of_article(issue=issue, article=page)
    now = timezone.now()
    assert (follow_addresses(now), told()) == (0, [])
    article.unpublish()
    one = [(editor.email, "Une adresse imprimée ne mène plus à rien\u00a0: Numéro 3")]
    # Followed once a day: nothing is looked at before, and nothing is said again after.
    assert (follow_addresses(now + DAY / 2), told()) == (0, [])
    assert (follow_addresses(now + DAY), told()) == (1, one)
    assert (follow_addresses(now + 2 * DAY), told()) == (0, one)
    other.unpublish()
    assert (follow_addresses(now + 3 * DAY), told()) == (1, [*one, *one])
    text = Message.objects.order_by("pk").last().content.text
    assert ("/r/n3-2\u00a0: Le dernier car" in text, "Le premier car" in text) == (True, False)
    assert reverse("journal_papers", args=[issue.pk]) in text


def test_an_address_that_lives_again_and_dies_again_is_told_of_again(
    issue: IssuePage, article: Any, told: Callable[[], list[tuple[str, str]]]
) -> None:
    address = address_of_article(issue=issue, article=article)
    now = timezone.now()
    for day, is_live in enumerate((False, True, False)):
        article.live = is_live
        article.save()
        follow_addresses(now + day * DAY)
        address.refresh_from_db()
        assert address.dead_since == (None if is_live else now + day * DAY)
    assert len(told()) == 2


def test_addresses_that_died_together_are_told_of_together_to_those_who_can_publish(
    issue: IssuePage, article: Any, add_seed: Any, told: Callable[[], list[tuple[str, str]]], workshop: WorkshopPage
) -> None:
    """A seed is gone with its workshop. Who left the house, or may not publish, is not written to."""
    UserFactory(is_superuser=True, is_active=False)
    UserFactory()
    address_of_article(issue=issue, article=article)
    address_of_seed(issue=issue, seed=add_seed())
    article.unpublish()
    workshop.unpublish()
    assert follow_addresses(timezone.now()) == 2
    assert [subject for _to, subject in told()] == ["2 adresses imprimées ne mènent plus à rien\u00a0: Numéro 3"]


def test_nobody_is_told_of_what_is_not_out_yet_but_of_an_issue_taken_back(
    issue: IssuePage, article: Any, told: Callable[[], list[tuple[str, str]]]
) -> None:
    address_of_article(issue=issue, article=article)
    IssuePage.objects.update(live=False)
    article.unpublish()
    now = timezone.now()
    assert (follow_addresses(now), told()) == (0, [])
    IssuePage.objects.update(first_published_at=now)
    assert follow_addresses(now + DAY) == 1
    assert len(told()) == 1


def test_the_clock_follows_them_some_at_a_time(issue: IssuePage, article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert follow_addresses in [work.run for work in due_work]
    monkeypatch.setattr(watching, "AT_ONCE", 2)
    for _rank in range(3):
        address_of_article(issue=issue, article=ArticlePageFactory(parent=issue, live=False))
    now = timezone.now()
    assert [follow_addresses(now) for _tick in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_when_nothing_is_due_the_clock_asks_once(issue: IssuePage, count: int) -> None:
    for _rank in range(count):
        address_of_article(issue=issue, article=ArticlePageFactory(parent=issue))
    now = timezone.now()
    follow_addresses(now)
    with CaptureQueriesContext(connection) as queries:
        follow_addresses(now + DAY / 2)
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) == 1


def test_a_seed_whose_workshop_left_the_site_is_gone(
    client: Client, issue: IssuePage, add_seed: Any, workshop: WorkshopPage
) -> None:
    """Its page answers 404: the printed code says more."""
    address_of_seed(issue=issue, seed=add_seed())
    workshop.unpublish()
    assert client.get("/r/n3-g1").status_code == 410
