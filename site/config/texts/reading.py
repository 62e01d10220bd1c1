"""A file or a paste as Markdown: what it is, is read in its bytes, never in its name."""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

import mammoth
from bs4 import BeautifulSoup

from cms.pictures import LARGEST_PICTURE
from cms.prose import Note, blocks_from_html, blocks_to_markdown, paste
from cms.prose.depth import is_too_deep

from .archives import BROKEN, begins_as_xml, opened, part, xml
from .errors import TextRefused
from .odt import odt_to_html
from .pictures import Album, told

LARGEST_FILE = 15 * 1024 * 1024
LONGEST_TEXT = 400_000  # characters: about two hundred pages
DOCX = "word/document.xml"
ODT = "application/vnd.oasis.opendocument.text"
# What begins like this is no text, and what to do instead.
REFUSED_STARTS = {
    b"\xd0\xcf\x11\xe0": "C’est un ancien format d’Office (.doc, .xls) : enregistrez-le en .docx ou en .odt.",
    b"%PDF": "C’est un PDF : ouvrez-le, copiez son texte et collez-le ici.",
    b"{\\rtf": "C’est un fichier RTF : enregistrez-le en .docx ou en .odt.",
    b"\x89PNG": "C’est une image : elle n’a pas de texte à reprendre.",
    b"\xff\xd8\xff": "C’est une image : elle n’a pas de texte à reprendre.",
    b"GIF8": "C’est une image : elle n’a pas de texte à reprendre.",
}
# A cell between quotes may hold the very sign that parts cells.
_QUOTED = re.compile(r'"[^"\n]*"')
SPREADSHEET = "C’est un tableur, pas un texte : copiez-en les lignes utiles et collez-les ici."


@dataclass
class Document:
    """What was given, and what it gives: `original` as plain text to compare with, `text` in Markdown."""

    original: str
    text: str
    title: str = ""
    notes: list[Note] = field(default_factory=list)
    album: Album = field(default_factory=Album)


def read_paste(text: str, *, angle_is_list: bool = True) -> Document:
    """Raises TextRefused."""
    # Browsers send each line end as two characters.
    text = text.replace("\r\n", "\n").strip("\n")
    if "\0" in text:
        raise TextRefused("Ce texte contient des caractères qui n’en sont pas.")
    if len(text) > LONGEST_TEXT:
        raise TextRefused("Ce texte dépasse 400 000 signes : importez-le en plusieurs fois.")
    if not text.strip():
        raise TextRefused("Il n’y a aucun texte ici.")
    if _is_table(text):
        raise TextRefused(SPREADSHEET)
    pasted = paste(text, angle_is_list=angle_is_list)
    return Document(text, pasted.text, pasted.title, pasted.notes)


def read_file(content: bytes, *, name: str = "", angle_is_list: bool = True) -> Document:
    """Markdown, plain text, HTML, DOCX or ODT. Raises TextRefused, with what to do instead."""
    if len(content) > LARGEST_FILE:
        raise TextRefused("Ce fichier dépasse 15 Mo : enlevez ses images, ou importez-le en plusieurs fois.")
    for start, reason in REFUSED_STARTS.items():
        if content.startswith(start):
            raise TextRefused(reason)
    if content.startswith(b"PK"):
        return _office(content)
    text, notes = _decoded(content)
    if re.match(r"\s*(?:<!doctype html|<html|<body|<article|<p\b|<h1\b|<div\b)", text, re.IGNORECASE):
        return _from_html(text, notes)
    is_markdown = name.lower().endswith((".md", ".markdown"))
    read = read_paste(text, angle_is_list=angle_is_list and not is_markdown)
    read.notes[:0] = notes
    return read


def _office(content: bytes) -> Document:
    archive = opened(content)
    names = set(archive.namelist())
    if DOCX in names:
        return _docx(content, archive)
    kind = part(archive, "mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    if kind == ODT:
        album = Album()
        return _from_html(odt_to_html(archive, album), album.notes, album)
    if "spreadsheet" in kind or any(name.startswith("xl/") for name in names):
        raise TextRefused(SPREADSHEET)
    if "presentation" in kind or any(name.startswith("ppt/") for name in names):
        raise TextRefused("C’est un diaporama : copiez-en le texte et collez-le ici.")
    raise TextRefused("Cette archive n’est ni un document Word (.docx) ni un texte OpenDocument (.odt).")


def _docx(content: bytes, archive: zipfile.ZipFile) -> Document:
    """Through mammoth, once each XML part has been read with care: mammoth's own parser trusts what it is given.

    A part is XML by what it holds: the document names its parts as it likes, and « evil.dat » may be one.
    """
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) or begins_as_xml(archive, name):
            xml(part(archive, name))
    album = Album()
    try:
        made = mammoth.convert_to_html(
            archive.fp, convert_image=mammoth.images.img_element(lambda image: _picture(image, album))
        )
    except Exception as error:  # it raises whatever its parser met: nothing of ours is written yet
        raise TextRefused(BROKEN) from error
    return _from_html(_with_own_notes(made.value), album.notes, album)


