"""The book of one issue: cover, édito, an article a chapter, the ours; each sourced block keeps its provenance."""

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from ..jsonld import article_data, as_script
from ..models import IssuePage
from ..printing.content import PrintedIssue
from ..printing.imprint import set_imprint
from .package import XHTML, Package, Part, as_xhtml

JPEG = "image/jpeg"


@dataclass
class Shelf:
    """Where the book finds its pictures: each is packed once, at the size of a tablet."""

    package: Package
    seed_addresses: dict[int, str] = field(default_factory=dict)
    is_paper = False
    _names: dict[int, str] = field(default_factory=dict)

    def picture(self, image: Any, width: str) -> str:
        if image.pk not in self._names:
            rendition = image.get_rendition("width-1000|format-jpeg|jpegquality-80")
            with rendition.file.open() as file:
                part = Part(f"images/{image.pk}.jpg", JPEG, file.read())
            self._names[image.pk] = self.package.add(part).name
        return self._names[image.pk]


def write_book(printed: PrintedIssue) -> bytes:
    """The EPUB of `printed`, gathered for the public site."""
    package = Package()
    shelf = Shelf(package)
    cover = _cover(package, printed.issue)
    chapters = [
        _chapter(package, "edito.html", "Édito", "journal/epub/edito.html", {"printed": printed, "place": shelf})
    ]
    for rank, article in enumerate(printed.articles, start=1):
        context = {"article": article, "place": shelf, "printed": printed}
        context["data"] = as_script(article_data(article.page, article.sources))
        name = f"article-{rank}.html"
        chapters.append(_chapter(package, name, article.page.title, "journal/epub/article.html", context))
    ours = {"printed": printed, "imprint": set_imprint(printed)}
    chapters.append(_chapter(package, "ours.html", "L’ours", "journal/epub/ours.html", ours))
    package.add(Part("style.css", "text/css", render_to_string("journal/epub/style.css").encode()))
    nav = render_to_string("journal/epub/nav.html", {"printed": printed, "chapters": chapters})
    package.add(Part("nav.xhtml", XHTML, as_xhtml(nav), properties="nav"))
    context = {"printed": printed, "parts": package.parts, "chapters": chapters, "cover": cover}
    return package.pack(render_to_string("journal/epub/package.xml", {**context, "modified": _modified(printed)}))


def _chapter(package: Package, name: str, title: str, template: str, context: dict[str, Any]) -> Part:
    content = as_xhtml(render_to_string(template, {**context, "title": title}))
    name = name.replace(".html", ".xhtml")
    properties = "svg" if b"<svg" in content else ""
    return package.add(Part(name, XHTML, content, title=title, in_reading_order=True, properties=properties))


def _cover(package: Package, issue: IssuePage) -> Part | None:
    if issue.cover is None:
        return None
    rendition = issue.cover.get_rendition("width-1200|format-jpeg|jpegquality-80")
    with rendition.file.open() as file:
        return package.add(Part("images/cover.jpg", JPEG, file.read(), properties="cover-image"))


def _modified(printed: PrintedIssue) -> str:
    dates = [printed.issue.latest_revision_created_at]
    dates += [article.page.latest_revision_created_at for article in printed.articles]
    latest = max((date for date in dates if date), default=timezone.now())
    return latest.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%SZ")
