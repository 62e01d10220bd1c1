"""What the page of a workshop leads to, beside its dates: questionnaire, board, charter."""

from dataclasses import dataclass

from .enums import Phase
from .models import DiagnosisItem, Questionnaire, Session, WorkshopPage
from .services.diagnosis import phase_at


@dataclass(frozen=True)
class Around:
    questionnaire: bool = False
    has_board: bool = False
    has_cadre: bool = False

    @property
    def any(self) -> bool:
        return self.questionnaire or self.has_board or self.has_cadre


def around(workshop: WorkshopPage) -> Around:
    """Four queries; nothing for a page that was never saved."""
    cadre = workshop.cadre
    if not workshop.pk:
        return Around(has_cadre=bool(cadre and cadre.is_adopted))
    asked = Questionnaire.objects.filter(workshop=workshop.pk).first()
    is_open = bool(asked and asked.takes_answers() and not Session.objects.all_cancelled(workshop.pk))
    begun = phase_at(workshop) == Phase.MORNING
    return Around(
        questionnaire=is_open and not begun,
        has_board=begun and DiagnosisItem.objects.on_board().filter(workshop=workshop.pk).exists(),
        has_cadre=bool(cadre and cadre.is_adopted),
    )
