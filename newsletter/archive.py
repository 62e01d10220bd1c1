"""The letters on the web. What was sent is shown from its frozen segments, never from the page.

The fragment of the mail that an editor wrote is undressed of its mail styles, so that the site's own style sheet
dresses it: one source, by its hash, for the mailbox, the web and the feed.
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

from .addresses import is_ours, unmarked
from .models.dispatches import Dispatch
from .models.segments import Segment
from .rendering import compose_letter

if TYPE_CHECKING:
    from .models import LetterIndexPage, LetterPage, Sequel

LETTERS_PER_PAGE = 12
TAGS = {"a", "blockquote", "br", "div", "em", "h2", "h3", "i", "b", "img", "li", "ol", "p", "strong", "sup", "ul"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
CLASSES = {
    "div": {"letter", "rubric", "announcement", "portrait", "partner", "editorial", "voice", "picture"},
    "p": {"button", "byline", "caption", "kicker", "meta", "standfirst", "thumb"},
}


@dataclass(frozen=True)
class Passage:
    """One block as the web shows it: its words, or the tombstone of a block taken out since."""

    html: SafeString
    segment: Segment | None = None

    @property
    def is_redacted(self) -> bool:
        return bool(self.segment and self.segment.redacted_at)


@dataclass(frozen=True)
class WebLetter:
    """A letter as its page shows it; `dispatch` is None while it has not left."""

    passages: tuple[Passage, ...]
    dispatch: Dispatch | None = None
    errata: tuple["Sequel", ...] = ()

    @property
    def digest(self) -> str:
        return self.dispatch.body_digest if self.dispatch else ""

    @property
    def is_redacted(self) -> bool:
        return any(passage.is_redacted for passage in self.passages)


def letter_on_the_web(letter: "LetterPage", *, preview: bool = False) -> WebLetter:
    """The frozen content of a letter that left, or what it would be if it left now.

    A preview shows what the editor is writing, even after the departure.
    """
    dispatch = None if preview else Dispatch.objects.filter(letter_id=letter.pk).first()
    if dispatch is None:
        return WebLetter(tuple(Passage(fragment(segment.html)) for segment in compose_letter(letter).segments))
    return frozen_letter(dispatch)


def frozen_letter(dispatch: Dispatch) -> WebLetter:
    """What left, with the corrections written since; two queries unless the segments were fetched."""
    passages = tuple(
        Passage(fragment(segment.html, root_url=dispatch.root_url), segment) for segment in dispatch.segments.all()
    )
    return WebLetter(passages, dispatch=dispatch, errata=tuple(dispatch.sequels.errata()))


def fragment(html: str, *, root_url: str = "") -> SafeString:
    """A block of the mail as clean HTML for our own page.

    Addresses that begin with `root_url` (the site's at the departure) become relative and lose the mark of the letter,
    so that the archive survives a change of domain; so do pictures of ours, which the site's policy would refuse from
    another address.
    """
    body = BeautifulSoup(html, "html.parser")
    for link in body.find_all("a", href=True):
        link["href"] = _relative(unmarked(str(link["href"])), root_url)
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
    return (address.removeprefix(root) or "/") if is_ours(address, root) else address
