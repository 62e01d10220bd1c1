"""Lists that a reader filters and turns, whatever is typed in the address bar."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from home.listings import PAGE_SIZE
from tests.factories.cms import ImageFactory, TerritoryFactory, TopicFactory
from tests.factories.home import (
    CallPageFactory,
    NewsPageFactory,
    OrganisationPageFactory,
    ProgrammePageFactory,
    ProjectPageFactory,
)
from tests.factories.tree import House
from tests.home.reading import count_queries, get, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db


def titles(response: object) -> list[str]:
    return [heading.get_text() for heading in soup(response).select(".card-title")]


def test_only_live_public_pages_are_listed(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Publiée")
    NewsPageFactory(parent=house.news, title="Brouillon", live=False)
    make_private(NewsPageFactory(parent=house.news, title="Réservée"))
    response = get(client, house.news)
    assert titles(response) == ["Publiée"]
    assert "1 actualité." in main_text(response)


def test_news_come_newest_first(client: Client, house: House) -> None:
    for day in (3, 12, 7):
        NewsPageFactory(parent=house.news, title=f"Le {day}", date=f"2026-03-{day:02d}")
    assert titles(get(client, house.news)) == ["Le 12", "Le 7", "Le 3"]


def test_an_empty_list_says_so_in_a_sentence(client: Client, house: House) -> None:
    text = main_text(get(client, house.organisations))
    assert "Aucun résultat." in text
    assert "Rien n’est encore publié ici." in text


def test_a_topic_narrows_the_list_and_says_it(client: Client, house: House) -> None:
    mobility, health = TopicFactory(name="Mobilité"), TopicFactory(name="Santé")
    kept = NewsPageFactory(parent=house.news, title="Un car")
    kept.topics.set([mobility])
    kept.save()
    other = NewsPageFactory(parent=house.news, title="Une infirmière")
    other.topics.set([health])
    other.save()
    response = get(client, house.news, "?theme=mobilite")
    assert titles(response) == ["Un car"]
    assert "sur le thème « Mobilité »." in main_text(response)
    assert soup(response).select_one("#filtre-theme option[selected]")["value"] == "mobilite"


def test_a_territory_holds_what_lies_under_it_and_what_it_covers(client: Client, house: House) -> None:
    valley = TerritoryFactory(name="La vallée")
    village = TerritoryFactory(name="Le village", parent=valley)
    delegation = TerritoryFactory(name="La délégation")
    delegation.covers.add(village)
    OrganisationPageFactory(parent=house.organisations, title="Au village", territory=village)
    OrganisationPageFactory(parent=house.organisations, title="Ailleurs", territory=TerritoryFactory(name="Ailleurs"))
    assert titles(get(client, house.organisations, "?territoire=la-vallee")) == ["Au village"]
    assert titles(get(client, house.organisations, "?territoire=la-delegation")) == ["Au village"]


def test_a_choice_without_result_offers_the_whole_list(client: Client, house: House) -> None:
    TopicFactory(name="Mobilité")
    NewsPageFactory(parent=house.news)
    response = get(client, house.news, "?theme=mobilite")
    assert "Rien ne correspond à ce choix." in main_text(response)
    assert house.news.url in links(response)


def test_pages_turn_and_keep_the_choice(client: Client, house: House) -> None:
    topic = TopicFactory(name="Mobilité")
    for _ in range(PAGE_SIZE + 1):
        page = NewsPageFactory(parent=house.news)
        page.topics.set([topic])
        page.save()
    response = get(client, house.news, "?theme=mobilite&page=2")
    assert len(titles(response)) == 1
    assert "?theme=mobilite&page=1" in links(response)


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?page=-1",
        "?page=999999999999999999999999",
        "?page=" + "9" * 5000,
        "?page=%00",
        "?theme=%00",
        "?theme=a%00b",
        "?theme=%F0%28%8C%28",
        "?theme='%20OR%201=1--",
        "?theme=inconnu&territoire=inconnu",
        "?theme=a&theme=b",
        "?" + urlencode({"territoire": "x" * 10_000}),
        "?page=abc&theme=%00&territoire=" + "é" * 3_000,
        "?%00=%00",
    ],
)
def test_garbage_in_the_address_shows_the_list(client: Client, house: House, query: str) -> None:
    NewsPageFactory(parent=house.news, title="Toujours là")
    TopicFactory()
    assert titles(get(client, house.news, query)) == ["Toujours là"]


@pytest.mark.parametrize(
    ("factory", "room"),
    [
        (NewsPageFactory, "news"),
        (OrganisationPageFactory, "organisations"),
        (ProgrammePageFactory, "programmes"),
        (ProjectPageFactory, "projects"),
        (CallPageFactory, "calls"),
    ],
)
def test_a_longer_list_asks_no_more_queries(client: Client, house: House, factory: type, room: str) -> None:
    index = getattr(house, room)
    factory(parent=index, listing_image=ImageFactory())
    one = count_queries(client, index.url)
    for _ in range(2):
        factory(parent=index, listing_image=ImageFactory())
    assert count_queries(client, index.url) == one
