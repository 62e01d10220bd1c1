"""Screens of the reference tables, pictures and settings: they open, keep what is typed, and never answer 500."""

import gc
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from cms.models import Image, Territory, Topic
from home.models import NewsPage
from people.models import User
from tests.factories.cms import ImageFactory, TerritoryFactory, TopicFactory, flat_picture
from tests.factories.home import NewsPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.home.reading import soup

pytestmark = pytest.mark.django_db


def errors(response: Any) -> list[str]:
    return [message.get_text(strip=True) for message in soup(response).select(".error-message, .help-critical li")]


# --- Topics ----------------------------------------------------------------------------------------


def test_a_topic_is_added_changed_found_and_deleted(admin: Client) -> None:
    admin.post(reverse("topic:add"), {"name": "L’été d’écriture", "slug": "", "description": ""})
    topic = Topic.objects.get()
    assert topic.slug == "l-ete-d-ecriture"
    admin.post(reverse("topic:edit", args=(topic.pk,)), {"name": "Écriture", "slug": "ecriture", "description": ""})
    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Écriture", "ecriture")
    assert "Écriture" in admin.get(reverse("topic:index"), {"q": "criture"}).content.decode()
    admin.post(reverse("topic:delete", args=(topic.pk,)))
    assert not Topic.objects.exists()


def test_two_names_that_make_the_same_address_get_two(admin: Client) -> None:
    TopicFactory(name="Été", slug="ete")
    admin.post(reverse("topic:add"), {"name": "Été !", "slug": "", "description": ""})
    assert set(Topic.objects.values_list("slug", flat=True)) == {"ete", "ete-2"}


def test_a_topic_without_name_is_refused_and_what_was_typed_stays(admin: Client) -> None:
    response = admin.post(reverse("topic:add"), {"name": "", "slug": "", "description": "À propos"})
    assert response.status_code == 200
    assert "À propos" in response.content.decode()
    assert not Topic.objects.exists()


# --- Territories -------------------------------------------------------------------------------------


def post_territory(admin: Client, territory: Territory | None = None, **fields: Any) -> Any:
    data = {"name": "Sainte-Ourse", "kind": "commune", "parent": "", "slug": "", "code": "", **fields}
    url = reverse("territory:edit", args=(territory.pk,)) if territory else reverse("territory:add")
    return admin.post(url, data)


def test_a_territory_is_added_at_the_first_level_or_under_another(admin: Client) -> None:
    post_territory(admin, name="La vallée", kind="intercommunality")
    valley = Territory.objects.get(slug="la-vallee")
    assert valley.is_root()
    post_territory(admin, parent=valley.pk)
    assert Territory.objects.get(slug="sainte-ourse").get_parent() == valley


def test_a_territory_moves_with_what_lies_under_it(admin: Client) -> None:
    valley, other = TerritoryFactory(name="La vallée"), TerritoryFactory(name="L’autre vallée")
    village = TerritoryFactory(name="Le village", parent=valley)
    hamlet = TerritoryFactory(name="Le hameau", parent=village)
    post_territory(admin, village, name="Le village", slug="le-village", parent=other.pk, covers=[valley.pk])
    village, hamlet = Territory.objects.get(pk=village.pk), Territory.objects.get(pk=hamlet.pk)
    assert village.get_parent() == other
    assert hamlet.get_parent() == village
    assert list(village.covers.all()) == [valley]
    post_territory(admin, village, name="Le village", slug="le-village", parent="")
    assert Territory.objects.get(pk=village.pk).is_root()
    assert Territory.find_problems() == ([], [], [], [], [])


def test_a_territory_cannot_lie_under_itself(admin: Client) -> None:
    valley = TerritoryFactory(name="La vallée")
    village = TerritoryFactory(name="Le village", parent=valley)
    for parent in (valley, village):
        response = post_territory(admin, valley, name="La vallée", slug="la-vallee", parent=parent.pk)
        assert response.status_code == 200
        assert Territory.objects.get(pk=valley.pk).is_root()


