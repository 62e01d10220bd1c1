"""The addresses a mail carries: written in full, and marked with the letter they are read in.

The mark is the same for every reader of a letter (law.md C-24): it says where a visit comes from, never whose it is.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse

# `?lettre=12`: read in the letter whose page has this key.
MARK = "lettre"
_LOCAL_ADDRESS = re.compile(r'\b(href|src)="(/[^"]*)"')
_HREF = re.compile(r'\bhref="([^"]*)"')


def absolute(html: str, base_url: str) -> str:
    """`html` with every address of this site written in full, as a mail needs them."""
    return _LOCAL_ADDRESS.sub(lambda found: f'{found[1]}="{base_url}{found[2]}"', html)


def tagged(html: str, base_url: str, mark: int) -> str:
    """`html` whose links to our pages carry the mark of a letter."""
    return _HREF.sub(lambda found: f'href="{_marked(found[1], base_url, mark, join="&amp;")}"', html)


def tagged_text(text: str, base_url: str, mark: int) -> str:
    """The same in plain text, where an address ends with a space, a closing bracket or the line."""
    ours = re.compile(rf"{re.escape(base_url)}/[^\s)>»]*")
    return ours.sub(lambda found: _marked(found[0], base_url, mark, join="&"), text)


def unmarked(address: str) -> str:
    """`address` as it was before it was marked."""
    parts = urlsplit(address)
    if MARK not in parts.query:
        return address
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != MARK])
    return urlunsplit(parts._replace(query=query))


def is_ours(address: str, base_url: str) -> bool:
    root = base_url.rstrip("/")
    return bool(root) and (address == root or address.startswith((f"{root}/", f"{root}?", f"{root}#")))


def our_links(html: str, base_url: str) -> dict[str, str]:
    """The links of a mail to this site: for each path, without query nor mark, the words first met on it.

    The link laid for robots is no link.
    """
    found: dict[str, str] = {}
    trap = reverse("newsletter:trap")
    for address, words in links_in(html):
        if is_ours(address, base_url):
            path = urlsplit(address).path or "/"
            found[path] = found.get(path) or words
    found.pop(trap, None)
    return found


def links_in(html: str) -> Iterator[tuple[str, str]]:
    """Each link of `html`: its address as written, and its words."""
    for link in BeautifulSoup(html, "html.parser").find_all("a", href=True):
        yield str(link["href"]), " ".join(link.get_text().split())


def _marked(address: str, base_url: str, mark: int, *, join: str) -> str:
    if not is_ours(address, base_url) or "%%" in address or urlsplit(address).path.startswith(settings.MEDIA_URL):
        return address
    parts = urlsplit(address)
    query = f"{parts.query}{join}{MARK}={mark}" if parts.query else f"{MARK}={mark}"
    return urlunsplit(parts._replace(query=query))
