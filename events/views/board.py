"""The état des lieux of a workshop, for anybody once it has begun: a page, and one A3 sheet."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import workshop_papers
from ..boards import Board, board_of, changes_of
from ..enums import Phase
from ..models import WorkshopPage
from ..services.diagnosis import phase_at
from .certificates import pdf
from .registering import page_or_404

# Only what is on the sheet changes it: its address is that of its content.
PDF_KEPT = 3600


@require_safe
def board(request: HttpRequest, page_id: int) -> HttpResponse:
    workshop, shown = _board_or_404(request, page_id)
    context = {"page": workshop, "board": shown, "changes": changes_of(workshop)}
    return render(request, "events/board.html", context)


@require_safe
def board_pdf(request: HttpRequest, page_id: int) -> HttpResponse:
    workshop, shown = _board_or_404(request, page_id)
    key = f"events:board:{workshop.pk}:{workshop_papers.fingerprint_of(shown)}"
    paper = cache.get(key)
    if paper is None:
        paper = workshop_papers.board_paper(workshop, shown)
        cache.set(key, paper, PDF_KEPT)
    return pdf(paper, f"etat-des-lieux-{workshop.slug}.pdf")


def _board_or_404(request: HttpRequest, page_id: int) -> tuple[WorkshopPage, Board]:
    """Before its first date begins, the state of « amont » is the team's: nothing is shown."""
    workshop = page_or_404(request, page_id)
    if not isinstance(workshop, WorkshopPage) or phase_at(workshop) == Phase.BEFORE:
        raise Http404("L’état des lieux paraît quand l’atelier a commencé.")
    shown = board_of(workshop)
    if not shown.any:
        raise Http404("Rien n’est encore noté.")
    return workshop, shown
