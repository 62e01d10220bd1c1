"""What each group may do: who writes, who publishes, who sees people."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from home.models import NewsPage, ProjectPage
from people.models import User
from tests.factories.home import ProjectPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def save_project(client: Client, project: ProjectPage, **more: str) -> int:
    """Post the editor's form of `project` under a new title; gives the status."""
    data = {
        "title": "Titre changé",
        "slug": project.slug,
        "summary": "",
        "stage": project.stage,
        "needs": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=(project.pk,)), data).status_code


@pytest.fixture
def project(house: House) -> ProjectPage:
    return ProjectPageFactory(parent=house.projects, title="Titre d’avant")


@pytest.fixture
def writer(house: House) -> User:
    """Someone who may write anywhere and publish nowhere."""
    group = Group.objects.create(name="Plume")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=house.home, permission=permission)
    return UserFactory(groups=["Plume"])


def test_who_may_only_write_cannot_publish(client: Client, project: ProjectPage, writer: User) -> None:
    client.force_login(writer)
    assert not project.permissions_for_user(writer).can_publish()
    assert save_project(client, project, **{"action-publish": "1"}) == 302
    project.refresh_from_db()
    assert project.title == "Titre d’avant"
    assert project.has_unpublished_changes


def test_facilitators_propose_projects_and_do_not_publish_them(
    client: Client, house: House, project: ProjectPage
) -> None:
    user = UserFactory(groups=["Animation"])
    client.force_login(user)
    assert save_project(client, project, **{"action-publish": "1"}) == 302
    project.refresh_from_db()
    assert project.title == "Titre d’avant"
    assert house.agenda.permissions_for_user(user).can_publish()


@pytest.mark.parametrize("group", ["Rédaction", "Modération"])
def test_the_newsroom_and_moderators_publish(client: Client, project: ProjectPage, group: str) -> None:
    client.force_login(UserFactory(groups=[group]))
    assert save_project(client, project, **{"action-publish": "1"}) == 302
    project.refresh_from_db()
    assert project.title == "Titre changé"


def test_a_draft_published_by_a_moderator_goes_live(
    client: Client, house: House, project: ProjectPage, writer: User
) -> None:
    client.force_login(writer)
    save_project(client, project)
    client.force_login(UserFactory(groups=["Modération"]))
    save_project(client, project, **{"action-publish": "1"})
    project.refresh_from_db()
    assert (project.title, project.has_unpublished_changes) == ("Titre changé", False)


@pytest.mark.parametrize(("group", "status"), [("Rédaction", 302), ("Animation", 200), ("Modération", 200)])
def test_people_are_seen_by_those_who_need_to(client: Client, house: House, group: str, status: int) -> None:
    client.force_login(UserFactory(groups=[group]))
    assert client.get(reverse("person:index")).status_code == status


@pytest.mark.parametrize("group", ["Rédaction", "Animation", "Modération"])
def test_accounts_are_for_administrators(client: Client, house: House, group: str) -> None:
    client.force_login(UserFactory(groups=[group]))
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302


def test_a_visitor_is_asked_to_sign_in(client: Client, house: House) -> None:
    for url in (reverse("person:index"), reverse("wagtailadmin_home")):
        response = client.get(url)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("wagtailadmin_login"))


def test_the_newsroom_writes_news(client: Client, house: House) -> None:
    user = UserFactory(groups=["Rédaction"])
    assert NewsPage in house.news.creatable_subpage_models()
    assert house.news.permissions_for_user(user).can_add_subpage()
