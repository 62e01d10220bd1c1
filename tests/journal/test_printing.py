"""An issue laid out on paper (issue items 5 and 2; print-and-typography.md PR-01 to PR-08, PT-1 to PT-11)."""

import logging
import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import segno
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from cms.pdf import write
from events.models import Contact, DiagnosisItem, WorkshopPage
from journal.blocks import ArticleBlock
from journal.enums import Output, Padding, Periodicity
from journal.models import IssuePage, JournalPage, PartnerSpace
from journal.printing.content import PrintedIssue, gather
from journal.printing.fillers import Filler, arrange, set_out, share_out
from journal.printing.fitting import TALLEST_PICTURE, Standing, plan, realign, spaces, step_back
from journal.printing.galley import Galley, Setting
from journal.printing.glyphs import writable
from journal.printing.grid import Piece, balanced, bound, left_after, lines_of, paragraph
from journal.printing.imposition import sides
from journal.printing.imprint import set_imprint
from journal.printing.kinds import FOR_SCREENS, TEMPLATES
from journal.printing.layout import Options, compose, missing_pages, set_html
from journal.printing.outputs import Papers, make_papers
from journal.printing.places import Paper
from journal.printing.warnings import left_out
from journal.selectors.imprint import imprint_of
from journal.services import follow_passages, note_answer, prepare_dossier
from journal.templatetags.journal_print_tags import bound_end
from people.enums import Answer, Audience, ConsentMethod, ConsentPurpose
from people.models import User
from people.services import withdraw_consent
from tests.factories.cms import ImageFactory, flat_picture

from .likeness import DOTS, REFERENCE, TOLERATED, changed, pages_of, sheet_of
from .papers import (
    PARAGRAPH,
    agree_to_print,
    alternatives_in,
    body_lines,
    codes_on,
    drawn,
    families_of,
    from_grid,
    margin_codes_on,
    modules_of,
    read,
    words_of,
    write_article,
)

MM = 72 / 25.4
AUTO = {"height": "auto"}
# Blocks of every rhythm, between two paragraphs.
OF_ALL_KINDS = [
    {"type": "text", "value": f"{PARAGRAPH}<p>Le dernier part à 18 h 40 [[Sauf la veille des vacances.]].</p>"},
    {"type": "quote", "value": {"text": "Personne ne dort, personne ne parle.", "author": "Une voisine", "role": ""}},
    {"type": "heading", "value": {"text": "Ce qui se raconte au troisième virage", "level": "2"}},
    {
        "type": "list",
        "value": {"title": "À bord", "ordered": False, "items": ["neuf personnes ;", "un thé."]},
    },
    {"type": "side_note", "value": {"title": "6 h 12", "text": "<p>Le premier car. Il n’y en a pas d’autre.</p>"}},
    {"type": "text", "value": PARAGRAPH},
]


def address_of(page: Any) -> str:
    """The same at each run, for the codes to be."""
    return f"https://dirigeable.example/r/n3-{len(page.title)}"


def gathered(issue: IssuePage) -> PrintedIssue:
    return gather(issue, audience=Audience.PRINT, address_of=address_of)


@dataclass
class Printed:
    """What came out of a printing, read once. `said` gives the words of each page of each file."""

    papers: Papers
    pdf: dict[str, PdfReader]
    said: dict[str, list[str]]
    logged: list[str]

    @property
    def words(self) -> str:
        return " ".join(self.said["ecran"])


def print_out(issue: IssuePage, folder: Path, caplog: pytest.LogCaptureFixture, **options: Any) -> Printed:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        papers = make_papers(gathered(issue), Paper(), folder, options=Options(**options))
    pdf = {output.value: read(path.read_bytes()) for output, path in papers.files}
    said = {name: [words_of(page) for page in reader.pages] for name, reader in pdf.items()}
    logged = [record.getMessage() for record in caplog.records if record.name == "weasyprint"]
    return Printed(papers, pdf, said, logged)


@pytest.fixture
def dossier(issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]) -> IssuePage:
    """An issue with what the workshop of twelve items left, everybody agreeing, and two articles of its own."""
    for item in twelve_items:
        if item.author:
            agree_to_print(item.author)
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    write_article(issue, "Le premier car", rubric="Agir", paragraphs=30)
    write_article(issue, "Le dernier car", rubric="Partager", body=OF_ALL_KINDS)
    issue.theme, issue.cover = "Aller, revenir", ImageFactory(file=flat_picture(width=300, height=200))
    issue.save()
    return issue


