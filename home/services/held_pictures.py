"""The picture that a holder sends with their words (S3-11): read by moderation with them, gone with an unread page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Collection, Page

from cms.models import Image
from cms.services import add_picture

from ..models import HeldPage

COLLECTION = "Images proposées par lien"


@dataclass(frozen=True)
class SentPicture:
    """`content` as `cms.pictures.redrawn` made it, `alt_text` what it teaches, `credit` who made it."""

    content: bytes
    alt_text: str
    credit: str


@contextmanager
def kept(picture: SentPicture | None, *, title: str) -> Iterator[Image | None]:
    """A new image of the library, taken back with its file when the work inside fails. Raises PictureRefused.

    Never one that the library already has: this one may be erased when its holder asks.
    """
    if picture is None:
        yield None
        return
    image = add_picture(
        picture.content, title=title, collection=_collection(), alt_text=picture.alt_text, credit=picture.credit
    )
    try:
        yield image
    except BaseException:
        image.file.storage.delete(image.file.name)
        raise


def _collection() -> Collection:
    known: Collection | None = Collection.objects.filter(name=COLLECTION).first()
    return known or Collection.get_first_root_node().add_child(name=COLLECTION)


@transaction.atomic
def forget_picture(held: HeldPage, *, with_its_page: bool = False) -> None:
    """Delete the picture last sent, unless readers met it on its page (which `with_its_page` says is leaving too) or
    the team put it somewhere else.
    """
    image = held.picture
    if image is None:
        return
    row = Page.objects.get(pk=held.page_id)
    was_read = row.first_published_at is not None and row.specific.listing_image_id == image.pk
    # Of a page, the index of references tells the row that all pages share.
    is_elsewhere = any(user not in (row, row.specific, held) for user, _uses in image.get_usage())
    if (with_its_page or not was_read) and not is_elsewhere:
        image.delete()
