"""The map beside the directory, the library, and what they show (issue 8 item 6, S3-05, S4-06, S4-08, law.md A-21)."""

from typing import Any

import pytest
from django.test import Client

from home.enums import ResourceKind
from home.models import ToolOpinion
from tests.factories.cms import TerritoryFactory
from tests.factories.home import OrganisationPageFactory, ResourcePageFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, soup

pytestmark = pytest.mark.django_db


def square(west: float) -> dict[str, Any]:
    ring = [[west, 44.0], [west + 1, 44.0], [west + 1, 45.0], [west, 45.0], [west, 44.0]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


@pytest.fixture
def valley(house: House) -> None:
    whole = TerritoryFactory(name="Vallée", outline=square(6))
    for name, west in (("Amont", 6.0), ("Aval", 6.5)):
        TerritoryFactory(name=name, parent=whole, outline=square(west))
        whole.refresh_from_db()
        OrganisationPageFactory(parent=house.organisations, title=f"Asso {name}", territory=whole.get_children().last())
    unmapped = TerritoryFactory(name="Ailleurs")
    OrganisationPageFactory(parent=house.organisations, territory=unmapped)


def test_each_outline_leads_to_its_sheets_without_a_script(client: Client, valley: None) -> None:
    page = soup(client.get("/annuaire/?sorte=organisation&page=2"))
    links = page.select(".atlas-drawing a")
    assert [(link["aria-label"], link["href"]) for link in links] == [
        ("Vallée : 2 fiches", "/annuaire/?sorte=organisation&territoire=vallee"),
        ("Amont : 1 fiche", "/annuaire/?sorte=organisation&territoire=amont"),
        ("Aval : 1 fiche", "/annuaire/?sorte=organisation&territoire=aval"),
    ]
    assert [one.get_text() for one in page.select(".atlas-count")] == ["1", "1"]
    # The list comes first.
    assert [one.name for one in page.select("main .teaser-title, main .atlas-drawing")][-1] == "svg"
    chosen = soup(client.get("/annuaire/?territoire=amont"))
    assert [one["aria-label"] for one in chosen.select("[aria-current=true]")] == ["Amont : 1 fiche"]


def test_the_script_gets_the_same_places(client: Client, valley: None) -> None:
    places = client.get("/annuaire/carte.json?q=amont").json()["features"]
    assert {place["properties"]["name"]: place["properties"]["count"] for place in places} == {"Vallée": 1, "Amont": 1}
    assert places[1]["properties"]["centre"] == [6.5, 44.5]


def test_a_site_without_outlines_has_no_map_and_no_script(client: Client, house: House) -> None:
    OrganisationPageFactory(parent=house.organisations, territory=TerritoryFactory())
    assert soup(client.get("/annuaire/")).select("[data-atlas], script[src*=leaflet]") == []


def test_only_the_directory_may_show_tiles(client: Client, valley: None) -> None:
    """law.md G-14: nothing is asked of another host before a click; elsewhere the policy forbids it altogether."""
    tiles = "https://tile.openstreetmap.org"
    answer = client.get("/annuaire/")
    assert tiles in answer["Content-Security-Policy"]
    assert soup(answer).select(f'[src^="{tiles}"], [href^="{tiles}"]') == []
    assert tiles not in client.get("/plan-du-site/")["Content-Security-Policy"]


def test_the_map_costs_one_query_whatever_it_draws(client: Client, valley: None) -> None:
    before = count_queries(client, "/annuaire/")
    for number in range(3):
        TerritoryFactory(name=f"Ville {number}", outline=square(8 + number))
    assert count_queries(client, "/annuaire/") == before


def test_the_library_is_listed_by_kind(client: Client, house: House) -> None:
    ResourcePageFactory(parent=house.resources, title="Un tableau", kind=ResourceKind.TOOL)
    ResourcePageFactory(parent=house.resources, title="Huit soirées", kind=ResourceKind.EXPERIENCE)
    shown = soup(client.get(f"{house.resources.url}?sorte=tool"))
    assert [one.get_text() for one in shown.select(".card-title")] == ["Un tableau"]
    assert len(soup(client.get(f"{house.resources.url}?sorte=nimporte")).select(".card-title")) == 2
    assert [one.get_text() for one in soup(client.get("/recherche/?q=soirees")).select(".teaser-title")] == [
        "Huit soirées"
    ]


def test_a_tool_is_compared_by_those_who_tried_it(client: Client, house: House) -> None:
    tool = ResourcePageFactory(parent=house.resources, title="Un tableau", kind=ResourceKind.TOOL)
    for title, live in (("La Clé", True), ("Cachée", False)):
        page = OrganisationPageFactory(parent=house.organisations, title=title, live=live)
        tool.opinions.add(ToolOpinion(organisation=page, advantages=f"Bien, dit {title}", limits="Lent"))
    tool.save_revision().publish()
    rows = soup(client.get(tool.url)).select("tbody tr")
    assert [[cell.get_text() for cell in row.select("th, td")] for row in rows] == [
        ["La Clé", "", "Bien, dit La Clé", "Lent"]
    ]
