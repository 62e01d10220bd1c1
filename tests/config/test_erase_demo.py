"""One gesture, and nothing of the demonstration is left; what people made by themselves stays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from cms.models import Image, SiteIdentity
from config.demo.content.identity import DOMAIN, NAME
from config.demo.content.names import MAILBOXES
from config.demo.erasing import DemoMissing, erase_demo, plan_erasure
from config.demo_accounts import ACCOUNTS
from config.first_run.services import build_house
from config.first_run.tree import ROOMS
from config.models import DemoRecord, DemoRun
from events.enums import SessionState
from events.models import DiagnosisItem, Registration, Seed, Session
from events.services import register
from home.models import HomePage, NewsIndexPage, NewsPage, OrganisationPage
from journal.models import ArticlePage, IssuePage
from newsletter.models import Subscriber
from newsletter.services import subscribe
from outbox.models import Content, Mailing, Message, Permit
from people.models import Consent, Person, User
from tests.factories.home import NewsPageFactory
from tests.factories.journal import ArticlePageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(demo: DemoRun) -> None:
    """Every test starts from the demonstration."""


def every_value() -> Iterator[tuple[str, str]]:
    """Every value of every table, as text, with the name of its table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield table, bytes(value).decode(errors="replace") if isinstance(value, memoryview) else str(value)


def demo_words() -> set[str]:
    """Words that only the demonstration says: its titles, its people, its addresses, its sentences."""
    words = {NAME, DOMAIN, "Rouspète", "Sainte-Ourse", "dirigeable.example", *MAILBOXES}
    words |= {page.title for page in Page.objects.filter(depth__gt=3)}
    words |= {item.text for item in DiagnosisItem.objects.all()} | {seed.title for seed in Seed.objects.all()}
    words |= {person.full_name for person in Person.objects.all()}
    words |= {page.summary for page in NewsPage.objects.all()}
    words |= {image.title for image in Image.objects.all()}
    empty_house = " ".join(room.introduction for room in ROOMS.values()).casefold()
    return {word for word in words if len(word) > 5 and word.casefold() not in empty_house}


def leftovers(words: set[str]) -> set[tuple[str, str]]:
    return {(table, word) for table, value in every_value() for word in words if word in value}


def test_no_word_of_the_demonstration_is_left_in_any_table() -> None:
    words = demo_words()
    assert len(words) > 150
    assert leftovers({NAME}) != set()

    erase_demo()

    assert leftovers(words) == set()


def test_the_house_is_given_back_empty_and_answers(client: Client) -> None:
    erase_demo()

    house = build_house()
    assert [page.get_children().count() for page in house.pages[1:]] == [0] * 10
    assert Page.find_problems() == ([], [], [], [], [])
    assert (house.home.title, house.home.headline, len(house.home.body)) == ("Accueil", "", 0)
    assert house.news.introduction == "Ce qui se passe, au fil de l’eau."
    assert SiteIdentity.objects.get().name == ""
    for page in house.pages:
        assert client.get(page.url).status_code == 200, page.url
    assert client.get("/recherche/?q=car").status_code == 200
    for model in (Person, Consent, Subscriber, Permit, Mailing, Message, Content, Image, User, DemoRecord):
        assert model.objects.count() == 0, model


def test_the_files_of_the_pictures_go_too(django_capture_on_commit_callbacks: Any) -> None:
    files = [Path(settings.MEDIA_ROOT) / image.file.name for image in Image.objects.all()]
    assert all(file.exists() for file in files)

    with django_capture_on_commit_callbacks(execute=True):
        erase_demo()

    assert [file for file in files if file.exists()] == []


def test_what_was_announced_is_what_goes() -> None:
    plan = plan_erasure(DemoRun.objects.standing().get())
    before = {model: model._base_manager.count() for model in plan.rows}

    erase_demo()

    gone = {model: before[model] - model._base_manager.count() for model in plan.rows}
    expected = {model: len(pks) for model, pks in plan.rows.items()}
    # Records of the demonstration fall with it, and are not announced.
    assert {model.__name__: count for model, count in gone.items() if model is not DemoRecord} == {
        model.__name__: count for model, count in expected.items() if model is not DemoRecord
    }


