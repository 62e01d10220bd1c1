"""Which page may stand under which: the tree editors may build."""

import pytest

from home.models import (
    CallIndexPage,
    CallPage,
    GlossaryPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    OrganisationIndexPage,
    OrganisationPage,
    ProgrammeIndexPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
    TermPage,
)
from tests.factories.tree import House

pytestmark = pytest.mark.django_db

INDEXES = {
    NewsIndexPage: NewsPage,
    OrganisationIndexPage: OrganisationPage,
    ProgrammeIndexPage: ProgrammePage,
    ProjectIndexPage: ProjectPage,
    CallIndexPage: CallPage,
    GlossaryPage: TermPage,
}


@pytest.mark.parametrize(("index", "child"), INDEXES.items())
def test_an_index_stands_under_the_home_page_and_holds_one_kind(index: type, child: type) -> None:
    assert index.allowed_parent_page_models() == [HomePage]
    assert index.allowed_subpage_models() == [child]
    assert index.max_count == 1


@pytest.mark.parametrize("child", INDEXES.values())
def test_a_page_of_a_list_holds_no_other(child: type) -> None:
    assert child.allowed_subpage_models() == []


def test_pages_of_text_may_hold_each_other() -> None:
    assert StandardPage.allowed_parent_page_models() == [HomePage, StandardPage]
    assert StandardPage.allowed_subpage_models() == [StandardPage]


def test_there_is_one_home_page_and_one_of_each_list(house: House) -> None:
    assert not HomePage.can_create_at(house.home.get_parent())
    assert [index for index in INDEXES if index.can_create_at(house.home)] == []


def test_pages_of_other_apps_stand_under_the_home_page_too(house: House) -> None:
    assert {page.specific_class for page in house.home.get_children()} >= {type(house.agenda), type(house.journal)}
