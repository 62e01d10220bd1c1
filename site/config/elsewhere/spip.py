"""A SPIP site, from its feed (`spip.php?page=backend`) or from its pages saved on the disk."""

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from cms.dates import DateUnreadable, read_slots
from config.texts.errors import TextRefused

from .items import MOST_ITEMS, Item
from .xml import elements, local, read, said

PAGES = (".html", ".htm")
LARGEST_PAGE = 5 * 1024 * 1024
# How SPIP's own squelettes, then most others, name the parts of an article.
BODIES = (".texte", ".article-texte", ".crayon.article-texte", "#contenu", "article", "main", "#content", "body")
CHAPOS = (".chapo", ".article-chapo")
DATES = ("time[datetime]", "abbr.published[title]", ".published", ".publication", ".date")
LEFT_OUT = "script, style, nav, header, footer, aside, form, .navigation, .forum, .partage, #navigation, .menu"


def read_spip(source: Path) -> Iterator[Item]:
    """A feed, one page, or a folder of pages. Raises TextRefused."""
    if source.is_dir():
        yield from _folder(source)
    elif source.suffix.lower() in PAGES:
        yield from _page(source, source.name)
    else:
        yield from _feed(source)


def _feed(path: Path) -> Iterator[Item]:
    for element in elements(path, frozenset({"item", "entry"})):
        address = said(element, "link") or _atom_link(element)
        html = said(element, "encoded", "content", "description", "summary")
        remarks = [] if said(element, "encoded", "content") else ["le fil ne donne qu’un extrait"]
        yield Item(
            key=f"spip:{said(element, 'guid', 'id') or address}",
            title=" ".join(said(element, "title").split()) or "Sans titre",
            html=html,
            day=_moment(said(element, "date", "pubDate", "published", "updated")),
            address=address,
            topics=[
                (child.text or "").strip()
                for child in element
                if local(child) in ("subject", "category") and child.text
            ],
            remarks=remarks,
        )


def _atom_link(element: Any) -> str:
    return next((str(child.get("href", "")) for child in element if local(child) == "link"), "")


def _moment(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError):
        return None


def _folder(folder: Path) -> Iterator[Item]:
    root = folder.resolve()
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PAGES)
    if len(found) > MOST_ITEMS:
        raise TextRefused(f"« {folder.name} » contient trop de pages ({len(found)}).")
    for path in found:
        if not path.resolve().is_relative_to(root):
            raise TextRefused(f"« {path.name} » mène hors du dossier : rien n’a été importé.")
        yield from _page(path, path.relative_to(folder).as_posix())


def _page(path: Path, name: str) -> Iterator[Item]:
    """The article of one saved page; nothing for a page that holds none (a list, a form)."""
    content = read(path)
    if len(content) > LARGEST_PAGE:
        raise TextRefused(f"« {name} » est trop gros pour une page.")
    soup = BeautifulSoup(content, "html.parser")
    if "\0" in str(soup):
        raise TextRefused(f"« {name} » n’est pas une page de texte.")
    canonical = soup.select_one('link[rel="canonical"]')
    heading = soup.select_one("h1")
    title = heading or soup.select_one("title")
    for silent in soup.select(LEFT_OUT):
        if heading is None or heading not in silent.descendants:
            silent.decompose()
    body = next((part for name_ in BODIES if isinstance(part := soup.select_one(name_), Tag)), None)
    if body is None or title is None or len(body.get_text(strip=True)) < 20:
        return
    chapo = next((part for name_ in CHAPOS if isinstance(part := soup.select_one(name_), Tag)), None)
    if heading is not None and heading in body.descendants:
        heading.extract()
    yield Item(
        key=f"spip:{name}",
        title=" ".join(title.get_text(" ").split()),
        html=body.decode_contents(),
        summary=" ".join(chapo.get_text(" ").split()) if chapo else "",
        day=_told_day(soup),
        address=str(canonical.get("href", "")) if canonical else f"/{name}",
        is_draft=False,
    )


def _told_day(soup: BeautifulSoup) -> date | None:
    for name in DATES:
        if found := soup.select_one(name):
            if day := _moment(str(found.get("datetime") or found.get("title") or "")):
                return day
            try:
                return read_slots(re.sub(r"\s+", " ", found.get_text(" ")))[0].day
            except DateUnreadable:
                continue
    return None
