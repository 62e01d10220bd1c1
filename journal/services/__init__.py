"""What changes the journal."""

from .dossiers import DossierRefused, prepare_dossier, prepare_dossier_in_next_issue
from .drafts import Outputs, outputs_of
from .issues import next_number, open_next_issue
from .rubrics import ensure_rubrics

__all__ = [
    "DossierRefused",
    "Outputs",
    "ensure_rubrics",
    "next_number",
    "open_next_issue",
    "outputs_of",
    "prepare_dossier",
    "prepare_dossier_in_next_issue",
]
