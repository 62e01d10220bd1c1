"""The mail as a machine reads it: its two parts, its weight, its contrasts, its titles, its ways of leaving."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from ..contrast import darkened, low_contrasts
from ..enums import FaultKind
from ..errors import Fault
from ..links import leaving_places
from ..rendering import filled
from .subject import Subject

# Where Gmail cuts a message (law.md D-08, L-10).
CLIPPED_AT = 102_000
LEAVING = "%%leave_url%%"


def faults_of_the_mail(subject: Subject) -> Iterator[Fault]:
    html = subject.mail.html
    soup = BeautifulSoup(html, "html.parser")
    if (
        subject.composition.segments and not any(segment.text for segment in subject.composition.segments)
    ) or not subject.mail.text.strip():
        yield Fault(FaultKind.NO_TEXT)
    if soup.html is None or not soup.html.get("lang"):
        yield Fault(FaultKind.NO_LANGUAGE)
    yield from _faults_of_its_colours(html)
    yield from _faults_of_its_titles(soup)
    yield from _faults_of_its_sources(soup, subject.base_url)
    yield from _faults_of_its_weight(subject)
    yield from _faults_of_leaving(subject, soup)


def _faults_of_its_colours(html: str) -> Iterator[Fault]:
    for scheme, page in (("clair", html), ("sombre", darkened(html))):
        for low in low_contrasts(page):
            yield Fault(FaultKind.LOW_CONTRAST, f"« {low.text[:60]} » ({low.ratio:.1f} pour 1, mode {scheme})")


def _faults_of_its_titles(soup: BeautifulSoup) -> Iterator[Fault]:
    level = 0
    for title in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        here = int(title.name[1])
        if here > level + 1:
            yield Fault(FaultKind.HEADING_ORDER, title.get_text()[:80])
        level = here


def _faults_of_its_sources(soup: BeautifulSoup, base_url: str) -> Iterator[Fault]:
    for picture in soup.find_all("img"):
        source = str(picture.get("src") or "")
        if urlsplit(source).netloc not in ("", urlsplit(base_url).netloc):
            yield Fault(FaultKind.REMOTE_IMAGE, source)
        if picture.get("alt") is None:
            yield Fault(FaultKind.MISSING_ALT, source)


def _faults_of_its_weight(subject: Subject) -> Iterator[Fault]:
    copy = filled(subject.mail, leaving_places(None, base_url=subject.base_url))
    size = len(copy.html.encode())
    if size > CLIPPED_AT:
        yield Fault(FaultKind.TOO_HEAVY, f"{size / 1000:.0f}\u00a0ko".replace(".", ","))


def _faults_of_leaving(subject: Subject, soup: BeautifulSoup) -> Iterator[Fault]:
    links = [link for link in soup.find_all("a", href=LEAVING) if link.get_text(strip=True)]
    if not links or LEAVING not in subject.mail.text:
        yield Fault(FaultKind.NO_LEAVING_LINK)
    elif subject.mail.html.encode().index(LEAVING.encode()) >= CLIPPED_AT:
        yield Fault(FaultKind.LOW_LEAVING_LINK)
    unsubscribe = subject.headers.get("List-Unsubscribe", "")
    one_click = subject.headers.get("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    if "<%%one_click_url%%>" not in unsubscribe or not one_click:
        yield Fault(FaultKind.NO_LEAVING_HEADER)
