"""The directory as files that other programs read: CSV, JSON, vCard. What the page shows, and nothing more."""

import json
from collections.abc import Iterable, Iterator, Mapping

from cms.exports import french_csv
from cms.ical.lines import text, written

Sheet = Mapping[str, str]
COLUMNS = ("sorte", "nature", "nom", "résumé", "territoire", "thèmes", "adresse")


def as_csv(sheets: Iterable[Sheet]) -> str:
    return french_csv([COLUMNS, *([sheet[name] for name in COLUMNS] for sheet in sheets)])


def as_json(sheets: Iterable[Sheet]) -> str:
    return json.dumps(list(sheets), ensure_ascii=False, indent=1)


def as_vcards(sheets: Iterable[Sheet]) -> bytes:
    """vCard 4.0 (RFC 6350), one card a sheet: an organisation or a project is a group of people."""
    return written(line for sheet in sheets for line in _vcard(sheet))


def _vcard(sheet: Sheet) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0")
    yield f"KIND:{'individual' if sheet['sorte'] == 'Personne' else 'org'}"
    yield f"FN:{text(sheet['nom'])}"
    yield f"URL:{sheet['adresse']}"
    if sheet["résumé"]:
        yield f"NOTE:{text(sheet['résumé'])}"
    if sheet["thèmes"]:
        yield f"CATEGORIES:{','.join(map(text, sheet['thèmes'].split(', ')))}"
    yield "END:VCARD"
