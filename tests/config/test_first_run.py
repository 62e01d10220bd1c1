"""A new house, and the page that gives it to an association."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.menu import Menu, SubmenuMenuItem, admin_menu
from wagtail.models import Page, Site

from cms.enums import TerritoryKind
from cms.models import Image, SiteIdentity, Territory
from config.first_run.links import first_run_address, opens
from config.first_run.services import AlreadyFounded, Founding, build_house, found_house
from config.first_run.tree import House, follow_address
from config.models import FirstRunKey
from journal.models import Rubric
from people.enums import ConsentPurpose
from people.models import ConsentText, User
from people.services import current_consent_text
from tests.factories.cms import flat_picture
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
        "/accueil/ressources/",
        "/accueil/appels-a-projets/",
        "/accueil/lexique/",
        "/accueil/journal/",
        "/accueil/infolettre/",
    ]


def test_the_welcome_page_of_wagtail_is_gone(house: House) -> None:
    assert [page.specific for page in Page.objects.filter(depth=2)] == [house.home]
    assert Page.objects.get(depth=1).numchild == 1
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.specific) == ("testserver", 80, house.home)


@pytest.mark.parametrize(
    ("stored", "expected"), [("localhost", "testserver"), ("www.asso.example", "www.asso.example")]
)
def test_a_local_site_follows_the_port_it_is_served_on(house: House, stored: str, expected: str) -> None:
    Site.objects.update(hostname=stored, port=8000)
    follow_address()
    assert Site.objects.get().hostname == expected


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
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Animation", "Modération", "Rédaction", "Tiers"]


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


@pytest.mark.parametrize(
    ("group", "sees", "does_not_see"),
    [
        ("Rédaction", {"journal_points:index", "selections:index", "newsletter_admin:letters"}, {"events_calendar"}),
        ("Animation", {"events_calendar"}, {"journal_points:index", "newsletter_admin:letters", "outbox_uncertain"}),
        ("Modération", {"outbox_uncertain", "outbox_inboundmail_modeladmin_index"}, {"journal_points:index"}),
    ],
)
def test_every_entry_of_the_menu_of_a_group_opens(
    client: Client, house: House, group: str, sees: set[str], does_not_see: set[str]
) -> None:
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(groups=[group])
    client.force_login(request.user)

    entries = set(_entries(admin_menu, request))
    refused = {url for url in entries if client.get(url).headers.get("Location") == reverse("wagtailadmin_home")}

    assert refused == set()
    assert {reverse(name) for name in sees} <= entries
    assert entries.isdisjoint({reverse(name) for name in does_not_see})


def _entries(menu: Menu, request: HttpRequest) -> Iterator[str]:
    for item in menu.menu_items_for_request(request):
        if isinstance(item, SubmenuMenuItem):
            yield from _entries(item.menu, request)
        elif str(item.url).startswith("/admin/"):
            yield str(item.url)


def test_writers_keep_the_paper_but_not_its_printed_addresses(house: House) -> None:
    writer = UserFactory(groups=["Rédaction"])
    names = ("printrun", "dropoffpoint", "round", "delivery", "postalsubscriber", "partnerspace")

    assert writer.has_perms([f"journal.{action}_{name}" for name in names for action in ("add", "change", "delete")])
    assert writer.has_perm("journal.view_shortaddress")
    assert not writer.has_perm("journal.change_shortaddress")


# --- « Premiers pas » -------------------------------------------------------------------------------

PASSWORD = "neige-fraiche-au-col"
ANSWERS = {
    "name": "Les Sentiers bavards",
    "territory_name": "Vallée du Bavard",
    "territory_kind": TerritoryKind.INTERCOMMUNALITY,
    "sender_name": "",
    "sender_email": "bonjour@sentiers.example",
    "publication_director": "Camille Vasseur",
    "postal_address": "1 place du Lavoir",
    "phone": "01 99 00 00 00",
    "host_name": "Hébergement du Col",
    "host_address": "2 chemin du Col",
    "host_phone": "01 99 00 00 01",
    "email": "Camille@Sentiers.example",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def empty() -> str:
    """A house without anybody, and the path of its one-time link."""
    build_house()
    address = first_run_address()
    assert address is not None
    return urlsplit(address).path


def test_the_link_leads_to_one_page_without_any_account(client: Client, empty: str) -> None:
    response = client.get(empty)
    assert response.status_code == 200
    html = response.content.decode()
    for name in ANSWERS:
        assert f'name="{name}"' in html


def test_one_post_gives_the_house_to_the_association(client: Client, empty: str) -> None:
    logo = SimpleUploadedFile("logo.png", flat_picture().read(), content_type="image/png")

    response = client.post(empty, {**ANSWERS, "logo": logo})

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    identity = SiteIdentity.objects.select_related("logo", "territory").get()
    for name in ("name", "sender_email", "publication_director", "postal_address", "phone", "host_name", "host_phone"):
        assert getattr(identity, name) == ANSWERS[name]
    assert (identity.sender_name, identity.contact_email) == (ANSWERS["name"], ANSWERS["sender_email"])
    assert identity.logo.alt_text == ANSWERS["name"]
    assert (identity.territory.name, identity.territory.kind) == (ANSWERS["territory_name"], "intercommunality")
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.check_password(PASSWORD)) == ("camille@sentiers.example", True, True)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert "Les Sentiers bavards" in client.get("/").content.decode()


def test_what_may_wait_is_asked_for_again_on_the_dashboard(client: Client, empty: str) -> None:
    later = ("publication_director", "postal_address", "phone", "host_name", "host_address", "host_phone")
    client.post(empty, {**ANSWERS, **dict.fromkeys(later, "")})

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Compléter les mentions légales" in html
    assert "direction de la publication" in html
    assert "Ajouter votre logo" in html
    assert "Dire de quelle adresse part le courrier" not in html


def test_every_step_leads_somewhere(client: Client, empty: str) -> None:
    client.post(empty, ANSWERS)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    card = html[html.index('id="premiers-pas"') :].partition("</section>")[0]
    links = re.findall(r'href="([^"]+)"', card)
    assert len(links) == 5
    assert [client.get(link).status_code for link in links] == [200] * 5


def test_the_link_serves_once(client: Client, empty: str) -> None:
    client.post(empty, ANSWERS)
    stranger = Client()

    for response in (stranger.get(empty), stranger.post(empty, {**ANSWERS, "email": "autre@sentiers.example"})):
        assert response.status_code == 404
        assert "ne sert plus" in response.content.decode()
    assert User.objects.count() == 1
    assert not FirstRunKey.objects.exists()
    assert first_run_address() is None


def test_whoever_is_second_is_refused(empty: str) -> None:
    token = empty.rstrip("/").rpartition("/")[2]
    fields = {name: value for name, value in ANSWERS.items() if name != "password_again"}
    found_house(token=token, founding=Founding(**fields))
    with pytest.raises(AlreadyFounded):
        found_house(token=token, founding=Founding(**{**fields, "email": "second@sentiers.example"}))


@pytest.mark.parametrize("token", ["x", "eyJhIjoxfQ:1abc:zzz", "é", "a" * 3000])
def test_a_wrong_link_is_told_apart_from_nothing(client: Client, empty: str, token: str) -> None:
    """The same words, whether the link is altered, of another house, or has served."""
    wrong = client.get(reverse("first_run", args=[token]))
    altered = client.get(empty[:-2] + "/")
    UserFactory(is_superuser=True)
    served = client.get(empty)

    assert [response.status_code for response in (wrong, altered, served)] == [404] * 3
    bodies = {re.sub(r'(href|content|value)="[^"]*"', "", r.content.decode()) for r in (wrong, altered, served)}
    assert len(bodies) == 1


def test_a_link_of_another_house_opens_nothing(empty: str) -> None:
    token = empty.rstrip("/").rpartition("/")[2]
    assert opens(token)
    FirstRunKey.objects.all().delete()
    first_run_address()
    assert not opens(token)


def test_a_link_is_printed_until_one_has_served(client: Client, empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("premiers_pas")
    printed = re.findall(r"http://testserver(/premiers-pas/\S+)", capsys.readouterr().out)
    assert [client.get(link).status_code for link in (empty, *printed)] == [200, 200]

    client.post(empty, ANSWERS)
    call_command("premiers_pas")

    assert "/premiers-pas/" not in capsys.readouterr().out
    assert client.get(printed[0]).status_code == 404


def test_looking_changes_nothing(client: Client, empty: str) -> None:
    client.get(empty)
    client.head(empty)
    assert not User.objects.exists()
    assert SiteIdentity.objects.get().name == ""


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(client: Client, empty: str) -> None:
    wrong = {
        **ANSWERS,
        "name": "",
        "territory_name": "???",
        "territory_kind": "planet",
        "sender_email": "pas une adresse",
        "email": "",
        "password": "1234",
        "password_again": "12345",
    }
    response = client.post(empty, wrong)

    assert response.status_code == 422
    form = response.context["form"]
    expected = {"name", "territory_name", "territory_kind", "sender_email", "email", "password", "password_again"}
    assert set(form.errors) == expected
    html = response.content.decode()
    for kept in ("pas une adresse", "Camille Vasseur", "2 chemin du Col", "???"):
        assert kept in html
    for secret in ("12345", PASSWORD):
        assert secret not in html
    assert (User.objects.count(), Territory.objects.count()) == (0, 0)


def test_a_password_that_resembles_the_address_is_refused(client: Client, empty: str) -> None:
    weak = {"password": "camille@sentiers", "password_again": "camille@sentiers"}
    response = client.post(empty, {**ANSWERS, **weak})
    assert set(response.context["form"].errors) == {"password"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("logo.png", b"pas une image"), ("logo.svg", b"<svg onload='alert(1)'/>"), ("logo.exe", b"MZ")],
)
def test_a_file_that_is_no_picture_is_refused(client: Client, empty: str, name: str, content: bytes) -> None:
    response = client.post(empty, {**ANSWERS, "logo": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"logo"}
    assert not Image.objects.exists()


@pytest.mark.parametrize("field", ["name", "territory_name", "postal_address", "host_name", "email"])
@pytest.mark.parametrize("value", ["x" * 5000, "a\x00b", "\ud83d\ude00 & <b>"])
def test_strange_answers_are_never_an_error_of_ours(client: Client, empty: str, field: str, value: Any) -> None:
    response = client.post(empty, {**ANSWERS, field: value.encode("utf-16", "surrogatepass").decode("utf-16")})
    assert response.status_code in (302, 422)


def test_a_territory_already_there_is_not_doubled(client: Client, empty: str) -> None:
    known = Territory.add_root(name="Vallée du Bavard", slug="vallee-du-bavard", kind=TerritoryKind.DEPARTMENT)
    client.post(empty, ANSWERS)
    assert SiteIdentity.objects.get().territory == known