def test_a_territory_that_holds_others_is_not_deleted(admin: Client) -> None:
    valley = TerritoryFactory(name="La vallée")
    village = TerritoryFactory(name="Le village", parent=valley)
    response = admin.post(reverse("territory:delete", args=(valley.pk,)), follow=True)
    assert "contient d’autres territoires" in response.content.decode()
    assert Territory.objects.count() == 2
    admin.post(reverse("territory:delete", args=(village.pk,)))
    assert list(Territory.objects.all()) == [valley]


def test_territories_are_listed_as_a_tree(admin: Client) -> None:
    valley = TerritoryFactory(name="Valclair")
    TerritoryFactory(name="Autre")
    TerritoryFactory(name="Sainte-Ourse", parent=valley)
    rows = [
        row.get_text(strip=True)
        for row in soup(admin.get(reverse("territory:index"))).select("td.title .title-wrapper")
    ]
    assert rows == ["Valclair", "– Sainte-Ourse", "Autre"]


def test_a_territory_is_chosen_by_searching(admin: Client) -> None:
    TerritoryFactory(name="Sainte-Ourse")
    TerritoryFactory(name="Pierrefroide")
    url = reverse("territory_chooser:choose_results")
    assert "Sainte-Ourse" in admin.get(reverse("territory_chooser:choose")).json()["html"]
    found = admin.get(url, {"q": "Ourse"}).content.decode()
    assert "Sainte-Ourse" in found
    assert "Pierrefroide" not in found


# --- Garbage -----------------------------------------------------------------------------------------

SCREENS = ["topic", "territory"]
GARBAGE = [
    "?q=%00",
    "?q=%22",
    "?q=" + "x" * 5_000,
    "?p=abc",
    "?p=-1",
    "?p=999999999",
    "?ordering=nothing",
    "?ordering=%00",
    "?unknown=1",
    "?export=pdf",
    "?slug__regex=(",
]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("query", GARBAGE)
def test_a_list_answers_whatever_is_asked(admin: Client, screen: str, query: str) -> None:
    assert admin.get(reverse(f"{screen}:index") + query).status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("key", ["999999", "abc", "0", "9" * 40, "%00"])
@pytest.mark.parametrize("action", ["edit", "delete", "history", "usage"])
def test_a_row_that_does_not_exist_is_not_found(admin: Client, screen: str, key: str, action: str) -> None:
    assert admin.get(f"/admin/{screen}/{action}/{key}/").status_code == 404


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_opens(admin: Client, screen: str) -> None:
    row = {"topic": TopicFactory, "territory": TerritoryFactory}[screen]()
    for action in ("index", "add"):
        assert admin.get(reverse(f"{screen}:{action}")).status_code == 200
    for action in ("edit", "delete", "history", "usage"):
        assert admin.get(reverse(f"{screen}:{action}", args=(row.pk,))).status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_someone_without_the_right_is_sent_away(client: Client, house: House, screen: str) -> None:
    client.force_login(UserFactory(groups=["Animation"]))
    response = client.get(reverse(f"{screen}:add"))
    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


# --- Pictures ----------------------------------------------------------------------------------------

PICTURE = {"title": "Vallée", "credit": "", "licence": "cc0", "image_rights": "nobody", "tags": "", "collection": "1"}


def test_the_form_of_a_picture_asks_for_its_description_first(admin: Client) -> None:
    page = soup(admin.get(reverse("wagtailimages:add")))
    names = [str(field["name"]) for field in page.select("form [name]")]
    shown = [name for name in names if name in {"title", "file", "alt_text", "is_decorative", "credit", "image_rights"}]
    assert shown == ["title", "file", "alt_text", "is_decorative", "credit", "image_rights"]
    assert "description" not in names


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"alt_text": ""}, "Décrivez l’image, ou cochez « image décorative »."),
        ({"alt_text": "Une vallée", "is_decorative": "on"}, "Une image décorative n’a pas de texte de remplacement."),
    ],
)
def test_a_picture_is_described_or_decorative(admin: Client, fields: dict[str, str], message: str) -> None:
    """A-01"""
    response = admin.post(reverse("wagtailimages:add"), {**PICTURE, "file": flat_picture(), **fields})
    assert response.status_code == 200
    assert message in response.content.decode().replace("&nbsp;", "\u00a0").replace("\u00a0", " ")
    assert not Image.objects.exists()


