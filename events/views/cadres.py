"""The charter of the method, in its versions: a page, and its PDF."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import workshop_papers
from ..models import Cadre
from .certificates import pdf

# Laying out takes half a second; the words of an adopted charter do not move.
PDF_KEPT = 24 * 3600


@require_safe
def cadres(request: HttpRequest) -> HttpResponse:
    return render(request, "events/cadres.html", {"cadres": list(Cadre.objects.adopted())})


@require_safe
def cadre(request: HttpRequest, slug: str) -> HttpResponse:
    found = _cadre_or_404(slug)
    others = [each for each in Cadre.objects.adopted() if each.pk != found.pk]
    return render(request, "events/cadre.html", {"cadre": found, "others": others})


@require_safe
def cadre_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    found = _cadre_or_404(slug)
    key = f"events:cadre:{found.pk}:{found.adopted_on}"
    paper = cache.get(key)
    if paper is None:
        paper = workshop_papers.cadre_paper(found)
        cache.set(key, paper, PDF_KEPT)
    return pdf(paper, f"cadre-{found.slug}.pdf")


def _cadre_or_404(slug: str) -> Cadre:
    """« 2026 », « 2026-2 »."""
    year, _dash, number = slug.partition("-")
    if not (year.isascii() and year.isdecimal() and len(year) == 4) or (number and not number.isdecimal()):
        raise Http404("Aucun cadre à cette adresse.")
    found = Cadre.objects.adopted().filter(year=int(year), number=int(number[:4] or 1)).first()
    if found is None or found.slug != slug:
        raise Http404("Aucun cadre à cette adresse.")
    return found
