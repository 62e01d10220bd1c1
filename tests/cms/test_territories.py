"""Where things happen: a tree, and what lies under more than one parent (S0-05, S3-09)."""

import pytest

from cms.models import Territory
from cms.services import TerritoryNotEmpty, place_territory, remove_territory
from tests.factories.cms import TerritoryFactory

pytestmark = pytest.mark.django_db


def names(territory: Territory) -> list[str]:
    return sorted(found.name for found in Territory.objects.within(territory))


@pytest.fixture
def valley() -> Territory:
    department = TerritoryFactory(name="Valclair")
    valley = TerritoryFactory(name="La vallée", parent=department)
    TerritoryFactory(name="Sainte-Ourse", parent=valley)
    TerritoryFactory(name="Ailleurs")
    return Territory.objects.get(pk=valley.pk)


def test_a_territory_holds_itself_and_what_lies_under_it(valley: Territory) -> None:
    assert names(valley) == ["La vallée", "Sainte-Ourse"]
    assert names(valley.get_parent()) == ["La vallée", "Sainte-Ourse", "Valclair"]
    assert names(Territory.objects.get(name="Sainte-Ourse")) == ["Sainte-Ourse"]


def test_a_delegation_covers_communes_placed_elsewhere(valley: Territory) -> None:
    delegation = TerritoryFactory(name="La délégation")
    delegation.covers.add(Territory.objects.get(name="Sainte-Ourse"))
    assert names(delegation) == ["La délégation", "Sainte-Ourse"]


def test_what_lies_under_covers_too(valley: Territory) -> None:
    region = TerritoryFactory(name="La région")
    delegation = TerritoryFactory(name="La délégation", parent=region)
    delegation.covers.add(Territory.objects.get(name="Sainte-Ourse"))
    assert names(Territory.objects.get(pk=region.pk)) == ["La délégation", "La région", "Sainte-Ourse"]


def test_a_territory_reached_twice_is_listed_once(valley: Territory) -> None:
    valley.covers.add(Territory.objects.get(name="Sainte-Ourse"))
    assert names(valley) == ["La vallée", "Sainte-Ourse"]


def test_covering_is_not_mutual(valley: Territory) -> None:
    delegation = TerritoryFactory(name="La délégation")
    delegation.covers.add(valley)
    assert names(valley) == ["La vallée", "Sainte-Ourse"]


def test_the_tree_is_told_by_dashes(valley: Territory) -> None:
    assert [territory.indented_name for territory in Territory.objects.all()] == [
        "Valclair",
        "– La vallée",
        "– – Sainte-Ourse",
        "Ailleurs",
    ]


def test_moving_a_branch_keeps_the_tree_sound(valley: Territory) -> None:
    elsewhere = Territory.objects.get(name="Ailleurs")
    moved = place_territory(territory=valley, parent=elsewhere)
    assert moved.get_parent() == elsewhere
    assert names(Territory.objects.get(name="Ailleurs")) == ["Ailleurs", "La vallée", "Sainte-Ourse"]
    assert Territory.find_problems() == ([], [], [], [], [])


def test_a_branch_is_not_removed_by_removing_its_root(valley: Territory) -> None:
    with pytest.raises(TerritoryNotEmpty, match="« La vallée » contient d’autres territoires"):
        remove_territory(territory=valley)
    remove_territory(territory=Territory.objects.get(name="Sainte-Ourse"))
    remove_territory(territory=Territory.objects.get(pk=valley.pk))
    assert sorted(Territory.objects.values_list("name", flat=True)) == ["Ailleurs", "Valclair"]
