"""A spreadsheet of what was said, as lines to write; each mistake is told with its line (S3-23). Nothing is written.

One line, one thing said. Columns, in any order: `type` and `texte`; if one likes `phase`, `fiche`, `prenom`, `nom`,
`structure`, `accord` (« oui »: the person signed to be quoted with their name).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.csv_files import FileUnreadable, csv_rows, decoded
from cms.numbers import number_in
from people.services import fold

from .enums import DiagnosisKind, Phase, diagnosis_heading

LARGEST = 2 * 1024 * 1024
MOST_LINES = 2000
LONGEST = 800
HIGHEST_SHEET = 9999
NEEDED = ("type", "texte")
COLUMNS = (*NEEDED, "phase", "fiche", "prenom", "nom", "structure", "accord")
KINDS = {fold(name): kind for kind in DiagnosisKind for name in (kind.label, diagnosis_heading(kind, 2))}
PHASES = {
    **dict.fromkeys(("", "matin", "le matin"), Phase.MORNING),
    **dict.fromkeys(("amont", "en amont"), Phase.BEFORE),
}
ANSWERS = {"": False, "non": False, "oui": True}


@dataclass(frozen=True)
class Line:
    """One thing said, by whom if they are named. `number` is its line in the file, `sheet` 0 without paper sheet."""

    number: int
    kind: DiagnosisKind
    text: str
    phase: Phase = Phase.MORNING
    sheet: int = 0
    given_name: str = ""
    family_name: str = ""
    organisation_name: str = ""
    agrees: bool = False

    @property
    def name(self) -> str:
        """Folded, to compare."""
        return fold(f"{self.given_name} {self.family_name}")


@dataclass
class Reading:
    """`faults`, in the order of the file, each a sentence that names its line."""

    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_captured(content: bytes) -> Reading:
    """The lines of a CSV file, as French spreadsheets write it. Raises FileUnreadable."""
    rows = csv_rows(_text(content))
    _number, heading = next(rows, (0, []))
    names = [fold(cell) for cell in heading]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileUnreadable(f"La première ligne doit nommer les colonnes ; il manque : {', '.join(missing)}.")
    reading = Reading()
    for number, row in rows:
        if number > MOST_LINES + 1:
            raise FileUnreadable(f"Ce fichier a plus de {MOST_LINES} lignes : découpez-le.")
        _read(number, dict(zip(names, row, strict=False)), reading)
    if not reading.lines and not reading.faults:
        raise FileUnreadable("Ce fichier ne dit rien : il n’a que le nom des colonnes.")
    return reading


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise FileUnreadable("Ce fichier dépasse 2 Mo : découpez-le.")
    if content.startswith((b"PK", b"\xd0\xcf", b"%PDF")) or b"\x00" in content:
        raise FileUnreadable("Ce fichier n’est pas un CSV : depuis votre tableur, enregistrez-le au format CSV.")
    return decoded(content)


def _read(number: int, row: dict[str, str], reading: Reading) -> None:
    """Add the line, or all that is wrong with it."""
    said = {name: row.get(name, "") for name in COLUMNS}
    faults = list(_faults(said))
    if faults:
        reading.faults += [f"Ligne {number} : {fault}" for fault in faults]
        return
    reading.lines.append(
        Line(
            number=number,
            kind=KINDS[fold(said["type"])],
            text=said["texte"],
            phase=PHASES[fold(said["phase"])],
            sheet=number_in(said["fiche"]),
            given_name=said["prenom"],
            family_name=said["nom"],
            organisation_name=said["structure"],
            agrees=ANSWERS[fold(said["accord"])],
        )
    )


def _faults(said: dict[str, str]) -> Iterator[str]:
    if not said["texte"]:
        yield "elle ne dit rien (colonne « texte »)."
    if len(said["texte"]) > LONGEST:
        yield f"plus de {LONGEST} caractères : une idée par ligne."
    if fold(said["type"]) not in KINDS:
        known = ", ".join(kind.label for kind in DiagnosisKind)
        yield f"« {said['type'][:40]} » n’est pas un type d’élément. Les types sont : {known}."
    if fold(said["phase"]) not in PHASES:
        yield f"« {said['phase'][:40]} » n’est pas une phase : écrivez « amont » ou « matin »."
    if said["fiche"] and not 1 <= number_in(said["fiche"]) <= HIGHEST_SHEET:
        yield f"« {said['fiche'][:40]} » n’est pas un numéro de fiche."
    if fold(said["accord"]) not in ANSWERS:
        yield "la colonne « accord » se remplit par « oui » ou « non »."
    elif ANSWERS[fold(said["accord"])] and not (said["prenom"] or said["nom"]):
        yield "un accord pour être cité ou citée demande un nom."
    if len(said["prenom"]) > 80 or len(said["nom"]) > 80 or len(said["structure"]) > 160:
        yield "ce nom est trop long."
