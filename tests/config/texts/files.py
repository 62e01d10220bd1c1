"""Files of word processors, made by hand, sound and rotten."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from PIL import Image as Drawing

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r2" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
    f'<Relationship Id="p1" Type="{OFFICE}/image" Target="media/one.png"/>'
    f'<Relationship Id="p2" Type="{OFFICE}/image" Target="media/two.png"/>'
    f'<Relationship Id="far" Type="{OFFICE}/image" Target="https://ailleurs.example/x.png" TargetMode="External"/>'
    "</Relationships>"
)
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
ODF = (
    f'xmlns:text="{TEXT}" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)
DRAWN = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(body: str, *, footnote: str = "", **parts: str | bytes) -> bytes:
    """`body` is the inside of <w:body>."""
    notes = f'<w:footnote w:id="2"><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote>' if footnote else ""
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS,
            "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
            "word/footnotes.xml": f"<?xml version='1.0'?><w:footnotes {W}>{notes}</w:footnotes>",
            "word/document.xml": f"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>",
            **parts,
        }
    )


def paragraph(text: str, style: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{looks}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def drawn(relation: str, alt: str = "", *, how: str = "embed") -> str:
    """A paragraph of a .docx that holds a picture."""
    blip = f'<pic:pic><pic:blipFill><a:blip r:{how}="{relation}"/></pic:blipFill></pic:pic>'
    return (
        f'<w:p><w:r><w:drawing><wp:inline {DRAWN}><wp:docPr id="1" name="x" descr="{alt}"/>'
        f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def rows(*lines: Sequence[str]) -> str:
    """A table of a .docx."""
    cells = (f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in line)}</w:tr>" for line in lines)
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def png(width: int = 8, height: int = 8, colour: str = "green") -> bytes:
    out = io.BytesIO()
    Drawing.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def odt(body: str, *, prologue: str = "<?xml version='1.0'?>", **parts: str | bytes) -> bytes:
    styles = (
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>'
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{prologue}<office:document-content {ODF}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            **parts,
        }
    )
