"""The page of the sommaire, whatever the number of articles (issue item 5, PR-02)."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from cms.pdf import write
from journal.models import IssuePage
from journal.printing.content import gather
from journal.printing.layout import Options, compose
from journal.printing.opening import PAGE, TALLEST_STRIP, Look, Opening, dress_opening, look_of
from journal.printing.pictures import spread
from journal.printing.places import Paper
from people.enums import Audience

from .papers import drawn, foot_of, read, words_of, write_article

SOMMAIRE = frozenset({"sommaire"})
EDITO = frozenset({"edito"})


def an_opening(*, sommaire: float = 200, leads: float = 100, edito: float = 200, element: Any = None) -> Opening:
    """A page whose sides are said, and take three quarters of their height when they are tight."""
    return Opening(
        element=Element("section") if element is None else element,
        frame=20,
        plain={"sommaire": sommaire, "edito": edito},
        tight={"sommaire": sommaire * 0.75, "edito": edito * 0.75},
        leads=leads,
        summary=80,
        journal=90,
        notes=0,
        above_strip=13,
        caption=22,
    )


# --- what is kept of it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        # Three articles: everything, and pictures down to the foot of the page.
        ({}, Look(has_leads=True, has_strip=True, strip=int(PAGE) - 1 - 190 - 300)),
        # A handful: pictures rather than chapôs.
        ({"sommaire": 300, "leads": 200}, Look(has_strip=True, strip=int(PAGE) - 1 - 190 - 300)),
        # The édito leaves no room to pictures: chapôs, beside it.
        ({"edito": 480, "leads": 250}, Look(has_leads=True)),
        ({"edito": 480, "leads": 400}, Look()),
        # Twenty articles: smaller words, and the édito keeps its own.
        ({"sommaire": 640, "leads": 700}, Look(tight=SOMMAIRE)),
        ({"edito": 800}, Look(has_journal=False, tight=EDITO)),
        ({"edito": 900}, Look(has_journal=False, has_summary=False, tight=EDITO)),
        # A long édito goes on its own page, and leaves the whole of this one.
        ({"edito": 1000}, Look(has_leads=True, has_strip=True, is_apart=True, strip=int(PAGE) - 1 - 190 - 300)),
        # Forty articles: as small as may be, on two pages.
        ({"sommaire": 2000}, Look(has_journal=False, has_summary=False, is_apart=True, tight=SOMMAIRE)),
    ],
)
def test_the_richest_look_that_holds_is_chosen(sides: dict[str, float], expected: Look) -> None:
    assert look_of(an_opening(**sides)) == expected


def test_pictures_are_no_taller_than_what_one_likes_to_see() -> None:
    assert look_of(an_opening(sommaire=60, leads=0, edito=60)).strip == TALLEST_STRIP


PARTS = """<section class="opening"><div class="opening-sides"><nav class="sommaire"><p class="sommaire-line">A</p>
<p class="sommaire-lead">b</p></nav><div class="edito"><p>c</p></div></div><p class="opening-summary">d</p>
<div class="glimpses"><figure><img style="object-position: 1% 2%"/><i/></figure><figure><img/><i/></figure>
<figure><img/><i/></figure></div><div class="opening-journal"><p>e</p></div></section>"""


def dressed(look: Look) -> Any:
    page = fromstring(PARTS)
    dress_opening(an_opening(element=page), look)
    return page


def test_what_the_page_does_not_hold_leaves_it() -> None:
    page = dressed(Look(has_journal=False, has_summary=False, tight=SOMMAIRE))
    assert [(each.tag, each.get("class")) for each in page.iter()] == [
        ("section", "opening"),
        ("div", "opening-sides"),
        ("nav", "sommaire tight"),
        ("p", "sommaire-line"),
        ("div", "edito"),
        ("p", None),
    ]


@pytest.mark.parametrize(("strip", "count"), [(90, 3), (200, 2), (300, 1)])
def test_the_taller_the_pictures_the_fewer(strip: int, count: int) -> None:
    page = dressed(Look(has_strip=True, strip=strip))
    pictures = page.find(f"div[@class='glimpses glimpses-{count}']")
    assert [picture.get("style") for picture in pictures.iter("img")] == [
        f"{focus}; height: {strip - 13 - 22:.2f}pt" for focus in ("object-position: 1% 2%", "", "")[:count]
    ]


def test_a_long_edito_stands_after_everything_else() -> None:
    page = dressed(Look(is_apart=True))
    assert [each.get("class") for each in page] == [
        "opening-sides",
        "opening-summary",
        "opening-journal",
        "edito edito-apart",
    ]
    assert page.get("class") == "opening opening-apart"


# --- on paper -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "expected"), [(0, []), (2, [0, 1]), (3, [0, 1, 2]), (4, [0, 1, 3]), (9, [0, 4, 8])])
def test_pictures_come_from_one_end_of_the_issue_to_the_other(count: int, expected: list[int]) -> None:
    assert spread(range(count), 3) == expected


@pytest.mark.parametrize("count", [3, 20])
def test_it_holds_on_one_page_and_fills_it(issue: IssuePage, count: int) -> None:
    text = [{"type": "text", "value": "<p>Le car de 6 h 12 descend la vallée avant le jour.</p>"}]
    for rank in range(count):
        write_article(issue, f"Article {rank:02}", rubric="Agir" if rank % 2 else "Semer", body=text)
    pages = compose(gather(issue, audience=Audience.PRINT), Paper(), options=Options())
    pdf = write(pages.document)
    sommaire, after = [words_of(page) for page in read(pdf).pages[1:3]]
    assert [rank for rank in range(count) if f"Article {rank:02}" not in sommaire] == []
    assert ("Sommaire" in after, "Article 00" in after) == (False, True)
    assert foot_of(drawn(pdf)[1]) > 0.85
