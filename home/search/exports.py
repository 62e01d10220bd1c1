"""The directory as files that other programs read: CSV, JSON, vCard. What the page shows, and nothing more."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping

from cms.exports import escape_formula

Sheet = Mapping[str, str]
COLUMNS = ("sorte", "nature", "nom", "résumé", "territoire", "thèmes", "adresse")


def as_csv(sheets: Iterable[Sheet]) -> str:
    """With the mark that tells spreadsheets it is UTF-8, and no cell that they would run."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows({name: escape_formula(sheet[name]) for name in COLUMNS} for sheet in sheets)
    return f"\ufeff{out.getvalue()}"


def as_json(sheets: Iterable[Sheet]) -> str:
    return json.dumps(list(sheets), ensure_ascii=False, indent=1)


def as_vcards(sheets: Iterable[Sheet]) -> str:
    """vCard 4.0 (RFC 6350), one card a sheet: an organisation or a project is a group of people."""
    return "".join(map(_vcard, sheets))


def _vcard(sheet: Sheet) -> str:
    kind = "individual" if sheet["sorte"] == "Personne" else "org"
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"KIND:{kind}",
        f"FN:{_escaped(sheet['nom'])}",
        f"URL:{sheet['adresse']}",
        *([f"NOTE:{_escaped(sheet['résumé'])}"] if sheet["résumé"] else []),
        *([f"CATEGORIES:{_escaped(sheet['thèmes'], keep=',')}"] if sheet["thèmes"] else []),
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str, keep: str = "") -> str:
    """RFC 6350 section 3.4."""
    signs = "".join(sign for sign in "\\,;" if sign not in keep)
    return re.sub(f"([{re.escape(signs)}])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 bytes a line, never inside a letter (RFC 6350 section 3.2)."""
    folded, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > 75:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + letter, length + size
    return folded
