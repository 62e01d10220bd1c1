"""Which articles come from which workshops."""

from django.db.models import Q
from wagtail.models import Page

from ..models import ArticlePage, ArticleWorkshop

SHOWN = 5


def articles_citing_below(pages: list[Page]) -> list[ArticlePage]:
    """The first articles prepared from a workshop that is one of `pages` or stands under one."""
    below, others = Q(pk__in=[]), Q(pk__in=[])
    for page in pages:
        below |= Q(source_workshop__path__startswith=page.path)
        others |= Q(workshop__path__startswith=page.path)
    with_others = ArticleWorkshop.objects.filter(others).values("article")
    return list(ArticlePage.objects.filter(below | Q(pk__in=with_others)).order_by("title", "pk")[:SHOWN])
