"""The articles that lost words: for their editors, and for what announced them."""

from collections import defaultdict

from django.db.models import Q

from ..models import ArticlePage, CitedPassage
from ..models.passages import NO_LONGER_AGREED
from ..versions import content_of, draft_of
from .refusals import WRITTEN_INSTEAD, Written, citations_of, is_telling


def articles_to_mend() -> list[ArticlePage]:
    """Those whose page, or whose draft, still holds what somebody refuses, or that lost their title. Three queries."""
    concerned = Q(pk__in=CitedPassage.objects.against().values("article")) | Q(title=WRITTEN_INSTEAD["title"])
    articles = list(ArticlePage.objects.live().filter(concerned).select_related("latest_revision").order_by("path"))
    told = [Written(say(article), article) for article in articles for say in (content_of, draft_of)]
    found = iter(citations_of(told))
    withheld = {article.pk: next(found).withheld | next(found).withheld for article in articles}
    return [one for one in articles if withheld[one.pk] or one.title == WRITTEN_INSTEAD["title"]]


def words_refused() -> dict[int, list[str]]:
    """What is refused today in each article, by its key, as anybody typed it, but what many others say as well.
    Somebody erased left no words.
    """
    found: dict[int, list[str]] = defaultdict(list)
    rows = CitedPassage.objects.filter(NO_LONGER_AGREED).exclude(words="").order_by("pk")
    for key, place, words in rows.values_list("article", "block_id", "words"):
        if is_telling(place, words):
            found[key].append(words)
    return dict(found)
