"""Pages made from settings: legal notices, personal data, accessibility, map of the site, files for robots."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.legal import missing_notices
from cms.registries import personal_data
from home.site_tree import BRANCH_LENGTH, site_tree
from tests.factories.home import NewsPageFactory, StandardPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db

PAGES = ["home:search", "home:sitemap", "home:legal", "home:privacy", "home:accessibility"]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_with_one_title_and_refuses_to_be_posted_to(client: Client, house: House, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert len(soup(response).select("h1")) == 1
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_each_page_reads_well_before_the_association_has_said_who_it_is(
    client: Client, house: House, name: str
) -> None:
    for field in house.identity._meta.get_fields():
        if field.name.startswith(("name", "host", "postal", "publication", "contact", "legal_form", "phone")):
            setattr(house.identity, field.name, "")
    house.identity.save()
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "compléter" not in main_text(response)
    assert "None" not in main_text(response)


def test_legal_notices_come_from_the_settings(client: Client, house: House) -> None:
    """M-01, M-02, M-03, M-06"""
    text = main_text(client.get(reverse("home:legal")))
    for words in (
        house.identity.name,
        "association loi de 1901",
        "1 place du Lavoir, Sainte-Ourse",
        "bonjour@valclair.example",
        "Camille Vasseur",
        "Hébergement du Col",
        "2 chemin du Col, Sainte-Ourse",
        "01 00 00 00 00",
    ):
        assert words in text


def test_an_editor_is_told_what_the_law_still_asks(client: Client, house: House) -> None:
    """M-01"""
    house.identity.phone = house.identity.host_phone = ""
    house.identity.save()
    assert missing_notices(house.identity) == ["téléphone", "téléphone de l’hébergeur"]
    assert "téléphone de l’hébergeur" not in main_text(client.get(reverse("home:legal")))
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(reverse("home:legal"))
    assert "À compléter" in main_text(response)
    assert "téléphone de l’hébergeur" in main_text(response)
    assert reverse("wagtailsettings:edit", args=("cms", "siteidentity", house.site.pk)) in links(response)


def test_each_treatment_of_personal_data_is_told(client: Client, house: House) -> None:
    """G-01, G-03"""
    rows = soup(client.get(reverse("home:privacy"))).select(".treatments tbody tr")
    assert len(rows) == len(list(personal_data))
    assert all(len(cell.get_text(strip=True)) > 3 for row in rows for cell in row.select("th, td"))


def test_the_declaration_of_accessibility_has_its_seven_parts(client: Client, house: House) -> None:
    """A-23"""
    page = soup(client.get(reverse("home:accessibility")))
    assert [heading.get_text() for heading in page.select("main h2")] == [
        "Engagement",
        "État de conformité",
        "Résultat des tests",
        "Contenus non accessibles",
        "Établissement de cette déclaration",
        "Retour d’information et contact",
        "Voies de recours",
    ]
    assert "Libre réponse 71120, 75342 Paris" in page.get_text()


def test_without_an_audit_the_site_is_said_not_compliant(client: Client, house: House) -> None:
    """A-24"""
    assert "Ce site est non conforme" in main_text(client.get(reverse("home:accessibility")))
    foot = soup(client.get(house.home.url)).find("footer")
    assert foot is not None
    shown = " ".join(foot.get_text().split())
    assert [
        state
        for state in ("totalement conforme", "partiellement conforme", "non conforme")
        if f"Accessibilité : {state}" in shown
    ] == ["non conforme"]


def test_every_page_leads_to_the_notices(client: Client, house: House) -> None:
    """M-06, A-23"""
    for url in (house.home.url, house.news.url, reverse("home:search")):
        foot = soup(client.get(url)).find("footer")
        assert foot is not None
        assert {reverse(name) for name in PAGES[1:]} <= {str(a["href"]) for a in foot.find_all("a", href=True)}


def test_the_map_shows_each_public_page_under_the_one_that_holds_it(client: Client, house: House) -> None:
    """A-15"""
    news = NewsPageFactory(parent=house.news, title="Publiée")
    NewsPageFactory(parent=house.news, title="Brouillon", live=False)
    hidden = StandardPageFactory(parent=house.home, title="Réservée")
    StandardPageFactory(parent=hidden, title="Sous la réservée")
    make_private(hidden)
    response = client.get(reverse("home:sitemap"))
    assert news.url in links(response)
    for title in ("Brouillon", "Réservée", "Sous la réservée"):
        assert title not in main_text(response)


def test_what_stands_under_a_draft_is_left_out_of_the_map(house: House) -> None:
    draft = StandardPageFactory(parent=house.home, live=False)
    StandardPageFactory(parent=draft)
    tree = site_tree(house.site)
    assert tree is not None
    assert [branch.page.title for branch in tree.children if "Page" in branch.page.title] == []


def test_a_long_branch_of_the_map_is_counted(client: Client, house: House) -> None:
    for _ in range(BRANCH_LENGTH + 2):
        NewsPageFactory(parent=house.news)
    assert "et 2 autres pages, dans « Actualités »" in main_text(client.get(reverse("home:sitemap")))


def test_the_map_asks_no_more_queries_when_it_grows(client: Client, house: House) -> None:
    NewsPageFactory(parent=house.news)
    one = count_queries(client, reverse("home:sitemap"))
    for _ in range(2):
        NewsPageFactory(parent=house.news)
    assert count_queries(client, reverse("home:sitemap")) == one


def test_robots_are_told_where_the_map_is(client: Client, house: House) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_the_map_for_robots_holds_public_pages_only(client: Client, house: House) -> None:
    shown = NewsPageFactory(parent=house.news)
    draft = NewsPageFactory(parent=house.news, live=False)
    private = NewsPageFactory(parent=house.news)
    make_private(private)
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    body = response.content.decode()
    assert f"{shown.slug}/</loc>" in body
    assert draft.slug not in body
    assert private.slug not in body
    assert reverse("home:accessibility") in body


def test_browsers_find_an_icon(client: Client, house: House) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.svg")
