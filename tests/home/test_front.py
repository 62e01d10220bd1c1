"""The first page: what is alive on the territory, and a site without content that still reads well."""

import pytest
from django.test import Client

from tests.factories.cms import ImageFactory
from tests.factories.events import SeedFactory, SessionFactory, WorkshopPageFactory
from tests.factories.home import CallPageFactory, NewsPageFactory, ProjectPageFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, get, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db


def test_a_fresh_site_speaks_in_sentences(client: Client, house: House) -> None:
    response = get(client, house.home)
    text = main_text(response)
    assert "Les premières nouvelles arrivent." in text
    assert "Aucun projet n’est encore présenté." in text
    assert len(soup(response).select("h1")) == 1


def test_the_newest_piece_of_news_leads_and_the_others_follow(client: Client, house: House) -> None:
    for day in range(1, 9):
        NewsPageFactory(parent=house.news, title=f"Nouvelle du {day}", date=f"2026-03-{day:02d}")
    page = soup(get(client, house.home))
    assert [title.get_text() for title in page.select(".lead-title")] == ["Nouvelle du 8"]
    assert [title.get_text() for title in page.select(".une-side .stream-title")] == [
        f"Nouvelle du {day}" for day in (7, 6, 5)
    ]


def test_what_is_not_public_is_nowhere(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Secret un", live=False)
    make_private(NewsPageFactory(parent=house.news, title="Secret deux"))
    make_private(ProjectPageFactory(parent=house.projects, title="Secret trois"))
    CallPageFactory(parent=house.calls, title="Secret quatre", live=False, deadline="2999-01-01")
    assert "Secret" not in main_text(get(client, house.home))


def test_only_open_calls_are_shown_the_nearest_deadline_first(client: Client, house: House) -> None:
    CallPageFactory(parent=house.calls, title="Plus tard", deadline="2999-02-01")
    CallPageFactory(parent=house.calls, title="Bientôt clos", deadline="2999-01-01")
    CallPageFactory(parent=house.calls, title="Clos", deadline="2020-01-01")
    CallPageFactory(parent=house.calls, title="Pas ouvert", opens_on="2998-01-01", deadline="2999-01-01")
    page = soup(get(client, house.home))
    assert [title.get_text() for title in page.select(".une-calls .stream-title")] == ["Bientôt clos", "Plus tard"]


def test_dates_and_seeds_of_public_workshops_are_shown(client: Client, house: House) -> None:
    workshop = WorkshopPageFactory(parent=house.agenda, title="Se déplacer autrement")
    SessionFactory(event=workshop, open=True)
    SeedFactory(workshop=workshop, title="Un car à la demande")
    hidden = WorkshopPageFactory(parent=house.agenda, title="Secret un", live=False)
    SessionFactory(event=hidden, open=True)
    SeedFactory(workshop=hidden, title="Secret deux")
    text = main_text(get(client, house.home))
    assert "Se déplacer autrement" in text
    assert "Un car à la demande" in text
    assert "Secret" not in text


def test_links_lead_to_the_whole_of_each_part(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news)
    NewsPageFactory(parent=house.news)
    assert {house.news.url, house.projects.url, house.journal.url} <= links(get(client, house.home))


def test_more_content_asks_no_more_queries(client: Client, house: House) -> None:
    def publish() -> None:
        NewsPageFactory(parent=house.news, listing_image=ImageFactory())
        ProjectPageFactory(parent=house.projects, listing_image=ImageFactory())
        CallPageFactory(parent=house.calls, deadline="2999-01-01")

    publish()
    one = count_queries(client, house.home.url)
    publish()
    publish()
    assert count_queries(client, house.home.url) == one
