"""The public pages of the journal (issue item 8, look.md 4.1, 4.7, 4.8)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from cms.enums import Licence
from config.first_run.tree import House
from events.models import DiagnosisItem, WorkshopPage
from home.models import HomePage
from journal.models import ArticlePage, IssuePage, JournalPage, Rubric, Signature
from journal.services import ensure_rubrics, prepare_dossier
from tests.factories.cms import ImageFactory
from tests.factories.journal import ArticlePageFactory, IssuePageFactory


@pytest.fixture
def rubrics(db: None) -> dict[str, Rubric]:
    return ensure_rubrics()


def main_of(client: Client, page: Page) -> Any:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find("main")


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").replace("\u202f", " ").split())


def sign(article: ArticlePage, *names: str) -> None:
    for rank, name in enumerate(names):
        Signature.objects.create(page=article, name=name, role="writing" if rank == 0 else "photo", sort_order=rank)


def test_the_tree_of_the_journal_takes_only_its_own() -> None:
    assert JournalPage.allowed_parent_page_models() == [HomePage]
    assert JournalPage.allowed_subpage_models() == [IssuePage]
    assert IssuePage.allowed_parent_page_models() == [JournalPage]
    assert IssuePage.allowed_subpage_models() == [ArticlePage]
    assert ArticlePage.allowed_parent_page_models() == [IssuePage]
    assert ArticlePage.allowed_subpage_models() == []
    assert (JournalPage.max_count, IssuePage.max_count, ArticlePage.max_count) == (1, None, None)


def test_there_is_only_one_journal(house: House) -> None:
    assert JournalPage.can_create_at(house.home) is False


def test_the_front_page_leads_with_the_newest_issue(client: Client, house: House, rubrics: Any) -> None:
    for number in (1, 3, 2):
        issue = IssuePageFactory(parent=house.journal, number=number, theme=f"Thème {number}")
        ArticlePageFactory(parent=issue, title=f"Semer {number}", rubric=rubrics["Semer"])
        ArticlePageFactory(parent=issue, title=f"Rencontrer {number}", rubric=rubrics["Rencontrer"])
    IssuePageFactory(parent=house.journal, number=4, live=False)
    main = main_of(client, house.journal)
    assert words(main.select_one(".nameplate-line")) == "N o 3 Printemps 2026 Thème 3"
    assert words(main.select_one(".lead-title")) == "Rencontrer 3"
    assert [words(li.h2) for li in main.select(".une-columns li")] == ["Semer 3"]
    assert [words(number) for number in main.select(".covers .cover-number")] == ["N o 3", "N o 2", "N o 1"]


def test_before_the_first_issue_the_front_page_says_so(client: Client, house: House) -> None:
    assert words(main_of(client, house.journal).select_one(".empty")) == (
        "Le premier numéro se prépare. Il naîtra des ateliers."
    )


def test_an_issue_lists_its_articles_by_rubric_with_their_folio(client: Client, issue: IssuePage, rubrics: Any) -> None:
    seed = ArticlePageFactory(parent=issue, title="La graine", rubric=rubrics["Semer"])
    meet = ArticlePageFactory(parent=issue, title="La rencontre", rubric=rubrics["Rencontrer"])
    ArticlePageFactory(parent=issue, title="Le brouillon", rubric=rubrics["Agir"], live=False)
    sign(meet, "Ada Roy", "Noé Blanc")
    sections = main_of(client, issue).select(".sommaire-rubric")
    assert [words(section) for section in sections] == [
        "Rencontrer Des gens, des lieux, des portraits. La rencontre , article 1 Ada Roy, Noé Blanc",
        "Semer Les graines de projet nées des ateliers. La graine , article 2",
    ]
    assert [a["href"] for section in sections for a in section.select("a")] == [meet.url, seed.url]


def test_an_issue_without_picture_has_a_drawn_cover_of_its_colour(client: Client, issue: IssuePage) -> None:
    issue.colour, issue.theme = "gentiane", "Se déplacer"
    issue.save()
    cover = main_of(client, issue).select_one(".cover")
    assert "issue-gentiane" in cover["class"]
    assert cover.svg["class"] == ["cover-drawing"]
    assert words(cover) == "Le Dirigeable N o 3 Se déplacer Printemps 2026"


def test_an_issue_shows_the_others(client: Client, house: House, issue: IssuePage) -> None:
    IssuePageFactory(parent=house.journal, number=1)
    IssuePageFactory(parent=house.journal, number=2, live=False)
    assert [words(number) for number in main_of(client, issue).select(".covers .cover-number")] == ["N o 1"]


def test_an_article_says_who_made_it_and_under_which_licence(client: Client, issue: IssuePage, rubrics: Any) -> None:
    article = ArticlePageFactory(parent=issue, title="Le car", kicker="Transports", rubric=rubrics["Agir"])
    sign(article, "Ada Roy", "Noé Blanc")
    main = main_of(client, article)
    assert words(main.select_one(".article-header")) == (
        "Agir 1 Transports Le car Deux phrases qui disent de quoi il s’agit. Elles suffisent à une carte. "
        "Ada Roy texte · Noé Blanc photos"
    )
    assert words(main.select_one(".article-licence")) == (
        "« Le car », Ada Roy, Noé Blanc. Texte sous licence CC BY-SA 4.0 ."
    )
    assert main.select_one("a[rel=license]")["href"] == "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"


def test_its_picture_stands_under_its_title_once(client: Client, issue: IssuePage, rubrics: Any) -> None:
    picture, other = ImageFactory(alt_text="Un car"), ImageFactory(alt_text="Une gare")
    for slug, shown, expected in (("une", other, ["Un car", "Une gare"]), ("deux", picture, ["Un car"])):
        value = {"image": {"image": shown.pk, "alt_text": shown.alt_text, "decorative": False}, "width": "column"}
        body = [{"type": "picture", "value": value}]
        article = ArticlePageFactory(parent=issue, slug=slug, rubric=rubrics["Agir"], listing_image=picture, body=body)
        main = main_of(client, article)
        assert [image["alt"] for image in main.select(".article figure img")] == expected


def test_all_rights_reserved_links_to_no_licence(client: Client, issue: IssuePage, rubrics: Any) -> None:
    article = ArticlePageFactory(parent=issue, rubric=rubrics["Agir"], title="Le car", licence=Licence.ALL_RIGHTS)
    main = main_of(client, article)
    assert words(main.select_one(".article-licence")) == "« Le car ». Tous droits réservés."
    assert main.select("a[rel=license]") == []


def test_one_reads_the_issue_from_article_to_article(client: Client, issue: IssuePage, rubrics: Any) -> None:
    third = ArticlePageFactory(parent=issue, title="Trois", rubric=rubrics["Semer"])
    first = ArticlePageFactory(parent=issue, title="Un", rubric=rubrics["Rencontrer"])
    second = ArticlePageFactory(parent=issue, title="Deux", rubric=rubrics["Comprendre"])
    around = {
        article.title: {a["rel"][0]: a["href"] for a in main_of(client, article).select(".neighbours a")}
        for article in (first, second, third)
    }
    assert around == {
        "Un": {"up": issue.url, "next": second.url},
        "Deux": {"prev": first.url, "up": issue.url, "next": third.url},
        "Trois": {"prev": second.url, "up": issue.url},
    }


def test_a_private_issue_shows_none_of_its_articles_on_the_front_page(
    client: Client, house: House, issue: IssuePage, rubrics: Any
) -> None:
    ArticlePageFactory(parent=issue, rubric=rubrics["Agir"])
    PageViewRestriction.objects.create(page=issue, restriction_type=PageViewRestriction.LOGIN)
    assert main_of(client, house.journal).select(".cover, .lead") == []


def test_json_ld_tells_the_article_and_what_it_is_based_on(
    client: Client, workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
) -> None:
    add_item("</script><script>alert(1)</script>")
    (article,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    article.title = "Se déplacer </script>"
    article.save_revision().publish()
    sign(article, "Ada Roy")
    response = client.get(article.url)
    (block,) = BeautifulSoup(response.content, "html.parser").select('script[type="application/ld+json"]')
    data = json.loads(block.string)
    assert {key: data[key] for key in ("@type", "headline", "articleSection", "author", "isBasedOn", "license")} == {
        "@type": "Article",
        "headline": "Se déplacer </script>",
        "articleSection": "Comprendre",
        "author": [{"@type": "Person", "name": "Ada Roy"}],
        "isBasedOn": [{"@type": "Event", "name": workshop.title, "url": workshop.full_url}],
        "license": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    }
    assert "alert(1)</script>" not in response.content.decode()


def test_the_teaser_of_an_issue_shows_its_cover(issue: IssuePage, house: House) -> None:
    issue.cover = ImageFactory()
    issue.date = None
    assert (issue.teaser.image, issue.teaser.date, issue.teaser.date_label) == (issue.cover, None, "Printemps 2026")


class TestQueries:
    """The same number of queries with one thing and with three."""

    @pytest.fixture
    def count(self, client: Client, house: House) -> Callable[[Page], int]:
        def count(page: Page) -> int:
            client.get(page.url)  # the site’s address is cached
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page.url).status_code == 200
            return len(queries)

        Site.clear_site_root_paths_cache()
        return count

    def test_front_page(self, count: Callable[[Page], int], house: House, rubrics: Any) -> None:
        def add(number: int) -> None:
            issue = IssuePageFactory(parent=house.journal, number=number, cover=ImageFactory())
            for rank in range(number):
                article = ArticlePageFactory(
                    parent=issue, title=f"Article {rank}", rubric=rubrics["Agir"], listing_image=ImageFactory()
                )
                sign(article, "Ada Roy")

        add(2)
        two = count(house.journal)
        add(4)
        assert count(house.journal) == two

    def test_issue(self, count: Callable[[Page], int], house: House, issue: IssuePage, rubrics: Any) -> None:
        def add(rank: int) -> None:
            names = list(rubrics)
            article = ArticlePageFactory(parent=issue, rubric=rubrics[names[rank]], listing_image=ImageFactory())
            sign(article, "Ada Roy")
            IssuePageFactory(parent=house.journal, number=10 + rank, cover=ImageFactory())

        add(0)
        one = count(issue)
        add(1)
        add(2)
        assert count(issue) == one

    def test_article(
        self,
        count: Callable[[Page], int],
        house: House,
        workshop: WorkshopPage,
        add_item: Callable[..., DiagnosisItem],
        add_contact: Callable[..., Any],
    ) -> None:
        def publish(number: int) -> list[ArticlePage]:
            issue = IssuePageFactory(parent=house.journal, number=number)
            articles = prepare_dossier(workshop=workshop, issue=issue, user=None)
            for article in articles:
                article.get_latest_revision().publish()
            return articles

        def add() -> None:
            contact = add_contact()
            add_item(author=contact.person, agrees=True)

        add()
        one = [count(article) for article in publish(1)]
        add()
        add()
        assert [count(article) for article in publish(2)] == one
