"""What every page is made of: its address, its teaser, its place in the registries."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from cms.announcing import announced
from cms.models import BasePage
from cms.teasers import Teaser
from events.models import WorkshopPage
from home.models import NewsPage, StandardPage
from tests.factories.cms import ImageFactory
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.home import NewsPageFactory, StandardPageFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’été d’écriture, œuvres", "l-ete-d-ecriture-oeuvres"),
        ("L'état des lieux", "l-etat-des-lieux"),
        ("« Œ »", "oe"),
        ("!!!", "page"),
    ],
)
def test_a_page_without_address_gets_a_french_one(house: House, title: str, slug: str) -> None:
    page = house.home.add_child(instance=StandardPage(title=title))
    assert page.slug == slug


def test_two_pages_of_the_same_title_get_two_addresses(house: House) -> None:
    slugs = [house.home.add_child(instance=StandardPage(title="L’été")).slug for _ in range(3)]
    assert slugs == ["l-ete", "l-ete-2", "l-ete-3"]


def test_an_address_somebody_chose_is_kept(house: House) -> None:
    page = house.home.add_child(instance=StandardPage(title="L’été", slug="saison"))
    page.title = "L’automne"
    page.save()
    assert page.slug == "saison"


def test_a_page_announces_itself(house: House) -> None:
    image = ImageFactory()
    page = NewsPageFactory(
        parent=house.news, title="Le car démarre", summary="En avril.", date=dt.date(2027, 4, 1), listing_image=image
    )
    assert page.teaser == Teaser(
        title="Le car démarre",
        summary="En avril.",
        url=page.full_url,
        kind="news",
        kind_label="Actualité",
        image=image,
        date=dt.date(2027, 4, 1),
        date_label="",
    )
    assert page.teaser.url.startswith("http")


def test_a_teaser_falls_back_on_the_description_for_search_engines(house: House) -> None:
    page = StandardPageFactory(parent=house.home, summary="", search_description="La méthode.")
    assert (page.teaser.summary, page.teaser.date) == ("La méthode.", None)


def test_teasers_of_many_kinds_are_read_in_a_fixed_number_of_queries(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        NewsPageFactory(parent=house.news, listing_image=ImageFactory())
        SessionFactory(event=WorkshopPageFactory(parent=house.agenda, listing_image=ImageFactory()))
    pages = [*NewsPage.objects.all(), *WorkshopPage.objects.all()]
    _ = pages[0].full_url
    with django_assert_num_queries(5):  # images and renditions of each kind, sessions of workshops
        teasers = [page.teaser for page in announced(pages)]
    assert [teaser.title for teaser in teasers] == [page.title for page in pages]


def test_every_page_of_the_site_is_a_base_page(house: House) -> None:
    strays = [page for page in Page.objects.descendant_of(house.home).specific() if not isinstance(page, BasePage)]
    assert strays == []
