"""The articles on line that lost words, for their editors."""

from django.db.models import Q

from ..models import ArticlePage, CitedPassage
from ..versions import content_of, draft_of, passages_of
from .refusals import WRITTEN_INSTEAD, Written, citations_of


def articles_to_mend() -> list[ArticlePage]:
    """Those whose page, or whose draft, still holds what somebody refuses, or that lost their title. Three queries."""
    concerned = Q(pk__in=CitedPassage.objects.against().values("article")) | Q(title=WRITTEN_INSTEAD["title"])
    articles = list(ArticlePage.objects.live().filter(concerned).select_related("latest_revision").order_by("path"))
    told = [
        Written(tuple(passages_of(say(article))), article) for article in articles for say in (content_of, draft_of)
    ]
    found = iter(citations_of(told))
    withheld = {article.pk: next(found).withheld | next(found).withheld for article in articles}
    return [one for one in articles if withheld[one.pk] or one.title == WRITTEN_INSTEAD["title"]]
