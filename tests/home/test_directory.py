"""« Qui fait quoi »: who is found, how the choices divide, what leaves as a file (issue 8 item 6, S2-06, S3-05)."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home.enums import ActorKind
from home.models import FindingEntry, FindingWord, OrganisationPage
from home.search.directory import directory_page, exported, read_question
from home.search.indexing import index_everything, repair_index
from home.search.stems import stems_of
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.home import NewsPageFactory, OrganisationPageFactory, ProjectPageFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, make_private, soup

pytestmark = pytest.mark.django_db


def titles(**query: str) -> list[str]:
    return [teaser.title for teaser in directory_page(query).teasers]


def found_by(client: Client, question: str) -> list[str]:
    response = client.get(reverse("home:search"), {"q": question})
    return [heading.get_text() for heading in soup(response).select(".teaser-title")]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Les ateliers d’écriture", "atelier ecriture"),
        ("Santé mentale", "SANTÉS MENTALES"),
        ("Cœur de ville", "coeur des villes"),
        ("Bibliothèque municipale", "bibliotheques"),
        ("Hébergement des aînés", "hebergements aines"),
        ("Une compagnie de théâtre", "compagn"),
    ],
)
def test_accents_plurals_articles_and_unfinished_words_do_not_hide_a_sheet(
    client: Client, house: House, text: str, question: str
) -> None:
    OrganisationPageFactory(parent=house.organisations, title=text)
    OrganisationPageFactory(parent=house.organisations, title="Tout autre chose")
    assert titles(q=question) == [text]
    assert found_by(client, question) == [text]


def test_words_are_made_alike_without_those_that_every_page_has() -> None:
    assert stems_of("Les ateliers de l’écriture et du théâtre") == stems_of("atelier écritures théâtres")


def test_a_title_counts_more_than_a_summary_and_a_summary_more_than_a_text(client: Client, house: House) -> None:
    text = [("text", "<p>Ils ont un refuge.</p>")]
    OrganisationPageFactory(parent=house.organisations, title="Zoé", summary="Ailleurs.", body=text)
    OrganisationPageFactory(parent=house.organisations, title="Yann", summary="Tient un refuge.")
    OrganisationPageFactory(parent=house.organisations, title="Xavier du refuge", summary="Ailleurs.")
    assert found_by(client, "refuge") == ["Xavier du refuge", "Yann", "Zoé"]


def test_choices_say_how_many_sheets_each_would_leave(house: House) -> None:
    region = TerritoryFactory(name="Valclair")
    valley = TerritoryFactory(name="Haute Vallée", parent=region)
    reading = TopicFactory(name="Lecture")
    OrganisationPageFactory(parent=house.organisations, kind=ActorKind.HEALTH, territory=valley, topics=[reading])
    OrganisationPageFactory(parent=house.organisations, kind=ActorKind.CULTURE, territory=region)
    ProjectPageFactory(parent=house.projects, territory=valley)
    NewsPageFactory(parent=house.news, territory=valley)
    directory = directory_page({"territoire": valley.slug})
    assert directory.count == 2
    assert {choice.value: choice.count for choice in directory.kinds} == {"organisation": 1, "project": 1, "person": 0}
    assert {choice.value: choice.count for choice in directory.natures if choice.count} == {"health": 1}
    assert {choice.label: choice.count for choice in directory.topics} == {"Lecture": 1}
    assert {choice.value: choice.count for choice in directory.territories} == {region.slug: 3, valley.slug: 2}


def test_an_organisation_is_found_in_every_territory_where_it_acts_and_counted_once(house: House) -> None:
    region, away = TerritoryFactory(name="Valclair"), TerritoryFactory(name="Autre pays")
    upper, lower = TerritoryFactory(name="Haute", parent=region), TerritoryFactory(name="Basse", parent=region)
    office = TerritoryFactory(name="Délégation", parent=away)
    office.covers.add(lower)
    sheet = OrganisationPageFactory(parent=house.organisations, title="Le fournil", territory=upper)
    sheet.also_in.set([lower])
    sheet.save_revision().publish()
    OrganisationPageFactory(parent=house.organisations, title="La menuiserie", territory=upper)
    found = {place.slug: titles(territoire=place.slug) for place in (upper, lower, office)}
    assert found == {
        upper.slug: ["La menuiserie", "Le fournil"],
        lower.slug: ["Le fournil"],
        office.slug: ["Le fournil"],
    }
    counted = {choice.value: choice.count for choice in directory_page({}).territories}
    assert counted == {region.slug: 2, upper.slug: 2, lower.slug: 1, away.slug: 1, office.slug: 1}
    index_everything()
    assert {choice.value: choice.count for choice in directory_page({}).territories} == counted
    assert [row["territoire"] for row in exported(read_question({"q": "fournil"}))] == ["Haute, Basse"]


def test_what_stops_being_public_leaves_at_once(client: Client, house: House) -> None:
    hidden = OrganisationPageFactory(parent=house.organisations, title="Refuge fermé")
    locked = OrganisationPageFactory(parent=house.organisations, title="Refuge réservé")
    gone = OrganisationPageFactory(parent=house.organisations, title="Refuge détruit")
    assert len(titles(q="refuge")) == 3
    hidden.unpublish()
    make_private(locked)
    gone.delete()
    assert titles(q="refuge") == []
    assert not FindingEntry.objects.filter(title__startswith="Refuge").exists()
    locked.get_view_restrictions().delete()
    index_everything()
    assert titles(q="refuge") == ["Refuge réservé"]


def test_making_the_index_again_asks_as_little_for_three_sheets_as_for_one(house: House) -> None:
    asked = []
    for names in (["Le refuge"], ["Le théâtre", "La ferme"]):
        for name in names:
            OrganisationPageFactory(parent=house.organisations, title=name, topics=[TopicFactory()])
        with CaptureQueriesContext(connection) as captured:
            index_everything()
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert sorted(titles()) == ["La ferme", "Le refuge", "Le théâtre"]


def test_the_clock_completes_an_index_that_signals_left_behind(house: House) -> None:
    missed = OrganisationPageFactory(parent=house.organisations, title="Le refuge oublié")
    stale = OrganisationPageFactory(parent=house.organisations, title="Le refuge fermé")
    FindingEntry.objects.filter(object_id=missed.pk).delete()
    OrganisationPage.objects.filter(pk=stale.pk).update(live=False)
    assert [repair_index(timezone.now()), repair_index(timezone.now())] == [2, 0]
    assert titles(q="refuge") == ["Le refuge oublié"]


def test_a_change_is_found_by_its_new_words_only(house: House) -> None:
    sheet = OrganisationPageFactory(parent=house.organisations, title="Le fournil")
    sheet.title = "La menuiserie"
    sheet.save_revision().publish()
    assert (titles(q="fournil"), titles(q="menuiserie")) == ([], ["La menuiserie"])


def test_a_mistyped_word_gets_a_suggestion(client: Client, house: House) -> None:
    OrganisationPageFactory(parent=house.organisations, title="La bibliothèque du col")
    response = client.get(reverse("home:search"), {"q": "biblioteque"})
    assert "Essayez plutôt « bibliothèque »." in " ".join(soup(response).main.get_text().split()).replace("\u00a0", " ")


@pytest.mark.parametrize("how", ["unpublished", "locked", "deleted", "behind the index"])
def test_a_word_that_nobody_may_read_any_more_is_suggested_to_nobody(client: Client, house: House, how: str) -> None:
    sheet = OrganisationPageFactory(parent=house.organisations, title="Les bouquetins")
    kept = OrganisationPageFactory(parent=house.organisations, title="Le gypaète du col")
    ways = {
        "unpublished": sheet.unpublish,
        "locked": lambda: make_private(sheet),
        "deleted": sheet.delete,
        "behind the index": lambda: OrganisationPage.objects.filter(pk=sheet.pk).update(live=False),
    }
    ways[how]()
    kept.save_revision().publish()
    assert "ouquetins" not in soup(client.get(reverse("home:search"), {"q": "bouquetun"})).main.get_text()
    words = dict(FindingWord.objects.values_list("key", "uses"))
    assert ("bouquetin" in words or "bouquetins" in words) is (how == "behind the index")
    assert words["gypaete"] == 1


def test_editors_put_a_page_above_for_chosen_words(client: Client, house: House) -> None:
    chosen = OrganisationPageFactory(parent=house.organisations, title="Permanence d’accueil")
    query = Query.get("besoin d’aide")
    SearchPromotion.objects.create(query=query, page=chosen, sort_order=0)
    assert "Permanence d’accueil" in found_by(client, "Besoin d’aide")
    chosen.unpublish()
    assert found_by(client, "besoin d’aide") == []


def test_the_directory_leaves_as_files_of_three_kinds(client: Client, house: House) -> None:
    OrganisationPageFactory(
        parent=house.organisations, title="=1+1; Refuge, « le vrai »", summary="Une ligne\nune autre"
    )
    address = lambda form: reverse("home:directory_file", args=[form])  # noqa: E731
    rows = list(csv.DictReader(io.StringIO(client.get(address("csv")).content.decode("utf-8-sig")), delimiter=";"))
    assert [row["nom"] for row in rows] == ["'=1+1; Refuge, « le vrai »"]
    data = json.loads(client.get(address("json"), {"q": "refuge"}).content)
    assert [(sheet["nom"], sheet["adresse"].startswith("http://testserver/")) for sheet in data] == [
        ("=1+1; Refuge, « le vrai »", True)
    ]
    card = client.get(address("vcf")).content.decode()
    assert "FN:=1+1\\; Refuge\\, « le vrai »\r\n" in card
    assert "NOTE:Une ligne\\nune autre\r\n" in card
    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75
    assert client.get(address("exe")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"sorte": "robot"},
        {"nature": "'; DROP TABLE"},
        {"territoire": "nulle-part", "theme": "%00"},
        {"q": '"*(', "page": "-1"},
        {"q": "é" * 5000},
    ],
)
def test_garbage_in_the_address_is_no_choice(client: Client, house: House, query: dict[str, Any]) -> None:
    OrganisationPageFactory(parent=house.organisations)
    assert client.get(reverse("home:directory"), query).status_code == 200


def test_an_empty_directory_says_so(client: Client, house: House) -> None:
    assert "Il n’y en a pas encore" in soup(client.get(reverse("home:directory"))).main.get_text()


def test_more_sheets_ask_no_more_queries(client: Client, house: House) -> None:
    url = f"{reverse('home:directory')}?q=refuge"
    topics = [TopicFactory(), TopicFactory()]
    OrganisationPageFactory(parent=house.organisations, title="Un refuge", topics=topics)
    one = count_queries(client, url)
    for number in range(3):
        OrganisationPageFactory(parent=house.organisations, title=f"Refuge {number}", topics=topics)
    assert count_queries(client, url) == one
