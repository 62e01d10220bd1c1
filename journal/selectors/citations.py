"""Which articles come from which workshops."""

from django.db.models import Q
from wagtail.models import Page

from ..models import ArticlePage

SHOWN = 5


def articles_citing_below(pages: list[Page]) -> list[ArticlePage]:
    """The first articles prepared from a workshop that is one of `pages` or stands under one."""
    under = Q(pk__in=[])
    for page in pages:
        under |= Q(source_workshop__path__startswith=page.path)
    return list(ArticlePage.objects.filter(under).order_by("title", "pk")[:SHOWN])
