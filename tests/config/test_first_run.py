"""A new house, and the page that gives it to an association."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from cms.models import SiteIdentity
from config.first_run.services import build_house
from config.first_run.tree import House
from journal.models import Rubric
from people.enums import ConsentPurpose
from people.models import ConsentText
from people.services import current_consent_text
from tests.factories.people import UserFactory
from tests.factories.tree import make_house

pytestmark = pytest.mark.django_db

MENU = ["Agenda", "Actualités", "Programmes", "Projets", "Structures", "Le Dirigeable", "Infolettre"]


def test_a_house_has_its_rooms_in_the_order_of_the_menu(house: House) -> None:
    assert [page.title for page in Page.objects.child_of(house.home).live().in_menu()] == MENU
    assert [page.url_path for page in house.pages] == [
        "/accueil/",
        "/accueil/agenda/",
        "/accueil/actualites/",
        "/accueil/programmes/",
        "/accueil/projets/",
        "/accueil/structures/",
        "/accueil/appels-a-projets/",
        "/accueil/journal/",
        "/accueil/infolettre/",
    ]


def test_the_welcome_page_of_wagtail_is_gone(house: House) -> None:
    assert [page.specific for page in Page.objects.filter(depth=2)] == [house.home]
    assert Page.objects.get(depth=1).numchild == 1
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.specific) == ("testserver", 80, house.home)


def test_every_purpose_has_a_published_wording(house: House) -> None:
    for purpose in ConsentPurpose:
        assert current_consent_text(purpose).live_revision is not None


def test_building_twice_changes_nothing(house: House) -> None:
    house.home.headline = "Notre accroche"
    house.home.save()

    again = make_house()

    assert again.home.headline == "Notre accroche"
    assert [page.pk for page in again.pages] == [page.pk for page in house.pages]
    assert Page.objects.count() == 1 + len(house.pages)
    assert (SiteIdentity.objects.count(), ConsentText.objects.count()) == (1, len(ConsentPurpose))
    assert Rubric.objects.count() == 6
    assert Page.find_problems() == ([], [], [], [], [])


def test_building_again_keeps_the_identity_that_was_given(house: House) -> None:
    again = build_house()

    assert again.identity.name == house.identity.name
    assert again.identity.postal_address == house.identity.postal_address


def test_the_groups_bear_french_names_only(house: House) -> None:
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Animation", "Modération", "Rédaction"]


@pytest.mark.parametrize(
    ("group", "publishes"),
    [
        ("Rédaction", {"news", "agenda", "journal"}),
        ("Animation", {"agenda"}),
        ("Modération", {"news", "agenda", "journal"}),
    ],
)
def test_each_group_publishes_its_part_of_the_tree(house: House, group: str, publishes: set[str]) -> None:
    user = UserFactory(groups=[group])
    rooms = {"news": house.news, "agenda": house.agenda, "journal": house.journal}

    assert user.has_perm("wagtailadmin.access_admin")
    assert {key for key, page in rooms.items() if page.permissions_for_user(user).can_publish()} == publishes


def test_nobody_but_an_administrator_touches_the_root(house: House) -> None:
    root = Page.get_first_root_node()
    for group in Group.objects.all():
        assert not root.permissions_for_user(UserFactory(groups=[group.name])).can_add_subpage()
