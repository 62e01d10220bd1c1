"""The search page: what is public, whatever is typed."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from home.search.results import PAGE_SIZE
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.home import NewsPageFactory, OrganisationPageFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db


def ask(client: Client, question: str, **more: str) -> object:
    response = client.get(reverse("home:search"), {"q": question, **more})
    assert response.status_code == 200
    return response


def titles(response: object) -> list[str]:
    return [heading.get_text() for heading in soup(response).select(".teaser-title")]


def test_a_word_finds_pages_of_every_kind_and_says_which(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Le covoiturage démarre")
    OrganisationPageFactory(parent=house.organisations, title="Les amis du covoiturage")
    response = ask(client, "covoiturage")
    assert sorted(titles(response)) == ["Le covoiturage démarre", "Les amis du covoiturage"]
    kinds = {kicker.get_text(strip=True) for kicker in soup(response).select("main .kicker")}
    assert "Actualité" in kinds
    assert "2 pages pour « covoiturage »" in main_text(response)


def test_the_text_of_a_page_is_searched(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Un refuge", body=[("text", "<p>On y sert un fenouil braisé.</p>")])
    assert titles(ask(client, "fenouil")) == ["Un refuge"]


def test_every_word_must_be_there(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Un refuge ouvert")
    NewsPageFactory(parent=house.news, title="Un refuge fermé")
    assert titles(ask(client, "refuge ouvert")) == ["Un refuge ouvert"]


@pytest.mark.parametrize("question", ["l’écriture", "L'écriture", "d’écriture", "« écriture »", "écriture !"])
def test_articles_and_signs_do_not_hide_a_word(client: Client, house: House, question: str) -> None:
    NewsPageFactory(parent=house.news, title="Un atelier d’écriture")
    assert titles(ask(client, question)) == ["Un atelier d’écriture"]


def test_drafts_and_private_pages_are_never_found(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Refuge secret", live=False)
    make_private(NewsPageFactory(parent=house.news, title="Refuge réservé"))
    published = NewsPageFactory(parent=house.news, title="Refuge fermé depuis")
    published.unpublish()
    assert titles(ask(client, "refuge")) == []


def test_nothing_found_says_what_to_try(client: Client, house: House) -> None:
    response = ask(client, "xylophone")
    assert "Aucune page pour « xylophone »." in main_text(response)
    assert reverse("home:sitemap") in links(response)


def test_nothing_asked_shows_the_form_alone(client: Client, house: House) -> None:
    response = ask(client, "   ")
    assert titles(response) == []
    assert "Que cherchez-vous" in main_text(response)


def test_what_was_typed_stays_in_the_field_and_is_escaped(client: Client, house: House) -> None:
    response = ask(client, '"><script>alert(1)</script>')
    field = soup(response).select_one("#question")
    assert field is not None
    assert field["value"] == '"><script>alert(1)</script>'
    assert soup(response).select("main script") == []


def test_results_turn(client: Client, house: House) -> None:
    for _ in range(PAGE_SIZE + 2):
        NewsPageFactory(parent=house.news, summary="Un refuge.")
    response = ask(client, "refuge", page="2")
    assert len(titles(response)) == 2
    assert "?q=refuge&page=1" in links(response)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%00b",
        "q=" + "x" * 10_000,
        "q=%22",
        "q='",
        "q=*",
        "q=a*",
        "q=NOT",
        "q=AND+OR+NOT",
        "q=(",
        "q=title:refuge",
        "q=%5C",
        "q=%25",
        "q=%F0%9F%8E%88",
        "q=%F0%28%8C%28",
        "q=refuge&page=abc",
        "q=refuge&page=%00",
        "q=refuge&page=-3",
        "q=!&",
        "q=%3A%2A%26%7C",
        "q[]=refuge",
        urlencode({"q": "l’été « d’écriture »"}),
    ],
)
def test_garbage_is_answered(client: Client, house: House, query: str) -> None:
    NewsPageFactory(parent=house.news, title="Un refuge")
    assert client.get(f"{reverse('home:search')}?{query}").status_code == 200


def test_more_results_ask_no_more_queries(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, title="Un refuge")
    url = f"{reverse('home:search')}?q=refuge"
    SessionFactory(event=WorkshopPageFactory(parent=house.agenda, title="Un refuge à rouvrir"))
    one = count_queries(client, url)
    for number in (2, 3):
        NewsPageFactory(parent=house.news, title=f"Un refuge, {number}")
        SessionFactory(event=WorkshopPageFactory(parent=house.agenda, title=f"Un refuge à rouvrir, {number}"))
    assert count_queries(client, url) == one


def test_results_are_kept_from_search_engines(client: Client, house: House) -> None:
    robots = soup(ask(client, "refuge")).select_one('meta[name="robots"]')
    assert robots is not None
    assert robots["content"] == "noindex"
