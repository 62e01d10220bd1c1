"""Changes to the reference tables and to the library of images."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from .models import Image, Territory
from .pictures import look_into
from .slugs import french_slug


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


def keep_picture(content: bytes, *, title: str, collection: Collection, **fields: Any) -> tuple[Image, bool]:
    """The image of the library that holds these very bytes, and whether it was made now: a picture brought in twice is
    one. `fields` are those of a new image. Raises PictureRefused.
    """
    digest = hash_filelike(io.BytesIO(content))
    known = Image.objects.filter(file_hash=digest).order_by("pk").first()
    return (known, False) if known else (add_picture(content, title=title, collection=collection, **fields), True)


def add_picture(content: bytes, *, title: str, collection: Collection, **fields: Any) -> Image:
    """A new image of the library. What it must say before it is printed, and its words when `alt_text` is empty, stay
    to be completed. Whoever undoes the work around this call deletes its file. Raises PictureRefused.
    """
    looked = look_into(content)
    image = Image(title=title[:255], collection=collection, file_size=len(content), **fields)
    image.file_hash = hash_filelike(io.BytesIO(content))
    image.file = ContentFile(content, name=f"{french_slug(title)[:80] or 'image'}.{looked.extension}")
    image.save()
    return image
