"""What a .docx or an .odt hides: an archive of XML that must be weighed before it is opened."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeXml

from .errors import TextRefused

MOST_ENTRIES = 2_000
LARGEST_PART = 12 * 1024 * 1024  # bytes of one XML part, once unpacked
LARGEST_WHOLE = 60 * 1024 * 1024
DEEPEST = 200  # elements inside one another
# White space, and the marks and zeros of other encodings.
_BEFORE_XML = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
BROKEN = "Ce fichier est abîmé : ouvrez-le dans votre traitement de texte et enregistrez-le de nouveau."


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive, refused when it would burst or when a name leads out of it. Raises TextRefused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TextRefused(BROKEN) from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise TextRefused("Ce fichier, une fois déplié, serait énorme : il n’a pas été ouvert.")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", entry.filename):
            raise TextRefused("Ce fichier contient un chemin qui mène hors de lui : il n’a pas été ouvert.")
        if entry.flag_bits & 1:
            raise TextRefused("Ce fichier est protégé par un mot de passe : enregistrez-en une copie sans.")
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of the archive, never more than LARGEST_PART. Raises TextRefused."""
    content = _start(archive, name, LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise TextRefused("Ce fichier, une fois déplié, serait énorme : il n’a pas été ouvert.")
    return content


def begins_as_xml(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether the file is XML by what it holds, in whatever encoding. Raises TextRefused."""
    return _start(archive, name, 512).lstrip(_BEFORE_XML).startswith(b"<")


def _start(archive: zipfile.ZipFile, name: str, length: int) -> bytes:
    try:
        with archive.open(name) as stream:
            return stream.read(length)
    except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise TextRefused(BROKEN) from error


def xml(content: bytes) -> Any:
    """The root element. A document type is refused: ten lines of entities make a gigabyte. Raises TextRefused."""
    try:
        root = SafeXml.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise TextRefused(
            "Ce fichier contient une définition interdite (DTD ou entité) : il n’a pas été lu."
        ) from error
    except (SafeXml.ParseError, ValueError, LookupError) as error:
        raise TextRefused(BROKEN) from error
    _measure_depth(root)
    return root


def _measure_depth(root: Any) -> None:
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > DEEPEST:
            raise TextRefused("Ce fichier emboîte trop d’éléments les uns dans les autres : il n’a pas été lu.")
