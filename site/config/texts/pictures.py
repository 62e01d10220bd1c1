"""Pictures of a document: found in it, told to the editor who reads it again, then kept in the library of the site."""

import base64
import re
from dataclasses import dataclass, field

from wagtail.images.permissions import permission_policy
from wagtail.models import Collection

from cms.pictures import PictureRefused, look_into, thumbnail
from cms.prose import Note
from cms.prose.html import Anywhere, PictureFound
from cms.prose.writing import PICTURE_NAME
from config.bringing_in import Library
from people.models import User

MOST_PICTURES = 60
MOST_PIXELS = 300_000_000  # of a whole document: an editor waits while they are read
# Word writes words of its own, seldom true: nobody looked at the picture.
_BY_A_MACHINE = re.compile(r"générée? automatiquement|généré par l.IA|automatically generated", re.IGNORECASE)
_NAME = re.compile(rf"{PICTURE_NAME}(\d{{1,3}})")


@dataclass
class Album(Anywhere):
    """The pictures of one document, each once; the name of one is « image- » and its rank."""

    found: list[bytes] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pixels: int = 0

    def add(self, content: bytes, *, name: str) -> str:
        """The name by which the text says this picture; `name`, its own, when it is not taken, which is noted."""
        if content not in self.found:
            try:
                self._look(content)
            except PictureRefused as refusal:
                self.notes.append(Note("Image à ajouter à la main", name, str(refusal)))
                return name
            self.found.append(content)
        return f"{PICTURE_NAME}{self.found.index(content) + 1}"

    def picture(self, found: PictureFound) -> int | None:
        """Its rank, which blocks hold until the picture is in the library."""
        named = _NAME.fullmatch(found.source)
        rank = int(named[1]) if named else 0
        return rank if 1 <= rank <= len(self.found) else None

    @property
    def previews(self) -> list[tuple[str, str]]:
        """The name of each, and a small JPEG as a `data:` address."""
        small = (base64.b64encode(thumbnail(content)).decode() for content in self.found)
        return [(f"{PICTURE_NAME}{rank}", f"data:image/jpeg;base64,{one}") for rank, one in enumerate(small, start=1)]

    def _look(self, content: bytes) -> None:
        if len(self.found) >= MOST_PICTURES:
            raise PictureRefused(f"Ce document a plus de {MOST_PICTURES} images.")
        looked = look_into(content)
        if self.pixels + looked.pixels > MOST_PIXELS:
            raise PictureRefused("Les images de ce document sont trop grandes, ensemble.")
        self.pixels += looked.pixels


@dataclass(kw_only=True)
class Keeping(Library):
    """Puts in the library each picture that the text still names."""

    album: Album
    title: str
    by: User
    collection: Collection | None

    def picture(self, found: PictureFound) -> int | None:
        rank = self.album.picture(found)
        if rank is None or self.collection is None:
            return None
        return self.keep(
            self.album.found[rank - 1],
            title=f"{self.title[:200]} : image {rank}",
            collection=self.collection,
            alt_text=found.alt[:250],
            uploaded_by_user=self.by,
        )


def told(alt: str) -> str:
    """What a person wrote of a picture; nothing of what a word processor guessed."""
    return "" if _BY_A_MACHINE.search(alt) else " ".join(alt.split())[:250]


def collection_for(user: User) -> Collection | None:
    """Where `user` may add images; None when nowhere."""
    found: Collection | None = permission_policy.collections_user_has_permission_for(user, "add").first()
    return found


def names_pictures(text: str) -> bool:
    """Whether a text in Markdown calls a picture of its document."""
    return re.search(rf"!\[[^\]]*\]\(<?{PICTURE_NAME}\d", text) is not None
