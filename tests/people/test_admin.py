"""The menu « Personnes »: people, what they agreed to (read only), the words beside the boxes, and accounts."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from people.enums import ConsentPurpose
from people.models import Consent, ConsentText, Person, User
from tests.factories.people import ConsentFactory, ConsentTextFactory, PersonFactory, UserFactory
from tests.factories.tree import House
from tests.home.reading import count_queries, soup

pytestmark = pytest.mark.django_db

TEXTS = "wagtailsnippets_people_consenttext"
LISTS = ["person:index", "consent:index", f"{TEXTS}:list", "wagtailusers_users:index"]
GARBAGE = [
    "?q=%00",
    "?q=%22",
    "?q=" + "x" * 5_000,
    "?p=abc",
    "?p=-1",
    "?ordering=%00",
    "?unknown=1",
    "?purpose=nothing",
]


def edit_url(name: str, row: Any) -> str:
    return reverse(f"{name}:edit", args=(row.pk,))


# --- People ------------------------------------------------------------------------------------------


def test_the_menu_holds_people_their_agreements_and_the_words(admin: Client) -> None:
    props = admin.get(reverse("wagtailadmin_home")).content.decode()
    for label in ("Personnes", "Consentements", "Textes de consentement"):
        assert label in props


def test_every_snippet_has_its_own_place_in_the_menu(admin: Client) -> None:
    elsewhere = [
        model.__name__ for model in get_snippet_models() if not model.snippet_viewset.get_menu_item_is_registered()
    ]
    assert elsewhere == []


def test_a_person_is_added_with_the_address_written_our_way(admin: Client) -> None:
    data = {"given_name": "Zoé", "family_name": "Le Goff", "email": " Zoe@Écoles.example "}
    admin.post(reverse("person:add"), data)
    assert Person.objects.get().email == "zoe@xn--coles-9ra.example"


def test_several_people_may_share_an_address_and_have_none(admin: Client) -> None:
    for name, email in (("Zoé", "famille@valclair.example"), ("Yann", "famille@valclair.example"), ("Ana", "")):
        admin.post(reverse("person:add"), {"given_name": name, "family_name": "", "email": email})
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"given_name": "Zoé", "email": "zoe"}, "Cette adresse e-mail n’est pas valable"),
        ({"given_name": "Zoé", "email": "a@b\r\nBcc: c@d.example"}, "Cette adresse e-mail n’est pas valable"),
        ({"given_name": "", "email": ""}, "Indiquez au moins un nom ou une adresse e-mail."),
    ],
)
def test_a_wrong_person_is_refused_and_what_was_typed_stays(admin: Client, data: dict[str, str], message: str) -> None:
    response = admin.post(reverse("person:add"), {"family_name": "", **data})
    assert response.status_code == 200
    assert message in response.content.decode()
    assert data["given_name"] in response.content.decode()
    assert not Person.objects.exists()


def test_people_are_found_by_name_and_by_address(admin: Client) -> None:
    PersonFactory(given_name="Zoé", family_name="Le Goff", email="zoe@valclair.example")
    PersonFactory(given_name="Yann", family_name="Kermadec", email="yann@ailleurs.example")
    for question in ("Goff", "zoe@valclair"):
        found = admin.get(reverse("person:index"), {"q": question}).content.decode()
        assert "Le Goff" in found
        assert "Kermadec" not in found


@pytest.mark.parametrize("name", ["person:index", "consent:index"])
def test_a_longer_list_asks_no_more_queries(admin: Client, name: str) -> None:
    ConsentFactory()
    one = count_queries(admin, reverse(name))
    ConsentFactory.create_batch(2)
    assert count_queries(admin, reverse(name)) == one


# --- Agreements --------------------------------------------------------------------------------------


def test_what_a_person_agreed_to_is_read_on_their_page(admin: Client) -> None:
    """C-04"""
    consent = ConsentFactory()
    page = admin.get(edit_url("person", consent.person)).content.decode()
    assert "Recevoir l’infolettre" in page
    assert reverse("consent:inspect", args=(consent.pk,)) in page


def test_a_proof_is_read_and_never_written(admin: Client) -> None:
    consent = ConsentFactory()
    assert admin.get(reverse("consent:index")).status_code == 200
    assert admin.get(reverse("consent:inspect", args=(consent.pk,))).status_code == 200
    home = reverse("wagtailadmin_home")
    for url in (reverse("consent:add"), edit_url("consent", consent), reverse("consent:delete", args=(consent.pk,))):
        for response in (admin.get(url), admin.post(url, {"audience": "web"})):
            assert (response.status_code, response["Location"]) == (302, home)
    assert Consent.objects.get().audience == ""


# --- Words -------------------------------------------------------------------------------------------


def post_text(admin: Client, text: ConsentText, **fields: str) -> Any:
    data = {"purpose": text.purpose, "label": text.label, "notice": text.notice, **fields}
    return admin.post(edit_url(TEXTS, text), data)


def test_words_are_drafted_then_published(admin: Client) -> None:
    text = ConsentTextFactory(label="J’accepte.")
    post_text(admin, text, label="J’accepte mieux.")
    text.refresh_from_db()
    assert text.label == "J’accepte."
    post_text(admin, text, label="J’accepte mieux.", **{"action-publish": "1"})
    text.refresh_from_db()
    assert text.label == "J’accepte mieux."


def test_changing_words_in_the_admin_leaves_the_proofs_alone(admin: Client) -> None:
    text = ConsentTextFactory(label="J’accepte.")
    consent = ConsentFactory(text=text)
    for label in ("Deux", "Trois"):
        post_text(admin, text, label=label, **{"action-publish": "1"})
    consent.refresh_from_db()
    assert consent.text_revision.as_object().label == "J’accepte."


def test_words_somebody_agreed_to_are_not_deleted_from_the_admin(admin: Client) -> None:
    consent = ConsentFactory()
    text = ConsentText.objects.get()
    response = admin.post(reverse(f"{TEXTS}:delete", args=(text.pk,)), follow=True)
    assert response.status_code == 200
    assert ConsentText.objects.filter(pk=text.pk).exists()
    assert Consent.objects.filter(pk=consent.pk).exists()


def test_words_are_previewed_as_people_will_read_them(admin: Client, house: House) -> None:
    text = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
    url = reverse(f"{TEXTS}:preview_on_edit", args=(text.pk,))
    data = {"purpose": text.purpose, "label": "Des mots neufs", "notice": "Et leur suite."}
    assert admin.post(url, data).json() == {"is_valid": True, "is_available": True}
    preview = admin.get(url)
    assert preview.status_code == 200
    assert "Des mots neufs" in preview.content.decode()


def test_each_screen_opens(admin: Client) -> None:
    person, text = PersonFactory(), ConsentTextFactory()
    for name in ("index", "add"):
        assert admin.get(reverse(f"person:{name}")).status_code == 200
    for action in ("edit", "delete", "history", "usage"):
        assert admin.get(reverse(f"person:{action}", args=(person.pk,))).status_code == 200
    for name in ("list", "add"):
        assert admin.get(reverse(f"{TEXTS}:{name}")).status_code == 200
    for action in ("edit", "delete", "history", "usage"):
        assert admin.get(reverse(f"{TEXTS}:{action}", args=(text.pk,))).status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", GARBAGE)
def test_a_list_answers_whatever_is_asked(admin: Client, name: str, query: str) -> None:
    ConsentFactory()
    assert admin.get(reverse(name) + query).status_code == 200


@pytest.mark.parametrize("key", ["999999", "abc", "0", "9" * 40, "%00"])
@pytest.mark.parametrize(
    "path",
    [
        "person/edit/{}/",
        "person/delete/{}/",
        "consent/inspect/{}/",
        "snippets/people/consenttext/edit/{}/",
        "snippets/people/consenttext/history/{}/",
        "users/edit/{}/",
    ],
)
def test_a_row_that_does_not_exist_is_not_found(admin: Client, path: str, key: str) -> None:
    assert admin.get("/admin/" + path.format(key)).status_code == 404


# --- Accounts ----------------------------------------------------------------------------------------

ACCOUNT = {
    "email": "redaction@valclair.example",
    "first_name": "Zoé",
    "last_name": "Le Goff",
    "password1": "un-mot-de-passe-long",
    "password2": "un-mot-de-passe-long",
}


def test_an_account_is_made_without_user_name(admin: Client, house: House) -> None:
    group = Group.objects.get(name="Rédaction")
    assert admin.get(reverse("wagtailusers_users:add")).status_code == 200
    response = admin.post(reverse("wagtailusers_users:add"), {**ACCOUNT, "groups": [group.pk]})
    assert response.status_code == 302
    user = User.objects.get(email=ACCOUNT["email"])
    assert list(user.groups.all()) == [group]
    assert user.check_password(ACCOUNT["password1"])
    assert "Zoé" in admin.get(reverse("wagtailusers_users:index"), {"q": "Goff"}).content.decode()


def test_an_account_is_changed_and_removed(admin: Client) -> None:
    user = UserFactory()
    url = reverse("wagtailusers_users:edit", args=(user.pk,))
    assert admin.get(url).status_code == 200
    data = {**ACCOUNT, "password1": "", "password2": "", "is_active": "on"}
    assert admin.post(url, data).status_code == 302
    user.refresh_from_db()
    assert user.email == ACCOUNT["email"]
    admin.post(reverse("wagtailusers_users:delete", args=(user.pk,)))
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("email", ["redaction@valclair.example", "Redaction@Valclair.example"])
def test_two_accounts_never_share_an_address(admin: Client, email: str) -> None:
    UserFactory(email="redaction@valclair.example")
    response = admin.post(reverse("wagtailusers_users:add"), {**ACCOUNT, "email": email})
    assert response.status_code == 200
    assert User.objects.filter(email__iexact=email).count() == 1
    assert soup(response).select(".error-message, .messages .error, .help-critical, .w-field__errors p")


def test_someone_signs_in_with_their_address(client: Client, house: House) -> None:
    UserFactory(email="zoe@valclair.example", password="un-mot-de-passe-long", groups=["Rédaction"])
    data = {"username": "Zoe@valclair.example", "password": "un-mot-de-passe-long", "next": "/admin/"}
    assert client.post(reverse("wagtailadmin_login"), data).status_code == 302
    assert client.get(reverse("wagtailadmin_account")).status_code == 200


def test_the_sign_in_form_is_in_french_and_helps_browsers(client: Client, house: House) -> None:
    """A-14"""
    page = soup(client.get(reverse("wagtailadmin_login")))
    labels = [" ".join(label.get_text().split()) for label in page.select("label.w-field__label")]
    assert labels == ["Adresse e-mail*", "Mot de passe*"]
    fields = page.select("input[name=username], input[name=password]")
    assert [field["autocomplete"] for field in fields] == ["username", "current-password"]
