"""HTML to PDF with the fonts of the house and nothing from any network.

Importing this module costs about 40 MB: only jobs and the views that answer with a PDF do it, inside a function.
"""

import mimetypes
import re
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(settings.PROJECT_DIR) / "site" / "static"
FONTS = "css/fonts-pdf.css"
# What the addresses of style sheets start from.
BASE = (STATIC / FONTS).as_uri()
PALETTE = "css/tokens.css"


class HouseFetcher(URLFetcher):
    """Opens files of site/static, `media:///name` in the default storage, and `data:`; refuses everything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["file", "media", "data"])

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        address = urlsplit(url)
        if address.scheme == "file":
            return _answer(url, _static_file(address.path).read_bytes())
        if address.scheme == "media":
            return _stored_file(url, unquote(address.path.lstrip("/")))
        return super().fetch(url, headers)


def _static_file(path: str) -> Path:
    file = Path(unquote(path)).resolve()
    if not file.is_relative_to(STATIC):
        raise ValueError(f"not a static file: {path}")
    return file


def _stored_file(url: str, name: str) -> URLFetcherResponse:
    """A file of the default storage, under its place on the disk when it has one: it is read again when it is written
    out, instead of being kept in memory by each layout.
    """
    with default_storage.open(name) as file:
        content = file.read()
    with suppress(NotImplementedError):  # a storage far away has no path
        url = Path(default_storage.path(name)).as_uri()
    return _answer(url, content)


def _answer(url: str, body: bytes) -> URLFetcherResponse:
    kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
    return URLFetcherResponse(url, body=body, headers={"Content-Type": kind})


def palette() -> str:
    """The colours of the light theme as custom properties; the rest of tokens.css speaks of screens."""
    light = (STATIC / PALETTE).read_text().partition("@media")[0]
    return ":root {\n" + "\n".join(re.findall(r"^ *--[\w-]+: #[0-9A-Fa-f]{6};", light, re.MULTILINE)) + "\n}"


# A text or a style sheet that was read, and may be laid out again.
Tree: TypeAlias = HTML
Sheet: TypeAlias = CSS


class Press:
    """What several layouts of one job share: the fonts of the house, opened once, and its colours."""

    def __init__(self) -> None:
        self._fonts, self._fetcher = FontConfiguration(), HouseFetcher()
        self._sheets = [self.sheet((STATIC / FONTS).read_text()), self.sheet(palette())]

    def read(self, html: str, *, address: str = "") -> Tree:
        """The tree of `html`, to lay out more than once. `address` is what its relative links start from."""
        return HTML(string=html, base_url=address or BASE, url_fetcher=self._fetcher)

    def sheet(self, text: str) -> Sheet:
        return CSS(string=text, base_url=BASE, font_config=self._fonts, url_fetcher=self._fetcher)

    def lay_out(self, html: str | Tree, *, styles: Sequence[str | Sheet] = (), address: str = "") -> Document:
        """The pages of `html`. `styles` are style sheets, as text or read before, after the fonts and colours."""
        tree = self.read(html, address=address) if isinstance(html, str) else html
        sheets = [self.sheet(style) if isinstance(style, str) else style for style in styles]
        return tree.render(stylesheets=[*self._sheets, *sheets], font_config=self._fonts)


def lay_out(html: str, *, styles: Sequence[str] = (), address: str = "") -> Document:
    """The pages of `html`, laid out by a press of its own."""
    return Press().lay_out(html, styles=styles, address=address)


def write(document: Document, *, tagged: bool = True) -> bytes:
    """`document` as a PDF file; `tagged`, it follows PDF/UA-1 as far as WeasyPrint goes (trap PT-8)."""
    target = BytesIO()
    write_to(target, document, tagged=tagged)
    return target.getvalue()


def write_to(target: BinaryIO, document: Document, *, tagged: bool = True) -> None:
    """The same, into a file that is open for writing: a large document never stands whole in memory."""
    document.write_pdf(target, pdf_variant="pdf/ua-1" if tagged else None)
