"""The pictures a letter shows: each has words for who does not see it, and the right to be shown."""

from collections.abc import Iterator
from typing import Any

from cms.enums import ImageRights
from cms.models import Image

from ..blocks import RUBRICS
from ..enums import FaultKind
from ..errors import Fault
from ..pictures import alternative_of
from ..references import teasers_of
from .subject import Subject


def faults_of_its_pictures(subject: Subject) -> Iterator[Fault]:
    for image, block_id in _shown(subject):
        if not alternative_of(image) and not is_decorative(image):
            yield Fault(FaultKind.MISSING_ALT, image.title, block_id=block_id)
        if image.image_rights == ImageRights.MISSING:
            yield Fault(FaultKind.IMAGE_WITHOUT_RIGHTS, image.title, block_id=block_id)


def is_decorative(image: Image) -> bool:
    """As the editor said for this place (Wagtail's ImageBlock), else for the image."""
    return bool(getattr(image, "decorative", False) or image.is_decorative)


def _shown(subject: Subject) -> Iterator[tuple[Image, str]]:
    """The pictures that the mail shows, and not those that a rubric leaves out."""
    teasers = teasers_of(subject.letter)
    for child in subject.letter.body:
        for image in _of_a_block(child, teasers):
            yield image, str(child.id or "")


def _of_a_block(child: Any, teasers: dict[int, Any]) -> Iterator[Image]:
    value = child.value
    if child.block_type == "picture" and value["image"]:
        yield value["image"]
    elif child.block_type == "portrait":
        yield from _of_pages([value["page"]], teasers)
    elif child.block_type in RUBRICS and value["pictures"] != "none":
        pages = [teaser["page"] for teaser in value["teasers"]]
        yield from _of_pages(pages if value["pictures"] == "all" else pages[:1], teasers)


def _of_pages(pages: list[Any], teasers: dict[int, Any]) -> Iterator[Image]:
    for page in pages:
        teaser = teasers.get(page.pk) if page else None
        if teaser and teaser.image:
            yield teaser.image
