"""PDF from HTML with our own fonts and no network (print-and-typography.md PT-1 to PT-3, PR-06, PR-07)."""

import logging
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from cms.pdf import HouseFetcher, lay_out, palette, write
from cms.qr import qr_svg_uri

STYLE = """
@page { size: A5; margin: 10mm }
html { font: 10pt "Source Serif 4"; hyphens: auto; hyphenate-character: "-" }
h1 { font: 900 20pt "Fraunces" } small { font-family: "Bricolage Grotesque" }
.columns { columns: 3; text-align: justify }
"""
BODY = """<!doctype html><html lang="fr"><title>Essai</title><h1>Qui fait quoi\u202f?</h1>
<p>L’Haÿ, ŸŁ, n°\u00a04, 2<sup>e</sup>, «\u00a0œuvre\u00a0», 12\u00a0€… <em>bref</em> – <strong>oui</strong></p>
<small>Agir</small>
<div class="columns">
<p>Anticonstitutionnellement, intercommunalement, incompréhensiblement, irréversiblement.</p></div></html>"""


def fonts_of(pdf: bytes) -> set[str]:
    """The families embedded in `pdf`, without the letters of their subset."""
    pages = PdfReader(BytesIO(pdf)).pages
    return {str(font["/BaseFont"]).split("+")[1] for page in pages for font in page["/Resources"]["/Font"].values()}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return write(lay_out(BODY, styles=[STYLE]))


def test_only_the_fonts_of_the_house_enter_the_file(pdf: bytes) -> None:
    families = {name.split("-")[0] for name in fonts_of(pdf)}
    assert families == {"Fraunces", "Source", "Bricolage"}


def test_a_word_is_cut_with_the_hyphen_of_its_font(pdf: bytes) -> None:
    assert "-\n" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_the_file_is_tagged_and_says_its_language(pdf: bytes) -> None:
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "fr")


def test_laying_out_warns_of_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        lay_out(BODY, styles=[STYLE])
    assert caplog.messages == []


@pytest.mark.parametrize("address", ["https://example.org/a.png", "http://127.0.0.1/", Path("/etc/passwd").as_uri()])
def test_nothing_is_fetched_from_elsewhere(address: str) -> None:
    with pytest.raises(ValueError, match=r"disallowed protocol|not a static file"):
        HouseFetcher().fetch(address)


def test_the_colours_are_those_of_the_screen_by_day() -> None:
    assert "--issue-gentiane: #1D4E89;" in palette()
    assert "#9CC3F5" not in palette()


def test_a_qr_code_is_an_svg_without_any_address_to_fetch() -> None:
    uri = qr_svg_uri("https://dirigeable.example/r/n1-4")
    assert uri.startswith("data:image/svg+xml;charset=utf-8,")
    assert uri == qr_svg_uri("https://dirigeable.example/r/n1-4")
    assert "http://" not in uri.replace("http://www.w3.org", "")