@pytest.mark.parametrize("fields", [{"alt_text": "Une vallée"}, {"alt_text": "", "is_decorative": "on"}])
def test_a_described_or_decorative_picture_is_kept(admin: Client, fields: dict[str, str]) -> None:
    admin.post(reverse("wagtailimages:add"), {**PICTURE, "file": flat_picture(), **fields})
    image = Image.objects.get()
    assert image.default_alt_text == fields["alt_text"]


# Wagtail leaves the file of the upload open.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_several_pictures_sent_at_once_wait_for_their_description(admin: Client) -> None:
    response = admin.post(
        reverse("wagtailimages:add_multiple"), {"title": "Vallée", "collection": "1", "files[]": flat_picture()}
    )
    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is True
    assert "alt_text" in answer["form"]
    assert not Image.objects.exists()
    prefix = f"uploaded-image-{answer['uploaded_file_id']}"
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=(answer["uploaded_file_id"],))
    data = {f"{prefix}-{name}": value for name, value in {**PICTURE, "alt_text": "Une vallée"}.items()}
    assert admin.post(url, data).json()["success"] is True
    assert Image.objects.get().alt_text == "Une vallée"
    gc.collect()  # the warnings come now, not in the next test


def test_a_picture_sent_from_the_editor_is_asked_for_its_description(admin: Client) -> None:
    url = reverse("wagtailimages_chooser:create")
    data = {f"image-chooser-upload-{name}": value for name, value in PICTURE.items()}
    response = admin.post(url, {**data, "image-chooser-upload-file": flat_picture()})
    assert response.status_code == 200
    assert response.json()["step"] == "reshow_creation_form"
    assert "Décrivez l’image" in response.json()["htmlFragment"]
    assert not Image.objects.exists()


# --- The rest of the admin ----------------------------------------------------------------------------


def test_the_dashboard_lists_missing_legal_notices_to_those_who_may_write_them(client: Client, house: House) -> None:
    """M-01"""
    reader, writer = UserFactory(groups=["Animation"]), UserFactory(groups=["Modération"])
    writer.user_permissions.add(Permission.objects.get(codename="change_siteidentity"))

    def dashboard(user: User) -> str:
        client.force_login(user)
        return client.get(reverse("wagtailadmin_home")).content.decode()

    house.identity.phone = ""
    house.identity.save()
    assert "Mentions légales à compléter" in dashboard(writer)
    assert "Mentions légales à compléter" not in dashboard(reader)
    house.identity.phone = "01 00 00 00 00"
    house.identity.save()
    assert "Mentions légales à compléter" not in dashboard(writer)


def test_the_admin_bears_our_name_and_speaks_french(admin: Client, house: House) -> None:
    page = soup(admin.get(reverse("wagtailadmin_home")))
    assert page.html is not None
    assert page.html["lang"] == "fr"
    assert page.title is not None
    assert "Dirigeable" in page.title.get_text()
    assert "Wagtail" not in page.title.get_text()
    admin.logout()
    sign_in = soup(admin.get(reverse("wagtailadmin_login")))
    assert sign_in.h1 is not None
    assert sign_in.h1.get_text() == "Entrer dans l’atelier"


def test_a_page_made_in_the_admin_gets_a_french_address(admin: Client, house: House) -> None:
    form = soup(admin.get(reverse("wagtailadmin_pages:add", args=("home", "newspage", house.news.pk))))
    assert form.select_one("#id_title") is not None
    response = admin.post(
        reverse("wagtailadmin_pages:add", args=("home", "newspage", house.news.pk)),
        {
            "title": "L’été d’écriture, c’est où ?",
            "slug": "",
            "summary": "",
            "date": "2026-03-01",
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        },
    )
    assert response.status_code == 302
    assert NewsPage.objects.get().slug == "l-ete-d-ecriture-c-est-ou"


def test_pages_of_every_kind_open_in_the_editor(admin: Client, house: House) -> None:
    NewsPageFactory(parent=house.news, listing_image=ImageFactory(), territory=TerritoryFactory())
    for page in house.home.get_descendants(inclusive=True):
        assert admin.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).status_code == 200
