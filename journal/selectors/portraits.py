"""Whom the published journal shows."""

from ..blocks import provenances_in
from ..enums import SourceKind
from ..models import ArticlePage
from .sources import find_sources


def portrayed_organisations() -> set[int]:
    """The primary keys of the organisations whose card stands in a public article, as readers see it now."""
    articles = ArticlePage.objects.live().public().order_by("pk")
    cards = [
        provenance
        for body in articles.values_list("body", flat=True)
        for provenance in provenances_in(body)
        if provenance.kind == SourceKind.CONTACT
    ]
    shown = [source.record for source in find_sources(cards).by_code.values() if source.is_shown and source.record]
    return {card.organisation_id for card in shown if card.organisation_id}
