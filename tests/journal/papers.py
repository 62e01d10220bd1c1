"""An issue worth printing, and what its tests read in a PDF."""

import re
from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDFText_GetFontSize

from journal.models import ArticlePage, IssuePage, Signature
from journal.services import ensure_rubrics
from people.enums import Audience, ConsentPurpose
from people.models import Consent, Person
from tests.factories.cms import ImageFactory, flat_picture
from tests.factories.journal import ArticlePageFactory
from tests.factories.people import ConsentFactory

PARAGRAPH = (
    "<p>Le car de 6 h 12 descend la vallée avant le jour. À bord, neuf personnes et un thermos ; personne ne dort, "
    "personne ne parle, et pourtant l’on se connaît. Au troisième virage quelqu’un raconte la veille.</p>"
)


def agree_to_print(person: Person, purpose: ConsentPurpose = ConsentPurpose.QUOTE) -> Consent:
    consent: Consent = ConsentFactory(person=person, purpose=purpose, audience=Audience.PRINT)
    return consent


def write_article(issue: IssuePage, title: str, *, rubric: str = "Agir", paragraphs: int = 4, **fields: Any) -> Any:
    picture = ImageFactory(file=flat_picture(width=300, height=200))
    body = fields.pop("body", [{"type": "text", "value": PARAGRAPH * paragraphs}])
    article: ArticlePage = ArticlePageFactory(
        parent=issue, title=title, rubric=ensure_rubrics()[rubric], body=body, listing_image=picture, **fields
    )
    Signature.objects.create(page=article, name="Ada Roy", role="writing")
    article.save_revision()
    return article


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def words_of(page: PageObject) -> str:
    """All the words, with plain spaces, hyphenated words joined again."""
    text = page.extract_text().replace("-\n", "")
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def text_of(pdf: bytes) -> str:
    return " ".join(map(words_of, read(pdf).pages))


def families_of(pdf: PdfReader) -> set[str]:
    """The families of the fonts of `pdf`, wherever its pages keep them."""
    fonts = [each for each in _dictionaries(pdf) if each.get("/Type") == "/Font"]
    return {str(font["/BaseFont"]).split("+")[1].split("-")[0] for font in fonts}


def alternatives_in(pdf: PdfReader) -> list[str]:
    """What is read to whoever does not see its pictures."""
    return [str(each["/Alt"]) for each in _dictionaries(pdf) if "/Alt" in each]


def _dictionaries(pdf: PdfReader) -> list[dict[str, Any]]:
    found = [pdf.get_object(number) for number in range(1, len(pdf.xref[0]) + len(pdf.xref_objStm) + 1)]
    return [each for each in found if isinstance(each, dict)]


LINE = 13.0
RUNNING_TEXT = 9.6


def body_lines(page: PageObject) -> list[tuple[int, float]]:
    """Where each line of running text stands: its left edge in whole points, and its baseline."""
    found: list[tuple[int, float]] = []

    def visit(text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:
        is_serif = bool(font) and "Source-Serif" in str(font["/BaseFont"])
        if text.strip() and is_serif and abs(size * abs(outer[3]) - RUNNING_TEXT) < 0.05:
            x, y = inner[4], inner[5]
            found.append(
                (round(x * outer[0] + y * outer[2] + outer[4]), round(x * outer[1] + y * outer[3] + outer[5], 2))
            )

    page.extract_text(visitor_text=visit)
    return found


def from_grid(distance: float) -> float:
    """How far `distance` is from a whole number of lines."""
    return (distance + LINE / 2) % LINE - LINE / 2


MM = 72 / 25.4


def drawn(pdf: bytes, *, dots: int = 48) -> list[Image.Image]:
    """The pages as one sees them, in greys, at `dots` an inch, by another program than the one that wrote them."""
    return [page.render(scale=dots / 72, grayscale=True).to_pil().convert("L") for page in PdfDocument(pdf)]


def foot_of(page: Image.Image) -> float:
    """Where what is printed ends, as a part of the height of the text, folios left out."""
    top, bottom = (round(page.height * millimetres / 297) for millimetres in (20, 277))
    box = page.crop((0, top, page.width, bottom)).point(lambda grey: 255 if grey < 250 else 0).getbbox()
    return box[3] / (bottom - top) if box else 0.0


def codes_on(pdf: bytes, number: int) -> list[Image.Image]:
    """The QR codes of a page with the white around them, at ten dots a millimetre, from the top of the page."""
    page = PdfDocument(pdf)[number]
    drawing, dots = page.render(scale=10 / MM, grayscale=True).to_pil().convert("L"), 10 / MM
    boxes = [each.get_bounds() for each in page.get_objects()]
    grounds = {
        box for box in boxes if 20 * MM < box[2] - box[0] < 40 * MM and abs(box[2] - box[0] - box[3] + box[1]) < 1
    }
    return [
        drawing.crop(
            tuple(round(side * dots) for side in (left, page.get_height() - top, right, page.get_height() - bottom))
        )
        for left, bottom, right, top in sorted(grounds, key=lambda box: -box[3])
    ]


def modules_of(code: Image.Image, count: int) -> list[list[bool]]:
    """The black of `count` modules a side, read in their middles."""
    side = code.width / count
    middles = [round((rank + 0.5) * side) for rank in range(count)]
    return [[code.getpixel((x, y)) < 128 for x in middles] for y in middles]


# left, bottom, right, top
Box = tuple[float, float, float, float]
# WeasyPrint writes its letters in pixels, and scales the whole page.
PT_PER_PX = 0.75
CODE = re.compile(r"[A-Z]-[0-9A-F]{6}")


def margin_codes_on(pdf: bytes, number: int) -> list[tuple[str, float, Box, list[Box]]]:
    """The codes of sources on a page: each with the size of its letters, its box, and those of the signs it covers."""
    text = PdfDocument(pdf)[number].get_textpage()
    words = text.get_text_range()
    boxes = [text.get_charbox(rank) for rank in range(len(words))]
    found = []
    for code in CODE.finditer(words):
        lefts, bottoms, rights, tops = zip(*boxes[code.start() : code.end()], strict=True)
        box = (min(lefts), min(bottoms), max(rights), max(tops))
        others = [
            each for rank, each in enumerate(boxes) if rank not in range(*code.span()) and not words[rank].isspace()
        ]
        size = FPDFText_GetFontSize(text, code.start()) * PT_PER_PX
        found.append((code[0], round(size, 2), box, [each for each in others if _overlap(box, each)]))
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
