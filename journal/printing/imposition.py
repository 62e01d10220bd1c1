"""A booklet to fold: two pages side by side, in the order of the sheets (print-and-typography.md, 3.2)."""

from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter, Transformation


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


def impose(pdf: bytes) -> bytes:
    """`pdf` as a booklet: its pages cut to their TrimBox, two on each side, to print on both sides and fold.

    Works on TrimBox: with bleed, MediaBox starts at a negative origin (trap PT-7).
    """
    reader, writer = PdfReader(BytesIO(pdf)), PdfWriter()
    for left, right in sides(len(reader.pages)):
        pair = [reader.pages[left - 1], reader.pages[right - 1]]
        width, height = pair[0].trimbox.width, pair[0].trimbox.height
        side = PageObject.create_blank_page(width=2 * width, height=height)
        for rank, page in enumerate(pair):
            _cut(page)
            box = page.trimbox
            side.merge_transformed_page(page, Transformation().translate(rank * width - box.left, -box.bottom))
        writer.add_page(side)
    writer.compress_identical_objects()
    return _bytes(writer)


def _cut(page: PageObject) -> None:
    page.mediabox = page.cropbox = page.bleedbox = page.trimbox
    for name in ("/Annots", "/StructParents", "/Tabs"):
        page.pop(name, None)


def _bytes(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
