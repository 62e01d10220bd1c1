"""Pictures of a letter: JPEG, which every mail program reads, and pinned once the letter leaves."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms.models import Image

# Twice the 600 pixels of a letter, for fine screens.
SPECS = {
    "wide": "fill-1200x640|format-jpeg|jpegquality-76",
    "whole": "width-1200|format-jpeg|jpegquality-76",
}
FULL_WIDTH = 600


@dataclass(frozen=True)
class Picture:
    """What an `<img>` needs; `width` and `height` are in CSS pixels."""

    url: str
    width: int
    height: int
    alt: str


def picture(image: Image, *, shape: str, pin: bool) -> Picture:
    """`image` cut to a shape of SPECS. With `pin`, a copy under its own hash that no purge of renditions removes."""
    rendition = get_rendition_or_not_found(image, SPECS[shape])
    width = min(FULL_WIDTH, rendition.width or FULL_WIDTH)
    height = round(width * (rendition.height or 0) / (rendition.width or 1))
    url = _pinned(rendition) if pin and rendition.pk else rendition.url
    rendition.file.close()  # Wagtail leaves the file of a rendition just made to the garbage collector
    return Picture(url=url, width=width, height=height, alt=alternative_of(image))


def alternative_of(image: Image) -> str:
    """What the editor wrote for this place (Wagtail's ImageBlock keeps it on the image), else for the image."""
    if getattr(image, "decorative", False):
        return ""
    written: str | None = getattr(image, "contextual_alt_text", None)
    return image.default_alt_text if written is None else written


def _pinned(rendition: Any) -> str:
    """Address of a copy whose name is the hash of its bytes: the mail shows the same picture for years."""
    with rendition.file.open("rb") as stream:
        content = stream.read()
    suffix = PurePosixPath(rendition.file.name).suffix
    name = f"lettres/{hashlib.sha256(content).hexdigest()[:32]}{suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return default_storage.url(name)
