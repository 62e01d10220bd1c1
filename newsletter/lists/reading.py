"""A file of addresses as rows: CSV of any common kind, XLSX, or what Sympa dumps. Nothing is written here."""

import io
import zipfile
import zlib
from itertools import islice
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cms.csv_files import FileUnreadable, csv_rows, decoded

MOST_ROWS = 100_000
LARGEST = 10 * 1024 * 1024
# What openpyxl raises on a workbook that is cut, altered, or made by a program of its own mind.
SPOILT = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, NotImplementedError),
    *(AttributeError, EOFError, LookupError, OSError, TypeError, ValueError),
)
Row = dict[str, str]


def read_rows(content: bytes, *, name: str) -> list[Row]:
    """The rows of a file, by the names of their columns (trimmed, lower case). Raises FileUnreadable."""
    if len(content) > LARGEST:
        raise FileUnreadable("Ce fichier dépasse 10 Mo : découpez-le.")
    table = _spreadsheet(content) if name.lower().endswith(".xlsx") else _text(content)
    if not table:
        raise FileUnreadable("Ce fichier est vide.")
    if len(table) > MOST_ROWS:
        raise FileUnreadable("Ce fichier a plus de 100\u202f000 lignes : découpez-le.")
    return table


def _spreadsheet(content: bytes) -> list[Row]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        cells = [
            ["" if cell is None else str(cell) for cell in row]
            for row in islice(book.worksheets[0].iter_rows(values_only=True), MOST_ROWS + 2)
        ]
        book.close()
    except SPOILT as error:
        raise FileUnreadable("Ce classeur ne s’ouvre pas : enregistrez-le de nouveau en .xlsx ou en .csv.") from error
    return _named(cells)


def _text(content: bytes) -> list[Row]:
    """CSV or Sympa."""
    text = decoded(content).replace("\x00", "")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if first.lower().startswith(("email ", "user_user ")) and "@" in first:
        return _sympa_blocks(lines)
    if "@" in first and not any(mark in first for mark in ";,"):
        return _sympa_lines(lines)
    return _named([row for _line, row in csv_rows(text)])


def _named(cells: list[list[str]]) -> list[Row]:
    filled = [[cell.strip() for cell in row] for row in cells if any(cell.strip() for cell in row)]
    if not filled:
        return []
    if any("@" in cell for cell in filled[0]):
        raise FileUnreadable("La première ligne doit porter le nom des colonnes, dont une « email ».")
    names = [cell.lower() for cell in filled[0]]
    return [dict(zip(names, row, strict=False)) for row in filled[1:]]


def _sympa_lines(lines: list[str]) -> list[Row]:
    """`review`: an address, then a name."""
    pairs = (line.strip().split(None, 1) for line in lines if line.strip())
    return [{"email": pair[0], "gecos": pair[1] if len(pair) > 1 else ""} for pair in pairs]


def _sympa_blocks(lines: list[str]) -> list[Row]:
    """`dump`: one block of « key value » lines for each subscriber, parted by a blank line."""
    rows: list[Row] = [{}]
    for line in lines:
        if not line.strip():
            rows.append({})
        else:
            key, _, value = line.strip().partition(" ")
            rows[-1]["email" if key == "user_user" else key.lower()] = value.strip()
    return [row for row in rows if row]
