"""The ours: what the law wants printed in each copy (law.md P-03 to P-05, P-09)."""

from dataclasses import dataclass

from cms.dates import short_date_text

from .content import PrintedIssue


@dataclass(frozen=True)
class ImprintLine:
    label: str
    text: str


def imprint_of(printed: PrintedIssue, *, copies: int | None = None) -> list[ImprintLine]:
    """The lines that have something to say, in the order of an ours."""
    identity, journal, issue = printed.identity, printed.journal_page, printed.issue
    publisher = ", ".join(filter(None, [identity.name, identity.legal_form, _one_line(identity.postal_address)]))
    deposit = getattr(issue, "legal_deposit_on", None)
    lines = [
        ("Édité par", publisher),
        ("Direction de la publication", identity.publication_director),
        ("Rédaction", getattr(journal, "editor_in_chief", "")),
        ("Imprimé", _printer(getattr(journal, "printer", ""))),
        ("Date de parution", short_date_text(issue.date) if issue.date else ""),
        ("Dépôt légal", short_date_text(deposit) if deposit else ""),
        ("ISSN", getattr(journal, "issn", "")),
        ("Tirage", f"{copies} exemplaires" if copies else ""),
        ("Prix", printed.price),
        ("Droit de réponse et courrier", getattr(journal, "reply_contact", "") or identity.contact_email),
        ("", "Ne pas jeter sur la voie publique." if "gratuit" in printed.price.lower() else ""),
    ]
    return [ImprintLine(label, text) for label, text in lines if text]


def _printer(name: str) -> str:
    """« par nos soins », « par l’imprimerie des Cols »: the label already says « Imprimé »."""
    words = _one_line(name)
    return words.removeprefix("Imprimé ") if words.startswith("Imprimé ") else f"par {words}" if words else ""


def _one_line(text: str) -> str:
    return ", ".join(line.strip() for line in str(text).splitlines() if line.strip())
