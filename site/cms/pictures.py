"""Pictures that come from elsewhere: looked into before anything keeps them."""

import io
from dataclasses import dataclass
from threading import Lock

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps, UnidentifiedImageError

LARGEST_PICTURE = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000  # a file of a few kilobytes may say that it is a thousand times larger
EXTENSIONS = {"AVIF": "avif", "GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
LONGEST_SIDE = 3_000
_ONE_AT_A_TIME = Lock()
_FAULTS = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError)
_BOMBS = (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning)


class PictureRefused(ValueError):
    """The file is not taken; the message says why, in French."""


@dataclass(frozen=True)
class Looked:
    """What a sound picture is: its extension, and its pixels."""

    extension: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def look_into(content: bytes) -> Looked:
    """Read a whole picture, whatever its name says it is. Raises PictureRefused."""
    _weigh(content)
    with _opened(content) as picture:
        _read_whole(picture)
        return Looked(EXTENSIONS[str(picture.format)], *picture.size)


def redrawn(content: bytes) -> bytes:
    """The same picture and nothing else, upright, LONGEST_SIDE pixels at most, as JPEG or, when it lets something
    through, PNG: where and when it was taken, and by which telephone, stay behind. Raises PictureRefused.
    """
    _weigh(content)
    with _opened(content) as opened:
        _read_whole(opened)
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        lets_through = upright.has_transparency_data
        drawn = upright.convert("RGBA" if lets_through else "RGB")
    # A new sheet: only the pixels are carried over.
    sheet = Pillow.new(drawn.mode, drawn.size)
    sheet.paste(drawn)
    out = io.BytesIO()
    sheet.save(out, **({"format": "PNG"} if lets_through else {"format": "JPEG", "quality": 88}))
    return out.getvalue()


def thumbnail(content: bytes, side: int = 160) -> bytes:
    """A JPEG of `side` pixels at most, for an editor to know the picture by. Raises PictureRefused."""
    with _opened(content) as picture:
        _read_whole(picture)
        picture.thumbnail((side, side))
        small = picture.convert("RGB")
    out = io.BytesIO()
    small.save(out, "JPEG", quality=70)
    return out.getvalue()


def _weigh(content: bytes) -> None:
    if len(content) > LARGEST_PICTURE:
        raise PictureRefused("L’image dépasse 10 Mo : enregistrez-la plus petite.")


def _read_whole(picture: Pillow.Image) -> None:
    """All its pixels. WeasyPrint lets the whole process take pictures cut short: not here. Raises PictureRefused."""
    with _ONE_AT_A_TIME:
        usual, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            picture.load()
        except (*_FAULTS, *_BOMBS) as error:
            raise PictureRefused("L’image est abîmée : elle s’arrête avant la fin.") from error
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = usual


def _opened(content: bytes) -> Pillow.Image:
    """Its first lines only: the pixels are not read yet. Raises PictureRefused."""
    try:
        picture = Pillow.open(io.BytesIO(content), formats=list(EXTENSIONS))
    except _BOMBS as error:
        raise PictureRefused("L’image est immense : elle n’a pas été ouverte.") from error
    except _FAULTS as error:
        raise PictureRefused("Ce fichier n’est pas une image JPEG, PNG, GIF, WebP ou AVIF.") from error
    if picture.width * picture.height > MOST_PIXELS:
        picture.close()
        raise PictureRefused("L’image est immense : elle n’a pas été ouverte.")
    return picture
