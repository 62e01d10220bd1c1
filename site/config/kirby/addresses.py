"""Where a link, a file name or an identifier of the old site leads on the new one."""

from dataclasses import dataclass, field

from wagtail.models import Page

from cms.models import Document, Image
from cms.prose.html import WEB, PictureFound

from .folders import SourceFile, SourcePage


@dataclass
class Directory:
    """All that was brought in, by each of the names Kirby gives it."""

    images: dict[str, Image] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def add_page(self, source: SourcePage, page: Page) -> None:
        for name in (source.path, source.address, source.fields.get("uuid") and f"page://{source.fields['uuid']}"):
            if name:
                self.pages[name] = page

    def add_file(self, source: SourcePage, file: SourceFile, kept: Image | Document) -> None:
        shelf: dict[str, Image] | dict[str, Document] = self.images if isinstance(kept, Image) else self.documents
        for name in (
            f"{source.path}/{file.name}",
            f"{source.address}/{file.name}",
            file.uuid and f"file://{file.uuid}",
        ):
            if name:
                shelf[name] = kept


@dataclass(frozen=True)
class Place:
    """What names mean on one page: a bare file name is a file of that page."""

    page: SourcePage
    directory: Directory

    def image(self, name: str) -> Image | None:
        return next((found for key in self._keys(name) if (found := self.directory.images.get(key))), None)

    def document(self, name: str) -> Document | None:
        return next((found for key in self._keys(name) if (found := self.directory.documents.get(key))), None)

    def linked_page(self, name: str) -> Page | None:
        """The page an identifier, a path or a slug names, beside this page or from the top."""
        bare = name.strip().partition("#")[0].strip("/")
        beside = f"{self.page.address.rpartition('/')[0]}/{bare}".strip("/")
        names = (name, bare, f"{self.page.address}/{bare}", beside)
        return next((found for key in names if (found := self.directory.pages.get(key))), None)

    def file(self, name: str) -> SourceFile | None:
        return self.page.files.get(name)

    def picture(self, found: PictureFound) -> int | None:
        image = self.image(found.source)
        return image.pk if image else None

    def link(self, address: str) -> dict[str, str] | None:
        if address.startswith(WEB) or address.startswith("#"):
            return {"href": address}
        if page := self.linked_page(address):
            return {"linktype": "page", "id": str(page.pk)}
        if document := self.document(address):
            return {"linktype": "document", "id": str(document.pk)}
        image = self.image(address)
        return {"href": str(image.file.url)} if image else None

    def _keys(self, name: str) -> tuple[str, ...]:
        return (name, f"{self.page.path}/{name}", f"{self.page.address}/{name}")
