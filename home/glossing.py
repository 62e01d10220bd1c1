"""The words of the glossary inside a text: the first time each is written, it leads to its definitions (S1-06)."""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, NavigableString, Tag

from .models import TermPage

# Never inside a link: a link in a link is no HTML.
CLOSED = {"a", "abbr", "code"}


def glossed(html: str, terms: Iterable[TermPage]) -> str:
    """`html` with a link on the first appearance of each term, its short definition shown on hover or focus."""
    soup = BeautifulSoup(html, "html.parser")
    for term in terms:
        _link_first(soup, term)
    return str(soup)


def _link_first(soup: BeautifulSoup, term: TermPage) -> None:
    # The plural of a word is the word; a longer word is not.
    pattern = re.compile(rf"(?<!\w){re.escape(term.title)}s?(?!\w)", re.IGNORECASE)
    for text in soup.find_all(string=pattern):
        if any(parent.name in CLOSED for parent in text.parents):
            continue
        found = pattern.search(text)
        assert found
        _split(soup, text, found, term)
        return


def _split(soup: BeautifulSoup, text: NavigableString, found: re.Match[str], term: TermPage) -> None:
    link: Tag = soup.new_tag("a", href=f"#mot-{term.slug}", attrs={"class": "term", "title": term.summary})
    link.string = found[0]
    before, after = str(text)[: found.start()], str(text)[found.end() :]
    text.replace_with(NavigableString(before), link, NavigableString(after))
