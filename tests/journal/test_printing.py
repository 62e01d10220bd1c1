"""An issue laid out on paper (issue items 5 and 2; print-and-typography.md PR-01 to PR-08, PT-1 to PT-11)."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from events.models import DiagnosisItem, WorkshopPage
from journal.blocks import ArticleBlock
from journal.enums import Padding, Periodicity
from journal.models import IssuePage, JournalPage, PartnerSpace
from journal.printing.content import FOR_SCREENS, TEMPLATES, Paper, PrintedIssue, gather
from journal.printing.fitting import (
    PAGE_HEIGHT,
    SMALLEST_PICTURE,
    TALLEST_PICTURE,
    Measure,
    first_fits,
    plan,
    step_back,
)
from journal.printing.glyphs import writable
from journal.printing.imposition import impose, sides
from journal.printing.imprint import set_imprint
from journal.printing.layout import Options, Pages, compose
from journal.printing.outputs import paper_files
from journal.selectors.imprint import imprint_of
from journal.services import prepare_dossier
from people.enums import Audience
from people.services import withdraw_consent
from tests.factories.cms import ImageFactory, flat_picture

from .papers import agree_to_print, families_of, read, text_of, write_article

MM = 72 / 25.4


def address_of(page: Any) -> str:
    return f"https://dirigeable.example/r/n3-{page.pk}"


def laid_out(issue: IssuePage, **options: Any) -> Pages:
    printed = gather(issue, audience=Audience.PRINT, address_of=address_of)
    return compose(printed, Paper(), options=Options(**options))


@pytest.fixture
def dossier(issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]) -> IssuePage:
    """An issue with what the workshop of twelve items left, everybody agreeing to print, and an article of its own."""
    for item in twelve_items:
        if item.author:
            agree_to_print(item.author)
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    write_article(issue, "Le premier car", rubric="Agir")
    issue.theme, issue.cover = "Aller, revenir", ImageFactory(file=flat_picture(width=300, height=200))
    issue.save()
    return issue


# --- the golden issue -----------------------------------------------------------------------------


def test_the_golden_issue_comes_out_whole(
    dossier: IssuePage, twelve_items: list[DiagnosisItem], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pages = laid_out(dossier)
        files = {output.value: content for output, content in paper_files(pages)}
    assert caplog.messages == []
    assert (pages.count, pages.padding, pages.warnings) == (8, 3, [])

    screen, printer = read(files["ecran"]), read(files["imprimeur"])
    # The order of the text (PT-11): cover, sommaire, rubrics in their order, last page.
    words = text_of(files["ecran"])
    order = ["Sommaire", "Parole numéro 0.", "« Le premier car », Ada Roy", "L’ours"]
    places = [words.index(each) for each in order]
    assert places == sorted(places)
    # Every item is there, with the code of its margin (PR-08, M1).
    codes = {f"P-{str(item.uuid)[:6].upper()}" for item in twelve_items}
    assert {code for code in codes if code in words} == codes
    assert {item.text for item in twelve_items if item.text in words} == {item.text for item in twelve_items}
    # Only our fonts (PT-2, PT-3).
    assert families_of(files["ecran"]) == families_of(files["imprimeur"]) == {"Fraunces", "Source", "Bricolage"}
    # Boxes (PT-7): A4 trimmed, three millimetres around for the printer, none on a screen.
    trim, media = printer.pages[0].trimbox, printer.pages[0].mediabox
    assert (round(trim.width / MM), round(trim.height / MM)) == (210, 297)
    assert (round(media.width - trim.width, 2), round(float(media.left), 2)) == (round(6 * MM, 2), round(-3 * MM, 2))
    assert (round(screen.pages[0].mediabox.width / MM), float(screen.pages[0].mediabox.left)) == (210, 0.0)
    # Bookmarks, tags, language, title (PT-8).
    titles = [entry["/Title"] for entry in screen.outline if not isinstance(entry, list)]
    assert titles[:2] == ["Couverture", "Sommaire"]
    assert {"Se déplacer sans voiture", "Le premier car", "L’ours"} <= set(titles)
    root = screen.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], screen.metadata.title) == (
        True,
        "fr",
        "Le Dirigeable n° 3, Printemps 2026",
    )
    # The booklet: two pages side by side on each of four sides.
    booklet = read(files["livret"])
    sizes = {(round(p.mediabox.width / MM), round(p.mediabox.height / MM)) for p in booklet.pages}
    assert (len(booklet.pages), sizes) == (4, {(420, 297)})
    assert "Le Dirigeable" in booklet.pages[0].extract_text()


def test_the_sommaire_says_the_page_where_each_article_begins(issue: IssuePage) -> None:
    """PR-02: after a change of length the numbers follow."""
    for rank, paragraphs in enumerate((30, 4, 4)):
        write_article(issue, f"Article {'ABC'[rank]}", paragraphs=paragraphs)
    pages = laid_out(issue)
    pdf = read(next(content for output, content in paper_files(pages) if output == "ecran"))
    texts = [page.extract_text() for page in pdf.pages]
    begins = {name: next(n for n, text in enumerate(texts[2:], start=3) if f"Article {name}" in text) for name in "ABC"}
    sommaire = " ".join(texts[1].replace(".", " ").split())
    assert begins["B"] > begins["A"] + 1
    assert all(f"Article {name} {page}" in sommaire for name, page in begins.items())
    assert len(texts) % 4 == 0


def test_a_withdrawn_consent_empties_the_next_pdf_and_editors_are_told(
    dossier: IssuePage, twelve_items: list[DiagnosisItem]
) -> None:
    quoted = next(item for item in twelve_items if item.author)
    withdraw_consent(consent=quoted.author.consents.get(audience=Audience.PRINT))
    pages = laid_out(dossier)
    assert quoted.text not in pages.html
    assert quoted.author.full_name not in pages.html
    assert "Un passage a été retiré ici." in pages.html
    assert pages.warnings == ["« Se déplacer sans voiture » : un passage est retiré, faute d’accord pour le papier."]


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


def test_every_block_that_readers_see_has_its_place_on_paper() -> None:
    assert set(ArticleBlock().child_blocks) - FOR_SCREENS == set(TEMPLATES)


def test_a_proof_says_so_on_its_pages_and_a_final_printing_does_not(issue: IssuePage) -> None:
    """PR-05."""
    write_article(issue, "Le premier car", paragraphs=1)
    proof = next(paper_files(laid_out(issue, proof="épreuve n° 2")))[1]
    final = next(paper_files(laid_out(issue)))[1]
    assert text_of(proof).count("épreuve n° 2 – ne pas diffuser") >= 2
    assert "ne pas diffuser" not in text_of(final)


def test_partners_are_told_apart_from_articles(issue: IssuePage) -> None:
    write_article(issue, "Le premier car", paragraphs=1)
    PartnerSpace.objects.create(issue=issue, partner="Le Fournil", format="banner", text="<p>Du pain, le samedi.</p>")
    PartnerSpace.objects.create(issue=issue, partner="Radio Col", format="page", title="Écoutez", text="<p>Onze h.</p>")
    words = text_of(next(paper_files(laid_out(issue)))[1])
    assert words.index("Publicité") < words.index("Du pain, le samedi.") < words.index("Page de partenaire · Radio Col")


def test_blank_pages_may_complete_an_issue(issue: IssuePage) -> None:
    write_article(issue, "Le premier car", paragraphs=1)
    pages = laid_out(issue, padding=Padding.BLANK)
    pdf = read(next(paper_files(pages))[1])
    assert pages.count == 4 * round(pages.count / 4)
    assert [page.extract_text().strip() for page in pdf.pages[-1 - pages.padding : -1]] == [""] * pages.padding


# --- fitting --------------------------------------------------------------------------------------


class Stub:
    """An article as fitting sees it."""

    def __init__(self, anchor: str, *, picture: bool = True) -> None:
        self.anchor, self.picture = anchor, picture
        self.blocks: tuple[Any, ...] = ()
        self.workshops: list[Any] = []
        self.runs: list[Any] = []


def planned(heights: dict[str, tuple[int, float]], **stubs: Any) -> dict[str, tuple[bool, float]]:
    printed: Any = PrintedIssueStub([Stub(name, **stubs) for name in heights])
    measures = {name: Measure(*taken) for name, taken in heights.items()}
    return {
        name: (fit.opens_page, fit.picture_height) for name, fit in plan(printed, measures, first_fits(printed)).items()
    }


class PrintedIssueStub:
    def __init__(self, articles: list[Stub]) -> None:
        self.articles = articles


def test_an_article_alone_gives_the_rest_of_its_page_to_its_picture() -> None:
    assert planned({"a": (1, 200.0)}) == {"a": (True, SMALLEST_PICTURE + PAGE_HEIGHT - 5 - 200)}
    assert planned({"a": (1, 60.0)}) == {"a": (True, TALLEST_PICTURE)}


def test_neighbours_that_hold_together_share_a_page_and_its_height() -> None:
    fits = planned({"a": (1, 100.0), "b": (1, 100.0), "c": (1, 200.0)})
    assert [opens for opens, _height in fits.values()] == [True, False, True]
    assert fits["a"][1] == fits["b"][1] == SMALLEST_PICTURE + round((PAGE_HEIGHT - 5 - 211) / 2, 1)


def test_the_foot_of_a_long_article_is_lent_to_the_next() -> None:
    fits = planned({"a": (2, 60.0), "b": (1, 120.0)})
    assert [opens for opens, _height in fits.values()] == [True, False]


def test_a_page_that_did_not_hold_takes_back_from_its_pictures() -> None:
    printed: Any = PrintedIssueStub([Stub("a")])
    fits = plan(printed, {"a": Measure(1, 150.0)}, first_fits(printed))
    assert step_back({"a": Measure(1, 250.0)}, fits) is None
    again = step_back({"a": Measure(2, 4.0)}, fits)
    assert again is not None
    assert again["a"].picture_height == fits["a"].picture_height - 12
    assert step_back({"a": Measure(2, 4.0)}, again) is None


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


def test_imposition_puts_the_words_of_each_page_on_its_side(issue: IssuePage) -> None:
    write_article(issue, "Le premier car", paragraphs=1)
    printer = next(paper_files(laid_out(issue)))[1]
    pages, booklet = read(printer).pages, read(impose(printer)).pages
    for side, (left, right) in zip(booklet, sides(len(pages)), strict=True):
        expected = f"{pages[left - 1].extract_text()} {pages[right - 1].extract_text()}"
        assert sorted("".join(side.extract_text().split())) == sorted("".join(expected.split()))


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


def test_the_credits_of_pictures_and_the_ours_are_printed(issue: IssuePage, make_identity: Callable[..., None]) -> None:
    make_identity(name="Les Cols", postal_address="1 rue du Col\n05000 Gap", publication_director="Ada Roy")
    write_article(issue, "Le premier car", paragraphs=1)
    words = text_of(next(paper_files(laid_out(issue, copies=300)))[1])
    expected = [
        "Édité par Les Cols, association loi de 1901, 1 rue du Col, 05000 Gap",
        "Direction de la publication Ada Roy",
        "Date de parution 21 mars 2026",
        "Tirage 300 exemplaires",
        "Image de test, CC0 1.0",
    ]
    assert [line for line in expected if line not in words] == []
