"""Editors hear once of each agreement taken back, or refused, about an article that is on line (issue 7, item 2)."""

from datetime import datetime, timedelta

from django.db import transaction

from people.enums import Answer

from ..mails import tell_of_words_lost
from ..models import ArticlePage, CitedPassage, IssuePage
from ..selectors.addresses import keepers_of
from ..selectors.withdrawn import articles_concerned_by, withdrawn_since

# How far back the clock looks: longer than a night without it. What was told once is not told again.
RECENT = timedelta(days=2)


@transaction.atomic
def tell_of_withdrawals(now: datetime) -> int:
    """One mail for each agreement and each article, to those who can publish it. Returns how many were written."""
    since = now - RECENT
    facts = {
        (f"consent:{consent.pk}", article.pk): article
        for consent in withdrawn_since(since)
        for article in articles_concerned_by(consent)
    }
    refused = CitedPassage.objects.in_the_text().filter(answer=Answer.REFUSED, answered_at__gt=since)
    on_line = refused.filter(article__live=True).exclude(consent__withdrawn_at__gt=since)
    for row in on_line.select_related("article").order_by("pk"):
        # The same words in two blocks were refused once.
        facts[f"words:{row.person_id}:{row.words_hash}", row.article_id] = row.article
    return sum(_tell(fact, article) for (fact, _key), article in facts.items())


def _tell(fact: str, article: ArticlePage) -> int:
    return tell_of_words_lost(article, keepers_of(IssuePage.objects.parent_of(article).get()), fact)
