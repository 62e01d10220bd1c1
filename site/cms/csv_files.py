"""CSV files that people bring, in UTF-8 or as Excel writes them in France."""

import csv
import io
from collections.abc import Iterator


class FileUnreadable(ValueError):
    """Said in French to who gave the file."""


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that says something, its cells without needless spaces, and the line of the file where it ends.

    Cells are parted by the sign that the first line has most. Raises FileUnreadable.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [" ".join(cell.split()) for cell in row]
    except csv.Error as error:
        raise FileUnreadable(f"La ligne {reader.line_num} ne se lit pas : un guillemet y est ouvert.") from error
