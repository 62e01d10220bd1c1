"""Short addresses, given once and kept for ever (issue item 9)."""

from django.db import transaction

from events.models import Seed

from ..enums import AddressKind
from ..models import ArticlePage, IssuePage, ShortAddress
from .issues import lock_parent


@transaction.atomic
def address_of_issue(*, issue: IssuePage) -> ShortAddress:
    """`/r/n4`. An issue renumbered before it is printed keeps its first address: paper may already bear it."""
    found = ShortAddress.objects.filter(issue=issue, kind=AddressKind.ISSUE).first()
    return found or _create(f"n{issue.number}", AddressKind.ISSUE, issue=issue, title=issue.title)


@transaction.atomic
def address_of_article(*, issue: IssuePage, article: ArticlePage) -> ShortAddress:
    """`/r/n4-7`: the same at each call, for this article in this issue."""
    found = ShortAddress.objects.filter(issue=issue, article=article).first()
    return found or _create(f"n{issue.number}-", AddressKind.ARTICLE, issue=issue, article=article, title=article.title)


@transaction.atomic
def address_of_seed(*, issue: IssuePage, seed: Seed) -> ShortAddress:
    """`/r/n4-g2`: a seed as this issue presents it."""
    found = ShortAddress.objects.filter(issue=issue, seed=seed).first()
    return found or _create(f"n{issue.number}-g", AddressKind.SEED, issue=issue, seed=seed, title=seed.title)


def _create(
    prefix: str, kind: AddressKind, *, issue: IssuePage, title: str, **target: ArticlePage | Seed
) -> ShortAddress:
    """A new address; the issue is locked while its rank is chosen, and a rank is never given twice."""
    lock_parent(issue)
    taken = set(ShortAddress.objects.filter(code__startswith=prefix).values_list("code", flat=True))
    ranks = range(1, len(taken) + 2)
    # Another issue may have borne this number: « n4 », then « n4bis2 ».
    codes = [f"{prefix}{rank}" for rank in ranks] if target else [prefix, *(f"{prefix}bis{rank}" for rank in ranks)]
    code = next(code for code in codes if code not in taken)
    return ShortAddress.objects.create(code=code, kind=kind, issue=issue, title=title[:255], **target)
