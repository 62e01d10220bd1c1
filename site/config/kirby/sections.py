"""The typed parts of a programme, when the fields of the old site have them (S1-09)."""

import html as entities
from typing import Any

from bs4 import BeautifulSoup

from cms.prose import Fragments
from cms.slugs import french_slug
from home.models import ProgrammePage

from .addresses import Place
from .text import read_kirbytext

# Names of fields without accents, capitals or spaces, since Kirby kept neither: « Compétences attendues » is written
# `Competences-attendues`, `competences_attendues` or `Competencesattendues`.
RICH = {
    "context": "contexte context",
    "objectives": "objectif objectifs objectives",
    "skills": "competence competences competencesattendues competencesvisees skills",
    "prerequisites": "prerequis prerequisites",
    "methods": "modalite modalites modalitespedagogiques methode methodes methods",
    "evaluation": "evaluation evaluations modalitesdevaluation",
    "accessibility": "accessibilite accessibility",
}
LINES = {
    "audience": "public publics publicvise publicsvises profil profils profildesparticipants audience",
    "duration": "duree duration",
    "period": "periode period",
}
_PART_OF = {word: part for part, words in (*RICH.items(), *LINES.items()) for word in words.split()}


def fill_sections(page: ProgrammePage, around: Place, body: Fragments) -> set[str]:
    """Write the typed parts; what one of them cannot hold (a picture, a table, a line too long) opens the body, under
    the name of its part. Returns the names of the fields used.
    """
    filled: dict[str, str] = {}
    for name, value in around.page.fields.items():
        part = _PART_OF.get(french_slug(name).replace("-", ""))
        if part and value and part not in filled:
            _fill_part(page, part, value, around, body)
            filled[part] = name
    return set(filled.values())


def _fill_part(page: ProgrammePage, part: str, value: str, around: Place, body: Fragments) -> None:
    read = read_kirbytext(value, around)
    body.notes.extend(read.notes)
    others = [block for block in read.blocks if block["type"] not in ("text", "list", "heading")]
    html = "".join(_rich(block) for block in read.blocks if block not in others)
    field = page._meta.get_field(part)
    ends = html.replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n").replace("\n\n", "\n")
    words = BeautifulSoup(ends, "html.parser").get_text().strip()
    if part in RICH:
        setattr(page, part, html)
    elif len(words) <= (field.max_length or 0) and not others:
        setattr(page, part, words)
        return
    else:
        others = read.blocks
    if others:
        body.add("heading", {"text": str(field.verbose_name).capitalize(), "level": "2"})
        body.blocks.extend(others)


def _rich(block: dict[str, Any]) -> str:
    """A block as the rich text of a part: paragraphs and lists, a heading as a line in bold."""
    value = block["value"]
    if block["type"] == "text":
        return str(value)
    if block["type"] == "heading":
        return f"<p><b>{entities.escape(value['text'], quote=False)}</b></p>"
    tag = "ol" if value["ordered"] else "ul"
    items = "".join(f"<li>{item.removeprefix('<p>').removesuffix('</p>')}</li>" for item in value["items"])
    return f"<{tag}>{items}</{tag}>"
