"""The ours as paper and the e-book set it: facts from `selectors.imprint`, in the words of a newspaper."""

from dataclasses import dataclass

from ..enums import ImprintFact
from ..selectors.imprint import Imprint
from .content import PrintedIssue

# What stands on one line after « Édité par ».
OF_THE_PUBLISHER = (ImprintFact.PUBLISHER, ImprintFact.LEGAL_FORM, ImprintFact.SEAT)
# The other facts, in the order of an ours; an empty label keeps the name of the fact.
IN_ORDER = {
    ImprintFact.DIRECTOR: "",
    ImprintFact.EDITOR: "Rédaction",
    ImprintFact.PRINTER: "Imprimé",
    ImprintFact.OUT_ON: "Date de parution",
    ImprintFact.DEPOSIT: "",
    ImprintFact.PERIODICITY: "",
    ImprintFact.ISSN: "",
    ImprintFact.PRICE: "",
    ImprintFact.REPLY: "Droit de réponse et courrier",
}


@dataclass(frozen=True)
class SetLine:
    label: str
    text: str


def set_imprint(printed: PrintedIssue, *, copies: int | None = None) -> list[SetLine]:
    """The lines that have something to say, in the order of an ours; `copies` is the print run."""
    imprint = printed.imprint
    lines = [
        ("Édité par", ", ".join(filter(None, map(imprint.value_of, OF_THE_PUBLISHER)))),
        *((label or str(fact.label), _text(imprint, fact)) for fact, label in IN_ORDER.items()),
        ("Tirage", f"{copies} exemplaires" if copies else ""),
        ("", "Ne pas jeter sur la voie publique." if imprint.is_free else ""),
    ]
    return [SetLine(label, text) for label, text in lines if text]


def _text(imprint: Imprint, fact: ImprintFact) -> str:
    value = imprint.value_of(fact)
    return _after_printed(value) if fact == ImprintFact.PRINTER and value else value


def _after_printed(words: str) -> str:
    """« par nos soins », « par l’imprimerie des Cols »: the label already says « Imprimé »."""
    return words.removeprefix("Imprimé ") if words.startswith("Imprimé ") else f"par {words}"
