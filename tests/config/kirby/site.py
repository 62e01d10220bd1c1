"""Builds folders of contents in the shapes Kirby writes."""

from pathlib import Path

from tests.factories.cms import flat_picture

# The shape of S1, in words of ours: cut words, bold that runs over its line, bullets, a heading without a mark.
TRAINING = (
    "\ufeffTitle: Se former ensemble\n\n----\n\nCover: capture.png\n\n----\n\nText: \n\n"
    "Un premier para- graphe pre\u0301cis.\n\n"
    "Un deuxième paragraphe.\nAvec une seconde ligne.\n\nUn troisième.\n\n"
    "**Objectifs de la formation\n**• se connaître\n• agir ensemble\nCompétences attendues\n\n"
    "**À partir de la pratique :\n**• accompagner\n• écouter\n\n**Profil des participants**\n• toutes et tous\n\n"
    "----\n\nDisplayquotes: oui"
)


def page(folder: Path, template: str = "default", **fields: str) -> Path:
    """A page: its folder, and one content file of the fields given (`_` in a name is a space)."""
    folder.mkdir(parents=True, exist_ok=True)
    chunks = [f"{name.capitalize()}:\n\n{value}" for name, value in fields.items()]
    (folder / f"{template}.txt").write_text("\n\n----\n\n".join(chunks), encoding="utf-8")
    return folder


def picture(path: Path, **meta: str) -> Path:
    path.write_bytes(flat_picture().read())
    if meta:
        page(path.parent, path.name, **meta)
    return path
