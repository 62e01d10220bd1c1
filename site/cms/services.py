"""Changes to the reference tables."""

from django.db import transaction

from .models import Territory


class TerritoryNotEmpty(Exception):
    """Removing a territory would take with it what lies under it."""

    def __init__(self, territory: Territory) -> None:
        super().__init__(f"« {territory} » contient d’autres territoires : déplacez-les ou supprimez-les d’abord.")


@transaction.atomic
def place_territory(*, territory: Territory, parent: Territory | None) -> Territory:
    """Save `territory` under `parent` (None: at the first level), moving what lies under it along.

    Raises treebeard's InvalidMoveToDescendant when `parent` lies under `territory`.
    """
    if territory.pk is None:
        return parent.add_child(instance=territory) if parent else Territory.add_root(instance=territory)
    territory.save()
    if territory.get_parent(update=True) == parent:
        return territory
    if parent:
        territory.move(parent, "last-child")
    else:
        territory.move(Territory.get_last_root_node(), "last-sibling")
    territory.refresh_from_db()
    return territory


@transaction.atomic
def remove_territory(*, territory: Territory) -> None:
    """Delete `territory`. Raises TerritoryNotEmpty while something lies under it: the tree deletes whole branches."""
    if territory.get_children().exists():
        raise TerritoryNotEmpty(territory)
    territory.delete()
