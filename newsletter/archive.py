"""The letters on the web. What was sent is shown from its frozen content, never from the page.

The fragment of the mail that an editor wrote is undressed of its mail styles, so that the site's own style sheet
dresses it: one source, by its hash, for the mailbox and for the web.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils.safestring import SafeString, mark_safe

from .models.dispatches import Dispatch
from .rendering import render_letter

if TYPE_CHECKING:
    from .models import LetterIndexPage, LetterPage

LETTERS_PER_PAGE = 12
# The element of the mail that holds what the editor composed.
BODY = ".letter"
TAGS = {"a", "blockquote", "br", "div", "em", "h2", "h3", "i", "b", "img", "li", "ol", "p", "strong", "sup", "ul"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
CLASSES = {
    "div": {"letter", "rubric", "announcement", "portrait", "editorial", "voice", "picture"},
    "p": {"button", "byline", "caption", "kicker", "meta", "standfirst", "thumb"},
}


@dataclass(frozen=True)
class WebLetter:
    """A letter as its page shows it; `dispatch` is None while it has not left."""

    html: SafeString
    dispatch: Dispatch | None

    @property
    def digest(self) -> str:
        return self.dispatch.mailing.content.digest if self.dispatch else ""


def letter_on_the_web(letter: "LetterPage", *, preview: bool = False) -> WebLetter:
    """The frozen content of a letter that left, or what it would be if it left now.

    A preview shows what the editor is writing, even after the departure.
    """
    dispatch = Dispatch.objects.select_related("mailing__content").filter(letter_id=letter.pk).first()
    if dispatch is None or preview:
        return WebLetter(html=fragment(render_letter(letter).html), dispatch=None)
    return WebLetter(html=fragment(dispatch.mailing.content.html, root_url=dispatch.root_url), dispatch=dispatch)


def fragment(html: str, *, root_url: str = "") -> SafeString:
    """What the editor composed in the mail `html`, as clean HTML for our own page.

    Addresses that begin with `root_url` (the site's at the departure) become relative, so that the archive survives
    a change of domain; so do pictures of ours, which the site's policy would refuse from another address.
    """
    body = BeautifulSoup(html, "html.parser").select_one(BODY)
    if body is None:
        return mark_safe("")
    for link in body.find_all("a", href=True):
        link["href"] = _relative(str(link["href"]), root_url)
    for picture in body.find_all("img", src=True):
        path = urlsplit(str(picture["src"])).path
        if path.startswith(settings.MEDIA_URL):
            picture["src"] = path
    cleaned = nh3.clean(
        body.decode(),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return mark_safe(cleaned)


def archive_listing(index: "LetterIndexPage", number: Any) -> PaginatorPage:
    """One page of the departures of the letters under `index`, newest first; an odd `number` gives a page anyway."""
    departures = Dispatch.objects.readable().filter(letter__path__startswith=index.path)
    return Paginator(departures, LETTERS_PER_PAGE).get_page(number)


def _relative(address: str, root_url: str) -> str:
    root = root_url.rstrip("/")
    if root and (address == root or address.startswith((f"{root}/", f"{root}?", f"{root}#"))):
        return address.removeprefix(root) or "/"
    return address
