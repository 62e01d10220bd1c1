"""A booklet to fold: two pages side by side, in the order of the sheets (print-and-typography.md, 3.2)."""

from pathlib import Path
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    RectangleObject,
    StreamObject,
)


def sides(count: int) -> list[tuple[int, int]]:
    """The pages (left, right) of each side of each sheet, numbered from 1: 4 → [(4, 1), (2, 3)].

    Raises ValueError when `count` is not a multiple of four.
    """
    if count <= 0 or count % 4:
        raise ValueError(f"un livret a un multiple de quatre pages, pas {count}")
    found = []
    for sheet in range(count // 4):
        found += [(count - 2 * sheet, 1 + 2 * sheet), (2 + 2 * sheet, count - 1 - 2 * sheet)]
    return found


def impose(pdf: Path, booklet: Path) -> Path:
    """`pdf` as a booklet: its pages cut to their TrimBox, two on each side, to print on both sides and fold.

    Gives `booklet`, the file it is written to. Works on TrimBox: with bleed, MediaBox starts at a negative origin (trap
    PT-7).
    """
    with pdf.open("rb") as source:
        reader, writer = PdfReader(source), PdfWriter()
        for left, right in sides(len(reader.pages)):
            _add_side(writer, reader.pages[left - 1], reader.pages[right - 1])
        writer.write(booklet)
    return booklet


def _add_side(writer: PdfWriter, left: PageObject, right: PageObject) -> None:
    """Each page is placed as one drawing, its operators as they are: to read them again would take most of the time."""
    width, height = left.trimbox.width, left.trimbox.height
    side = writer.add_blank_page(width=2 * width, height=height)
    drawings, placing = DictionaryObject(), ""
    for rank, page in enumerate((left, right)):
        box = page.trimbox
        drawings[NameObject(f"/Page{rank}")] = _drawing(writer, page)
        placing += f"q 1 0 0 1 {rank * width - box.left} {-box.bottom} cm /Page{rank} Do Q\n"
    side[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawings})
    content = DecodedStreamObject()
    content.set_data(placing.encode())
    side[NameObject("/Contents")] = writer._add_object(content)


def _drawing(writer: PdfWriter, page: PageObject) -> IndirectObject:
    """`page`, which has one stream of operators as WeasyPrint writes it, as a drawing cut to its TrimBox."""
    drawing = cast(StreamObject, page["/Contents"].get_object()).clone(writer)
    assert isinstance(drawing, StreamObject)
    drawing[NameObject("/Type")], drawing[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    drawing[NameObject("/BBox")] = RectangleObject(page.trimbox)
    drawing[NameObject("/Resources")] = page.raw_get("/Resources").clone(writer)
    return cast(IndirectObject, drawing.indirect_reference)
