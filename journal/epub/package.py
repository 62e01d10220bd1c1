"""The parts of an EPUB and the file that holds them. Knows nothing of the journal."""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from bs4 import BeautifulSoup

MIMETYPE = "application/epub+zip"
XHTML = "application/xhtml+xml"
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# The oldest date a zip knows: the same content gives the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """A file of the book. `in_reading_order` puts it in the spine."""

    name: str
    media_type: str
    content: bytes
    title: str = ""
    in_reading_order: bool = False
    properties: str = ""

    @property
    def identifier(self) -> str:
        return self.name.replace("/", "-").replace(".", "-")


@dataclass
class Package:
    """Parts of a book, then the zip that a reader opens."""

    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> Part:
        self.parts.append(part)
        return part

    def pack(self, opf: str) -> bytes:
        """The file: `mimetype` first and not compressed, as readers look for it (OCF 3.3, 4.3)."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr(_entry("mimetype", zipfile.ZIP_STORED), MIMETYPE)
            book.writestr(_entry("META-INF/container.xml"), CONTAINER)
            book.writestr(_entry("EPUB/package.opf"), opf)
            for part in self.parts:
                book.writestr(_entry(f"EPUB/{part.name}"), part.content)
        return target.getvalue()


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = compression
    return entry


def as_xhtml(html: str) -> bytes:
    """`html` (HTML5) as well-formed XHTML. Drawings that say something are kept; decoration is left out."""
    soup = BeautifulSoup(html, "html.parser")
    for drawing in soup.find_all("svg"):
        if drawing.get("role") == "img":
            drawing["viewBox"] = drawing.attrs.pop("viewbox")  # names have no capitals in HTML
        else:
            drawing.decompose()
    root = soup.find("html")
    assert root is not None, "a whole document is expected"
    body = root.decode(formatter="minimal")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{body}\n'.encode()