def test_what_an_editor_made_stays() -> None:
    editor = UserFactory(email="editrice@asso.fr")
    news = NewsPageFactory(
        parent=NewsIndexPage.objects.get(),
        title="Notre première actualité",
        owner=editor,
        organisation=OrganisationPage.objects.first(),
    )
    subscribe(email="lectrice@asso.fr", source="/abonnement/")

    erase_demo()

    news.refresh_from_db()
    assert (news.title, news.organisation, news.owner) == ("Notre première actualité", None, editor)
    assert [subscriber.email for subscriber in Subscriber.objects.all()] == ["lectrice@asso.fr"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_hangs_on_the_demonstration_goes_with_it() -> None:
    session = Session.objects.filter(state=SessionState.OPEN, taken__lt=10).order_by("pk")[0]
    register(
        session=session,
        given_name="Vraie",
        family_name="Personne",
        email="vraie@asso.fr",
        submission_key=uuid4(),
        source="/inscriptions/",
    )
    article = ArticlePageFactory(parent=IssuePage.objects.live().get(), title="Mon article")
    plan = plan_erasure(DemoRun.objects.standing().get())
    assert {count.label: count.added for count in plan.counts() if count.added} == {
        "articles": 1,
        "inscriptions": 1,
        "messages": 1,
        "pages": 1,
        "personnes": 1,
    }

    erase_demo()

    assert not ArticlePage.objects.filter(pk=article.pk).exists()
    assert not Registration.objects.exists()
    assert leftovers({"vraie@asso.fr", "Vraie", "Mon article"}) == set()


def test_somebody_known_from_elsewhere_stays() -> None:
    """A subscriber who also came to a workshop of the demonstration is still a subscriber."""
    subscribe(email="fidele@asso.fr", source="/abonnement/")
    person = Person.objects.get(email="fidele@asso.fr")
    session = Session.objects.filter(state=SessionState.OPEN, taken__lt=10).order_by("pk")[0]
    register(
        session=session,
        given_name="Fidèle",
        family_name="Lectrice",
        email="fidele@asso.fr",
        submission_key=uuid4(),
        source="/inscriptions/",
    )

    erase_demo()

    assert Person.objects.filter(pk=person.pk).exists()
    assert Subscriber.objects.get().person == person
    assert Registration.objects.count() == 0


def test_words_that_an_editor_changed_since_stay() -> None:
    home = HomePage.objects.get()
    home.headline = "Notre accroche à nous"
    home.save_revision()
    home.save()

    erase_demo()

    home.refresh_from_db()
    assert (home.headline, home.introduction) == ("Notre accroche à nous", "")
    draft = Revision.objects.for_instance(home).get()
    assert (draft.content["headline"], draft.content["introduction"]) == ("Notre accroche à nous", "")
    assert NAME not in str(draft.content["title"])


def test_erasing_twice_says_so() -> None:
    erase_demo()
    with pytest.raises(DemoMissing):
        erase_demo()
    with pytest.raises(CommandError):
        call_command("erase_demo", yes=True)


def test_the_command_says_what_goes(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("erase_demo", yes=True)
    said = capsys.readouterr().out
    assert "60 abonnés et abonnées" in said
    assert DemoRun.objects.get().erased_at is not None


# --- from the admin ---------------------------------------------------------------------------------


@pytest.fixture
def director(client: Client) -> User:
    user = User.objects.get(email=ACCOUNTS[0].email)
    client.force_login(user)
    return user


def test_the_admin_offers_to_erase(client: Client, director: User) -> None:
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("erase_demo") in html


def test_looking_erases_nothing(client: Client, director: User) -> None:
    response = client.get(reverse("erase_demo"))
    assert response.status_code == 200
    assert "Abonnés et abonnées" in response.content.decode()
    assert DemoRun.objects.standing().exists()


@pytest.mark.parametrize("word", ["", "oui", "EFFACE"])
def test_the_word_is_asked_for(client: Client, director: User, word: str) -> None:
    data = {"word": word, "email": "moi@asso.fr", "password": "un-vrai-mot-de-passe"}
    response = client.post(reverse("erase_demo"), data)
    assert response.status_code == 422
    assert "moi@asso.fr" in response.content.decode()
    assert DemoRun.objects.standing().exists()


def test_a_demo_account_becomes_real(client: Client, director: User) -> None:
    data = {"word": "effacer", "email": "Moi@Asso.fr", "password": "un-vrai-mot-de-passe"}
    response = client.post(reverse("erase_demo"), data)

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    assert [user.email for user in User.objects.all()] == ["moi@asso.fr"]
    director.refresh_from_db()
    assert director.check_password("un-vrai-mot-de-passe")
    assert leftovers({"dirigeable.example", "démonstration)"}) == set()
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Compléter les mentions légales" in html
    assert "Effacer la démonstration" not in html


def test_a_weak_password_is_refused(client: Client, director: User) -> None:
    response = client.post(reverse("erase_demo"), {"word": "EFFACER", "email": "moi@asso.fr", "password": "1234"})
    assert response.status_code == 422
    assert DemoRun.objects.standing().exists()


def test_a_real_account_erases_and_stays_as_it_is(client: Client) -> None:
    user = UserFactory(email="vraie@asso.fr", is_superuser=True, is_staff=True)
    client.force_login(user)
    assert client.post(reverse("erase_demo"), {"word": "EFFACER"}).status_code == 302
    assert [account.email for account in User.objects.all()] == ["vraie@asso.fr"]


@pytest.mark.parametrize("account", ACCOUNTS[1:], ids=lambda account: account.email.partition("@")[0])
def test_editors_may_not_erase(client: Client, account: Any) -> None:
    client.force_login(User.objects.get(email=account.email))
    response = client.post(reverse("erase_demo"), {"word": "EFFACER"})
    assert response.status_code in (302, 403)
    assert DemoRun.objects.standing().exists()
    assert reverse("erase_demo") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_erases_from_outside(client: Client) -> None:
    assert client.post(reverse("erase_demo"), {"word": "EFFACER"}).status_code == 302
    assert DemoRun.objects.standing().exists()