def _picture(image: Any, album: Album) -> dict[str, str]:
    """A picture as HTML names it. One that lies elsewhere is not fetched: mammoth refuses, and it stays a name."""
    name = f"image.{(image.content_type or '').rpartition('/')[2]}"
    alt = told(image.alt_text or "")
    try:
        with image.open() as stream:
            content = stream.read(LARGEST_PICTURE + 1)
    except (ValueError, KeyError, OSError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        album.notes.append(Note("Image à ajouter à la main", alt or name, "Elle n’est pas dans le document."))
        return {"src": name, "alt": alt}
    return {"src": album.add(content, name=name), "alt": alt}


def _with_own_notes(text: str) -> str:
    """mammoth ends on a list of notes with links back: our own form is a part called « Notes »."""
    soup = BeautifulSoup(text, "html.parser")
    notes = [item for item in soup.find_all("li") if str(item.get("id", "")).startswith(("footnote-", "endnote-"))]
    for item in notes:
        for back in item.find_all("a", href=re.compile(r"^#(?:foot|end)note-ref")):
            back.decompose()
    if notes and notes[0].parent:
        heading = soup.new_tag("h2")
        heading.string = "Notes"
        notes[0].parent.insert_before(heading)
    for call in soup.find_all("sup"):
        call.string = call.get_text().strip("[]")
    return str(soup)


def _from_html(text: str, notes: list[Note], album: Album | None = None) -> Document:
    album = album or Album()
    if is_too_deep(text):
        raise TextRefused("Ce fichier emboîte trop d’éléments les uns dans les autres : il n’a pas été lu.")
    original = _plain(text)
    if len(original) > LONGEST_TEXT:
        raise TextRefused("Ce texte dépasse 400 000 signes : importez-le en plusieurs fois.")
    if not original.strip():
        raise TextRefused("Ce fichier ne contient aucun texte.")
    made = blocks_from_html(text, around=album)
    title = ""
    if made.blocks and made.blocks[0]["type"] == "heading" and made.blocks[0]["value"]["level"] == "2":
        title = made.blocks.pop(0)["value"]["text"]
        notes = [*notes, Note("Premier titre pris comme titre", title)]
    # The words go through the cleaning of a paste too: a document is often one pasted from a PDF.
    pasted = paste(blocks_to_markdown(made.blocks), angle_is_list=False, lines_are_meant=True)
    body = f"{pasted.title}\n\n{pasted.text}" if pasted.title and title else pasted.text
    return Document(original, body, title or pasted.title, [*notes, *made.notes, *_but_titles(pasted.notes)], album)


def _but_titles(notes: list[Note]) -> list[Note]:
    return [note for note in notes if note.what != "Première ligne prise comme titre"]


def _plain(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for silent in soup(["script", "style", "head"]):
        silent.decompose()
    for row in soup.find_all("tr"):
        # As the proposed text writes it, so that only what changed shows.
        row.string = f"| {' | '.join(' '.join(cell.get_text(' ').split()) for cell in row.find_all(['td', 'th']))} |"
    for block in soup.find_all(["p", "h1", "h2", "h3", "h4", "li", "tr", "br", "div", "blockquote"]):
        block.append("\n")
    return re.sub(r"\n{3,}", "\n\n", soup.get_text())


def _decoded(content: bytes) -> tuple[str, list[Note]]:
    """UTF-8, UTF-16 with its mark, or what Windows wrote in France. Raises TextRefused on bytes that are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(content), []
    try:
        text, notes = content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        notes = [Note("Ancien codage de Windows, lu comme tel", "vérifiez les accents")]
    controls = sum(ord(sign) < 32 and sign not in "\t\n\r\f\v" for sign in text) + text.count("\ufffd")
    if controls > len(text) / 500:
        raise TextRefused("Ce fichier n’est pas un texte. Sont lus : .docx, .odt, .md, .txt et .html.")
    return text.replace("\0", ""), notes


def _utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise TextRefused(BROKEN) from error


def _is_table(text: str) -> bool:
    """At least three lines, nearly all cut into as many cells: a CSV with another name. Sentences have commas too:
    more lines and more cells are asked of them, and no full stop at the end.
    """
    lines = [_QUOTED.sub("", line) for line in text.splitlines() if line.strip()]
    return _is_cut(lines, "\t", 3) or _is_cut(lines, ";", 3) or (_is_cut(lines, ",", 5) and not _are_sentences(lines))


def _is_cut(lines: list[str], sign: str, fewest: int) -> bool:
    counts = [line.count(sign) for line in lines]
    usual = max(set(counts), key=counts.count, default=0)
    return len(lines) >= fewest and usual >= fewest - 1 and counts.count(usual) >= 0.9 * len(lines)


def _are_sentences(lines: list[str]) -> bool:
    return any(line.rstrip().endswith((".", "!", "?", "…", ",", ";", ":")) for line in lines)
