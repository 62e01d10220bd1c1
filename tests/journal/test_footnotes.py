"""Footnotes that writers put in the line (issue item 5: footnotes; PT-6)."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from journal.epub.book import write_book
from journal.footnotes import at_the_end, for_paper, is_left_open
from journal.linting import Rule, Text, lint
from journal.models import IssuePage
from journal.printing.content import gather
from people.enums import Audience

from .papers import PARAGRAPH, write_article

NOTED = "<p>Le car de 6 h 12 [[Sauf le <i>lundi</i> de Pentecôte.]], puis celui de midi [[Supprimé en 2019.]].</p>"


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


class TestInTheLine:
    def test_a_note_is_called_where_it_was_written_and_read_after_the_text(self) -> None:
        page = BeautifulSoup(at_the_end(NOTED, name="7", after=1), "html.parser")
        assert text_of(str(page.p)) == "Le car de 6 h 122, puis celui de midi3."
        notes = [text_of(str(note)) for note in page.select("aside li")]
        assert notes == ["2 Sauf le lundi de Pentecôte.", "3 Supprimé en 2019."]

    def test_calls_and_notes_lead_to_each_other(self) -> None:
        page = BeautifulSoup(at_the_end(NOTED, name="7"), "html.parser")
        for link in page.select("a"):
            assert page.find(id=link["href"].removeprefix("#")), link

    def test_paper_takes_the_note_itself_and_the_space_before_it(self) -> None:
        assert for_paper("<p>Midi [[Sauf <b>lundi</b>.]].</p>") == (
            '<p>Midi<span class="note">Sauf <b>lundi</b>.</span>.</p>'
        )

    @pytest.mark.parametrize(
        "html",
        [
            "<p>Rien à noter.</p>",
            "<p>Une note [[jamais close.</p><p>Et la suite]].</p>",
            '<img alt="Un carnet [[ouvert]]">',
            "<p>Un tableau [1] et [[]] vide</p>",
        ],
    )
    def test_what_is_no_note_stays_as_it_is(self, html: str) -> None:
        assert (for_paper(html), at_the_end(html, name="7")) == (html, html)

    @pytest.mark.parametrize(
        ("paragraph", "expected"),
        [("Un [[mot]] noté", False), ("Un [[mot", True), ("Un mot]]", True), ("[1] [2]", False)],
    )
    def test_a_note_left_open_is_told_to_whoever_writes(self, paragraph: str, expected: bool) -> None:
        hints = lint(Text(title="Le car", summary="Le car.", paragraphs=(paragraph,)))
        assert (is_left_open(paragraph), any(hint.rule == Rule.OPEN_NOTE for hint in hints)) == (expected, expected)


@pytest.fixture
def noted(issue: IssuePage) -> Any:
    body = [{"type": "text", "value": PARAGRAPH + NOTED + PARAGRAPH * 3}]
    return write_article(issue, "Le premier car", body=body)


def test_the_site_shows_notes_under_the_article_and_each_once_on_the_page_of_the_whole_issue(
    client: Client, noted: Any, issue: IssuePage
) -> None:
    for url in (noted.url, f"/numeros/{issue.number}/integral/"):
        page = BeautifulSoup(client.get(url).content, "html.parser")
        assert [text_of(str(note)) for note in page.select(".source-notes li")] == [
            "1 Sauf le lundi de Pentecôte.",
            "2 Supprimé en 2019.",
        ]
        assert "[[" not in page.get_text()


def test_the_e_book_has_notes_that_readers_open(noted: Any, issue: IssuePage, tmp_path: Path) -> None:
    path = tmp_path / "livre.epub"
    path.write_bytes(write_book(gather(issue, audience=Audience.WEB)))
    with ZipFile(path) as book:
        chapter = book.read("EPUB/article-1.xhtml").decode()
    assert [chapter.count(f'epub:type="{kind}"') for kind in ("noteref", "footnotes", "footnote")] == [2, 1, 2]