# A printing takes seconds: each of the two that tests look at is made by the first that asks, in each process.


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return {"folder": tmp_path_factory.mktemp("papers")}


@pytest.fixture
def golden(
    db: None, shelf: dict[str, Any], request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Printed:
    """The dossier, printed for good; `golden.items` are the texts of its items by the code of their margin."""
    if "golden" not in shelf:
        items = request.getfixturevalue("twelve_items")
        shelf["golden"] = print_out(request.getfixturevalue("dossier"), shelf["folder"], caplog)
        shelf["items"] = {f"P-{str(item.uuid)[:6].upper()}": item.text for item in items}
    printed: Printed = shelf["golden"]
    return printed


@pytest.fixture
def proof(db: None, shelf: dict[str, Any], request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Printed:
    """One short article and two partners, as a proof, completed with blank pages."""
    if "proof" not in shelf:
        issue, make_identity = request.getfixturevalue("issue"), request.getfixturevalue("make_identity")
        make_identity(name="Les Cols", postal_address="1 rue du Col\n05000 Gap", publication_director="Ada Roy")
        write_article(issue, "Le premier car", paragraphs=1)
        for partner in (
            {"partner": "Le Fournil", "format": "banner", "text": "<p>Du pain, le samedi.</p>"},
            {"partner": "Radio Col", "format": "page", "title": "Écoutez", "text": "<p>Onze heures.</p>"},
        ):
            PartnerSpace.objects.create(issue=issue, **partner)
        folder = shelf["folder"] / "proof"
        folder.mkdir()
        options = {"proof": "épreuve n° 2", "padding": Padding.BLANK, "copies": 300}
        shelf["proof"] = print_out(issue, folder, caplog, **options)
    printed: Printed = shelf["proof"]
    return printed


# --- the golden issue -----------------------------------------------------------------------------


class TestGoldenIssue:
    def test_nothing_is_amiss(self, golden: Printed) -> None:
        papers = golden.papers
        assert (golden.logged, papers.page_count, papers.warnings) == ([], 8, [])
        assert {name: len(pages) for name, pages in golden.said.items()} == {"ecran": 8, "imprimeur": 8, "livret": 4}

    def test_the_text_is_whole_and_in_its_order(self, golden: Printed, shelf: dict[str, Any]) -> None:
        """PT-11: cover, sommaire, rubrics in their order, last page; PR-08 and M1: each item with its code."""
        order = ["Sommaire", "Parole numéro 0.", "« Le premier car », Ada Roy", "« Le dernier car », Ada Roy", "L’ours"]
        places = [golden.words.index(each) for each in order]
        assert places == sorted(places)
        assert golden.words.count("thermos") == 32
        assert len(shelf["items"]) == 12
        assert [code for code in shelf["items"] if code not in golden.words] == []
        assert [text for text in shelf["items"].values() if text not in golden.words] == []
        assert "ne pas diffuser" not in golden.words

    def test_the_codes_of_sources_are_read_in_the_margin_and_cover_nothing(
        self, golden: Printed, shelf: dict[str, Any]
    ) -> None:
        """PR-08: six points, and whole on paper that is cut: five millimetres from its edge at least."""
        pdf = golden.papers.path_of(Output.SCREEN).read_bytes()
        codes = [code for number in range(len(golden.said["ecran"]) - 1) for code in margin_codes_on(pdf, number)]
        assert set(shelf["items"]) <= {name for name, _size, _box, _covered in codes}
        assert {size for _name, size, _box, _covered in codes} == {6.0}
        assert [(name, box) for name, _size, box, covered in codes if covered or box[2] > 205 * MM] == []

    def test_the_figure_of_the_workshop_is_drawn_with_its_words(self, golden: Printed) -> None:
        """Issue item 2; its title is what is read to whoever does not see it."""
        assert "Freins 3 Leviers 3 Besoins 3 Envies 3" in golden.words
        alternatives = alternatives_in(golden.pdf["ecran"])
        assert any("freins, 3" in each and "envies, 3" in each for each in alternatives)

    def test_the_rubric_stands_at_the_outer_edge_like_the_folio(self, golden: Printed) -> None:
        pdf = PdfDocument(golden.papers.path_of(Output.SCREEN).read_bytes())
        sides_of = {}
        for number, rubric in ((2, "Ouvrir"), (3, "Comprendre"), (4, "Agir"), (5, "Agir")):
            text = pdf[number - 1].get_textpage()
            boxes = [text.get_charbox(found.start()) for found in re.finditer(rubric, text.get_text_range())]
            left, *_others = max(boxes, key=lambda box: box[1])  # the highest: a rubric is named in its page too
            sides_of[number] = "right" if left > 105 * MM else "left"
        assert sides_of == {2: "left", 3: "right", 4: "left", 5: "right"}

    def test_fonts_are_only_ours(self, golden: Printed) -> None:
        """PT-2, PT-3."""
        ours = {"Fraunces", "Source", "Bricolage"}
        assert {name: families_of(pdf) for name, pdf in golden.pdf.items()} == dict.fromkeys(golden.pdf, ours)

    def test_its_pages_look_as_they_did(self, golden: Printed) -> None:
        """PR-03. When a change is wanted: `RENEW=1 pytest tests/journal/test_printing.py -k look`, then look at it."""
        seen = drawn(golden.papers.path_of(Output.SCREEN).read_bytes(), dots=DOTS)
        if os.environ.get("RENEW"):
            sheet_of(seen).save(REFERENCE, optimize=True)
        kept = pages_of(REFERENCE, seen[0].size)
        different = {number: changed(*pair) for number, pair in enumerate(zip(kept, seen, strict=True), start=1)}
        assert {number: share for number, share in different.items() if share > TOLERATED} == {}

    def test_a_telephone_reads_its_codes(self, golden: Printed) -> None:
        """PR-06: level M, 20 mm of modules at least, four modules of white around, the same address in clear beside."""
        pdf = golden.papers.path_of(Output.SCREEN).read_bytes()
        printed = [(text, codes_on(pdf, number)) for number, text in enumerate(golden.said["ecran"])]
        assert [len(codes) for _text, codes in printed] == [0, 0, 1, 0, 1, 1, 0, 1]
        for text, code in ((text, code) for text, codes in printed for code in codes):
            address = f"https://{re.search(r'dirigeable.example/r/n3-[0-9]+', text)[0]}"
            expected = segno.make(address, error="m", micro=False)
            around = expected.symbol_size(border=4)[0]
            assert modules_of(code, around) == [[dark > 0 for dark in row] for row in expected.matrix_iter(border=4)]
            assert code.width / 10 * expected.symbol_size(border=0)[0] / around >= 20

    def test_a_note_of_the_writer_stands_at_the_foot_of_the_page_of_its_call(self, golden: Printed) -> None:
        """PT-6: a page too far would be among the warnings."""
        page = next(text for text in golden.said["ecran"] if "Le dernier part à 18 h 40" in text)
        assert page.index("Sauf la veille des vacances.") > page.index("Texte sous licence")
        assert "[[" not in golden.words

    def test_the_lines_of_all_columns_stand_on_one_grid(self, golden: Printed) -> None:
        """Every line of running text, whatever its column and its article, within half a point (issue item 5)."""
        lines = {number: body_lines(page) for number, page in enumerate(golden.pdf["ecran"].pages, start=1)}
        told = {number: found for number, found in lines.items() if len({x for x, _y in found}) > 1}
        assert len(told) >= 3
        first = next(iter(told.values()))[0][1]
        off = [(number, x, y) for number, found in told.items() for x, y in found if abs(from_grid(y - first)) > 0.5]
        assert off == []

    def test_boxes_are_those_of_a_printer(self, golden: Printed) -> None:
        """PT-7: A4 trimmed, three millimetres around for the printer, none on a screen; two pages on a side to fold."""
        for page in golden.pdf["imprimeur"].pages:
            trim, media, bleed = page.trimbox, page.mediabox, page.bleedbox
            assert (round(trim.width / MM), round(trim.height / MM)) == (210, 297)
            assert (round(media.width - trim.width, 2), round(float(media.left), 2)) == (
                round(6 * MM, 2),
                round(-3 * MM, 2),
            )
            assert bleed == media
        screen = golden.pdf["ecran"].pages[0].mediabox
        assert (round(screen.width / MM), float(screen.left)) == (210, 0.0)
        sizes = {(round(p.mediabox.width / MM), round(p.mediabox.height / MM)) for p in golden.pdf["livret"].pages}
        assert sizes == {(420, 297)}

    def test_the_screen_has_bookmarks_tags_a_language_and_a_title(self, golden: Printed) -> None:
        """PT-8."""
        screen = golden.pdf["ecran"]
        titles = [str(entry["/Title"]).replace("\u00a0", " ") for entry in screen.outline if isinstance(entry, dict)]
        assert titles[:2] == ["Couverture", "Sommaire"]
        assert {"Se déplacer sans voiture", "Le premier car", "Le dernier car", "L’ours"} <= set(titles)
        root = screen.trailer["/Root"]
        title = "Le Dirigeable n° 3, Printemps 2026"
        assert (root["/MarkInfo"]["/Marked"], root["/Lang"], screen.metadata.title) == (True, "fr", title)

    def test_the_sommaire_says_the_page_where_each_article_begins(self, golden: Printed) -> None:
        """PR-02, after an article of several pages."""
        begins = {
            name: next(n for n, text in enumerate(golden.said["ecran"][2:], start=3) if f"{name}Deux phrases" in text)
            for name in ("Le premier car", "Le dernier car")
        }
        sommaire = " ".join(golden.said["ecran"][1].replace(".", " ").split())
        assert begins["Le dernier car"] > begins["Le premier car"]
        assert [name for name, page in begins.items() if f"{name} {page}" not in sommaire] == []

    def test_the_booklet_has_the_words_of_each_page_on_its_side(self, golden: Printed) -> None:
        pages = golden.said["imprimeur"]
        for side, (left, right) in zip(golden.said["livret"], sides(len(pages)), strict=True):
            assert sorted(side.replace(" ", "")) == sorted((pages[left - 1] + pages[right - 1]).replace(" ", ""))


class TestProof:
    def test_it_says_so_on_its_pages(self, proof: Printed) -> None:
        """PR-05."""
        assert proof.words.count("épreuve n° 2 – ne pas diffuser") >= 2

    def test_partners_are_told_apart_from_articles(self, proof: Printed) -> None:
        order = ["Publicité", "Du pain, le samedi.", "Page de partenaire · Radio Col", "Onze heures."]
        places = [proof.words.index(each) for each in order]
        assert places == sorted(places)

    def test_blank_pages_complete_it_before_the_last(self, proof: Printed) -> None:
        """PR-01."""
        assert proof.papers.page_count == 8
        assert [n for n, text in enumerate(proof.said["ecran"], start=1) if not text] == [5, 6, 7]

    def test_an_advert_takes_the_foot_of_a_page_that_an_article_leaves_empty(self, proof: Printed) -> None:
        page = next(text for text in proof.said["ecran"] if "Du pain, le samedi." in text)
        assert page.index("Texte sous licence") < page.index("Publicité")

    def test_the_credits_of_pictures_and_the_ours_are_printed(self, proof: Printed) -> None:
        expected = [
            "Édité par Les Cols, association loi de 1901, 1 rue du Col, 05000 Gap",
            "Direction de la publication Ada Roy",
            "Date de parution 21 mars 2026",
            "Tirage 300 exemplaires",
            "Image de test, CC0 1.0",
        ]
        assert [line for line in expected if line not in proof.words] == []


# --- what agreements allow ------------------------------------------------------------------------


def test_a_withdrawn_consent_empties_the_next_pdf_and_editors_are_told(
    dossier: IssuePage, twelve_items: list[DiagnosisItem]
) -> None:
    quoted = next(item for item in twelve_items if item.author)
    withdraw_consent(consent=quoted.author.consents.get(audience=Audience.PRINT))
    printed = gathered(dossier)
    html = set_html(printed, Paper(), Options())
    assert (quoted.text in html, quoted.author.full_name in html) == (False, False)
    assert "Un passage a été retiré ici." in html
    assert left_out(printed) == ["« Se déplacer sans voiture » : un passage est retiré, faute d’accord pour le papier."]


def test_an_agreement_for_the_site_is_none_for_paper(
    issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    """Four audiences, four boxes (law.md C-10)."""
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    shown = {
        audience: {
            block.source.record.text
            for _article, block in gather(issue, audience=audience).sourced
            if block.kind == "quoted_item" and block.source and block.source.is_shown
        }
        for audience in (Audience.WEB, Audience.PRINT)
    }
    named = {item.text for item in twelve_items if item.author}
    assert shown[Audience.WEB] - shown[Audience.PRINT] == named
    assert len(named) == 4


def shown_in(issue: IssuePage) -> set[str]:
    sourced = gather(issue, audience=Audience.PRINT).sourced
    return {block.reference for _article, block in sourced if block.source and block.source.is_shown}


def test_a_passage_read_and_agreed_to_is_printed_and_one_refused_is_not(
    issue: IssuePage, workshop: WorkshopPage, add_contact: Callable[..., Contact], editor: User
) -> None:
    """Whoever says yes to their portrait as it will be printed ticks no other box; a no is stronger than a box."""
    add_contact()
    portraits = prepare_dossier(workshop=workshop, issue=issue, user=None)[1]
    code = portraits.body[-1].value["provenance"].reference
    assert code not in shown_in(issue)
    passage = follow_passages(article=portraits)[0]
    note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.SPOKEN, user=editor)
    assert code in shown_in(issue)
    agree_to_print(passage.person, ConsentPurpose.ADDRESS_BOOK)
    note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
    assert code not in shown_in(issue)


def test_several_passages_withdrawn_in_a_row_leave_one_place(
    issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    printed = gathered(issue)
    DiagnosisItem.objects.all().delete()
    emptied = gathered(issue)
    for each, count in ((printed, 4), (emptied, 12)):
        assert sum(block.is_removed for _article, block in each.sourced if block.kind == "quoted_item") == count
    runs = [run.blocks for article in emptied.articles for run in article.runs]
    assert sum(block.is_removed for blocks in runs for block in blocks) == 1


def test_every_block_that_readers_see_has_its_place_on_paper() -> None:
    assert set(ArticleBlock().child_blocks) - FOR_SCREENS == set(TEMPLATES)


# --- the grid -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("points", "expected"), [(0, 0), (12.9, 1), (13, 1), (13.04, 1), (13.2, 2), (130, 10)])
def test_heights_are_counted_in_whole_lines(points: float, expected: int) -> None:
    assert lines_of(points) == expected


@pytest.mark.parametrize(
    ("pieces", "count", "expected"),
    [
        (paragraph(30), 3, 10),
        (paragraph(9), 3, 3),
        # Three lines stay together, so that no column is even.
        (paragraph(7), 3, 3),
        (paragraph(5), 2, 5),
        # The line under a block is lost at the foot of its column.
        ([Piece(6, gap=1), Piece(6, gap=1)], 2, 6),
        # Read in one column, or cut where the pieces allow.
        ([Piece(4, gap=1), Piece(8, gap=1), Piece(4, gap=1)], 2, 13),
        ([*paragraph(6, gap=1), Piece(20, gap=1)], 3, 20),
        ([], 3, 0),
    ],
)
def test_columns_are_the_shortest_that_hold_their_pieces(pieces: list[Piece], count: int, expected: int) -> None:
    assert balanced(pieces, count) == expected


def test_what_columns_of_a_page_leave_goes_to_the_next() -> None:
    assert left_after(paragraph(30), 2, 10) == [Piece(1)] * 7 + [Piece(3)]
    assert left_after(paragraph(5), 2, 3) == [Piece(5)]


def test_a_title_goes_with_what_it_announces() -> None:
    assert bound(Piece(2), Piece(3, gap=1)) == Piece(5, gap=1)


# --- fitting --------------------------------------------------------------------------------------


def a_galley(lines: int, *, picture: bool = True, notes: int = 0, across: bool = False) -> Galley:
    """An article whose text is `lines` high in three columns, or across the page in blocks of ten lines."""
    pieces = [Piece(9, gap=1)] * (lines // 10) if across else [Piece(lines)] * 3
    setting = Setting(Element("div"), 1 if across else 3, tuple(pieces))
    return Galley(Element("article"), 6, (setting,), 5, notes, Element("img") if picture else None)


def planned(**galleys: Galley) -> dict[str, tuple[bool, int, int]]:
    return {name: (fit.opens_page, fit.pages, fit.picture) for name, fit in plan(galleys).items()}


def test_an_article_alone_gives_the_rest_of_its_page_to_its_picture() -> None:
    assert planned(a=a_galley(20)) == {"a": (True, 1, 56 - 6 - 21 - 5)}
    assert planned(a=a_galley(20, notes=2)) == {"a": (True, 1, 56 - 6 - 21 - 5 - 2)}
    assert planned(a=a_galley(5)) == {"a": (True, 1, TALLEST_PICTURE)}


def test_neighbours_that_hold_together_share_a_page_and_its_lines() -> None:
    spare = 56 - 2 * (6 + 2 + 5) - 3
    assert planned(a=a_galley(1), b=a_galley(1), c=a_galley(20)) == {
        "a": (True, 1, spare - spare // 2),
        "b": (False, 1, spare // 2),
        "c": (True, 1, 24),
    }


def test_an_article_without_picture_takes_no_part_of_what_is_shared() -> None:
    fits = planned(a=a_galley(1), b=a_galley(1, picture=False))
    assert fits["a"] == (True, 1, 56 - 2 * (6 + 2 + 5) - 3)


def test_an_article_that_exceeds_its_page_by_a_few_lines_gives_them_from_its_picture() -> None:
    assert planned(a=a_galley(34)) == {"a": (True, 1, 10)}


def test_the_picture_of_a_long_article_grows_as_long_as_it_takes_no_page_more() -> None:
    """So that its last page is not left half blank."""
    assert planned(a=a_galley(60, across=True)) == {"a": (True, 2, TALLEST_PICTURE)}
    assert planned(a=a_galley(80, across=True)) == {"a": (True, 2, 21)}


def test_the_foot_of_a_long_article_is_lent_to_the_next() -> None:
    """Six blocks, three of them on the second page, with the foot; then the next article."""
    fits = planned(a=a_galley(60, across=True, picture=False), b=a_galley(1))
    assert (fits["a"][:2], fits["b"]) == ((True, 2), (False, 1, 56 - 15 - 3 - 13))


def test_a_page_that_did_not_hold_takes_back_from_its_pictures_once() -> None:
    fits = plan({"a": a_galley(20)})
    assert step_back(Standing(Counter(a=1)), fits) is None
    for standing in (Standing(Counter(a=2)), Standing(Counter(a=1), {"a"})):
        again = step_back(standing, fits)
        assert again is not None
        assert (again["a"].picture, again["a"].heights) == (fits["a"].picture - 3, (0,))
        assert step_back(standing, again) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trois vallées sur une feuille pliée en huit", "Trois vallées sur une feuille pliée⍽en⍽huit"),
        ("Le calendrier des trajets, un mois après", "Le calendrier des trajets, un⍽mois⍽après"),
        ("chacun dira où <em>il va</em>.", "chacun dira⍽où⍽<em>il⍽va</em>."),
        ("Anticonstitutionnellement vôtre", "Anticonstitutionnellement vôtre"),
        ("Court", "Court"),
    ],
)
def test_no_word_stands_alone_at_the_end_of_a_title(text: str, expected: str) -> None:
    assert bound_end(text).replace("\u00a0", "⍽") == expected


def test_what_stands_below_columns_of_another_height_comes_back_on_the_grid_once_for_all() -> None:
    """The third run is half a line off too, but the second carries it along."""
    runs = [
        SimpleNamespace(element=Element("div", {"class": "columns"}), position_y=lines * 13 / 0.75, style=AUTO)
        for lines in (0, 10.5, 20.5)
    ]
    page = SimpleNamespace(_page_box=SimpleNamespace(content_box_y=lambda: 0, descendants=lambda: runs))
    assert realign(SimpleNamespace(pages=[page]))
    assert [run.element.get("style") for run in runs] == [None, "padding-top: 6.50pt; ", None]


# --- what fills the foot of a page ----------------------------------------------------------------


def a_filler(lines: int, *, is_paid: bool = False) -> Filler:
    return Filler(Element("aside"), lines, is_paid)


def test_each_filler_takes_the_smallest_foot_that_holds_it() -> None:
    dates, letters = a_filler(10), a_filler(6)
    assert share_out([dates, letters], {"a": 20, "b": 12, "c": 8}, choose=min) == {"b": dates, "c": letters}
    assert share_out([letters], {"a": 7}, choose=min) == {}


def test_pictures_leave_room_for_adverts_where_there_is_most() -> None:
    galleys, advert = {"a": a_galley(20), "b": a_galley(10)}, a_filler(8, is_paid=True)
    fits, placed = arrange(galleys, [a_filler(10), advert])
    assert placed == {"b": advert}
    assert (fits["a"].picture, fits["b"].picture) == (24, 56 - 6 - 11 - 5 - 10)


def test_what_has_no_place_is_dropped_unless_it_is_paid_for() -> None:
    dates, advert, letters = a_filler(10), a_filler(8, is_paid=True), a_filler(6)
    body, galleys = Element("body"), {"a": a_galley(5)}
    body.extend([galleys["a"].element, Element("footer"), dates.element, advert.element, letters.element])
    set_out([dates, advert, letters], {"a": letters}, galleys, body)
    assert list(body)[1] is letters.element
    assert [each.tag for each in body] == ["article", "aside", "footer", "aside"]
    assert list(body)[3] is advert.element


def test_the_empty_lines_of_a_page_are_those_after_its_last_article() -> None:
    galleys = {"a": a_galley(1, picture=False), "b": a_galley(1, picture=False), "c": a_galley(60, across=True)}
    assert spaces(galleys, plan(galleys)) == {"b": 56 - 13 - 3 - 13, "c": 56 - 50 - 5}


@pytest.mark.parametrize("count", range(1, 10))
def test_pages_are_added_up_to_whole_sheets_of_four(count: int) -> None:
    """PR-01."""
    assert (count + missing_pages(count), missing_pages(count) < 4) == ({1: 4, 2: 8, 3: 12}[(count + 3) // 4], True)


# --- imposition and signs -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (4, [(4, 1), (2, 3)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (12, [(12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7)]),
    ],
)
def test_the_sides_of_a_booklet(count: int, expected: list[tuple[int, int]]) -> None:
    assert sides(count) == expected


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 6, 7, 9])
def test_a_booklet_of_another_number_of_pages_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="multiple de quatre"):
        sides(count)


@pytest.mark.parametrize(
    ("text", "expected", "lost"),
    [
        ("Porte\u2011monnaie", "Porte-monnaie", ""),
        ("2\u1d49 \u2116\u00a04 \u2192 ici", "2e n°\u00a04 › ici", ""),
        ("Ÿ, Łódź, «\u00a0œuvre\u00a0»\u202f!", "Ÿ, Łódź, «\u00a0œuvre\u00a0»\u202f!", ""),
        ("Bravo \U0001f600\u2713", "Bravo ", "\u2713\U0001f600"),
    ],
)
def test_no_sign_brings_another_font_in(text: str, expected: str, lost: str) -> None:
    """PT-3."""
    assert writable(text) == (expected, lost)


def test_a_word_with_a_middle_dot_is_never_cut(issue: IssuePage) -> None:
    """IN-04. In a narrow column, the same words without dot are."""
    words = "Les collaborateurs, les administratrices, collaborateur·rices et administrateur·rices. " * 12
    write_article(issue, "Le premier car", body=[{"type": "text", "value": f"<p>{words}</p>"}])
    pages = compose(gathered(issue), Paper(), options=Options()).document
    text = "".join(page.extract_text() for page in read(write(pages, tagged=False)).pages)
    cut = {"·" in word for word in re.findall(r"\S+-\n\S+", text)}
    assert (cut, text.count("·rices")) == ({False}, 24)


def test_what_is_gathered_does_not_depend_on_the_order_of_writing(issue: IssuePage) -> None:
    write_article(issue, "Zoé", rubric="Semer", paragraphs=1)
    write_article(issue, "Anna", rubric="Rencontrer", paragraphs=1)
    printed: PrintedIssue = gather(issue, audience=Audience.PRINT)
    assert [article.page.title for article in printed.articles] == ["Anna", "Zoé"]


def test_paper_and_site_tell_the_same_imprint(issue: IssuePage, make_identity: Callable[..., None]) -> None:
    """One source of facts: what the site shows, paper prints in its own words; a false ISSN is on neither."""
    make_identity(name="Les Cols", legal_form="", postal_address="1 rue du Col\n05000 Gap", publication_director="Ada")
    JournalPage.objects.update(
        printer="Imprimé par nos soins", price="Gratuit", issn="0378-5954", periodicity=Periodicity.QUARTERLY
    )
    facts = [line.value for line in imprint_of(issue).filled]
    lines = [(line.label, line.text) for line in set_imprint(gather(issue, audience=Audience.PRINT), copies=300)]
    assert lines[:3] == [
        ("Édité par", "Les Cols, 1 rue du Col, 05000 Gap"),
        ("Direction de la publication", "Ada"),
        ("Imprimé", "par nos soins"),
    ]
    assert lines[-2:] == [("Tirage", "300 exemplaires"), ("", "Ne pas jeter sur la voie publique.")]
    told = " | ".join(f"{label} {text}" for label, text in lines)
    assert [fact for fact in facts if fact not in told] == []
    assert ("ISSN" in told, "Périodicité trimestriel" in told) == (False, True)
