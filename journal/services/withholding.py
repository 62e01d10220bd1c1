"""What the public row of an article must not say any more (issue 7, item 2).

Blocks are read with the agreements of the moment. A title, a chapô and a surtitre go everywhere (lists, feeds, letters,
addresses), and the search keeps words: there, the row itself loses what somebody refuses. The draft keeps it, with a
fault that stops it, until an editor writes something else.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms.slugs import free_slug
from home.search.indexing import index_some
from home.search.sources import PAGES
from people.models import Consent
from people.words import text_hash

from ..models import ArticlePage, CitedPassage
from ..selectors.refusals import HEAD_PLACES, WRITTEN_INSTEAD, citations_on, empty_head
from .drafting import locked_article

WITHHELD = "journal.withhold"
# How far back the clock looks for answers that nobody obeyed at once.
RECENT = timedelta(days=1)


@transaction.atomic
def obey(*, passages: Iterable[CitedPassage]) -> int:
    """Make what is on line say no more than what these people agree to. Returns how many articles lost words.

    Idempotent. Words agreed to again come back into the search, not into a title: an editor writes it.
    """
    found: dict[int, ArticlePage] = {}
    for passage in passages:
        found |= {article.pk: article for article in _articles_with(passage)}
    count = sum(_withhold_head(article) for article in found.values())
    index_some(PAGES, sorted(found))
    return count


def obey_recent_answers(now: datetime) -> int:
    """The clock obeys again what was answered or withdrawn lately: a title is never left on line by a failure."""
    since = now - RECENT
    lately = Q(answered_at__gt=since) | Q(consent__withdrawn_at__gt=since)
    return obey(passages=CitedPassage.objects.against().filter(lately).order_by("pk"))


def on_consent_withdrawn(*, consent: Consent, **_kwargs: Any) -> None:
    """Receiver of `people.signals.consent_withdrawn`."""
    obey(passages=CitedPassage.objects.filter(consent=consent).order_by("pk"))


def on_published(*, instance: Any, **_kwargs: Any) -> None:
    """Receiver of Wagtail’s `page_published`: an older draft, or one frozen before a refusal, may bring words back."""
    if isinstance(instance, ArticlePage):
        _withhold_head(instance)


def _articles_with(passage: CitedPassage) -> QuerySet[ArticlePage]:
    """The articles on line that hold it: its own, and copies, known by the id of the block or by the same head."""
    same = Q(pk=passage.article_id)
    if passage.block_id and passage.block_id not in HEAD_PLACES:
        same |= Q(raw__contains=passage.block_id)
    elif passage.words:
        same |= Q(title=passage.words) | Q(summary=passage.words) | Q(kicker=passage.words)
    return ArticlePage.objects.live().annotate(raw=Cast("body", TextField())).filter(same)


@transaction.atomic
def _withhold_head(article: ArticlePage) -> bool:
    """Empty what is refused in the title and around it, and give another address when it tells the refused title."""
    article = locked_article(article)
    withheld = citations_on(article).withheld & WRITTEN_INSTEAD.keys()
    address_tells = "title" in withheld or text_hash(article.slug) in _addresses_left(article)
    if not (withheld or address_tells):
        return False
    empty_head(article, withheld)
    left = _change_address(article) if address_tells else ""
    article.has_unpublished_changes = True
    article.save()
    log(instance=article, action=WITHHELD, data={"fields": sorted(withheld), "left": left})
    return True


def _addresses_left(article: ArticlePage) -> set[str]:
    """The hashes of the addresses that told a refused title: a draft written before gives them back."""
    entries = PageLogEntry.objects.filter(page=article.pk, action=WITHHELD).order_by("pk")
    return {data.get("left") or "" for data in entries.values_list("data", flat=True)} - {""}


def _change_address(article: ArticlePage) -> str:
    """Whoever knows the old address still arrives; nothing shows it any more. Gives the hash of what is left."""
    path, left = article.relative_url(None), text_hash(article.slug)
    article.slug = free_slug(article.get_parent(), article.title)
    article.short_addresses.update(title=article.title)
    if path:
        Redirect.add_redirect(path, redirect_to=article)
    return left
