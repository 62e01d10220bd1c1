"""What workshops gave and somebody took back since, and the articles on line that still hold it."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from events.models import Contact, DiagnosisItem
from people.models import Consent, Passage

from ..models import ArticlePage

# More at once would be one condition too long for SQLite; older ones were mended, or told of, long ago.
MOST = 200


def sources_taken_back(consents: QuerySet[Consent]) -> list[str]:
    """The identifiers of what rests on one of `consents`: something said, a card, a passage opened."""
    found = (
        DiagnosisItem.objects.filter(quote_consent__in=consents),
        Contact.objects.filter(consent__in=consents),
        Passage.objects.filter(voices__consent__in=consents),
    )
    return [str(uuid) for rows in found for uuid in rows.order_by("-pk").values_list("uuid", flat=True)[:MOST]]


def articles_holding(sources: Collection[str]) -> QuerySet[ArticlePage]:
    """The articles on line that have a block made from one of `sources`, in the order of the tree."""
    if not sources:
        return ArticlePage.objects.none()
    holds = reduce(or_, (Q(raw__contains=source) for source in sources))
    return ArticlePage.objects.live().annotate(raw=Cast("body", TextField())).filter(holds).order_by("path")


def articles_losing_a_source() -> list[ArticlePage]:
    """Those whose page says less than it was published with, until an editor writes something else."""
    return list(articles_holding(sources_taken_back(Consent.objects.filter(withdrawn_at__isnull=False))))


def articles_concerned_by(consent: Consent) -> list[ArticlePage]:
    """Those on line that lose words with `consent`: its sources, or what was written here and agreed to."""
    cited = ArticlePage.objects.live().filter(cited_passages__consent=consent).distinct().order_by("path")
    held = articles_holding(sources_taken_back(Consent.objects.filter(pk=consent.pk)))
    return list({article.pk: article for article in (*cited, *held)}.values())


def withdrawn_since(since: datetime) -> QuerySet[Consent]:
    return Consent.objects.filter(withdrawn_at__gt=since).order_by("pk")
