"""Which words an issue prints: the latest ones for a proof, those of « bon à tirer » for the final files."""

from collections.abc import Iterable
from typing import Any

from cms.models import Image

from ..enums import IssueState
from ..errors import FrozenTextGone, JournalError
from ..models import ArticlePage, DraftVersion, IssuePage, Production
from ..versions import AROUND, apply, signers_hash, with_front
from .press import drafts_of

GOOD_TO_PRINT = (IssueState.PRESS, IssueState.OUT)
NOT_GOOD_TO_PRINT = "Le bon à tirer de ce numéro n’est pas donné : tirez une épreuve en attendant."
SIGNED_OTHERWISE = (
    "D’autres personnes signent « {title} » depuis le bon à tirer : revenez à la maquette, puis donnez-en un nouveau."
)
LAST = 10_000


def latest_texts(issue: IssuePage) -> list[ArticlePage]:
    """Every article of `issue`, drafts included, as its latest revision has it, in the order of the rubrics."""
    return _in_order(issue, map(_latest, drafts_of(issue)))


def frozen_texts(issue: IssuePage) -> list[ArticlePage]:
    """The articles of « bon à tirer » in the words that it froze, in the order of the rubrics (issue 7, item 4).

    Their picture, rubric and licence are those of that day too. An article written since is not there. Raises
    JournalError when « bon à tirer » is not given or other names sign since, FrozenTextGone when a frozen version no
    longer exists. Credits are read now: naming who made a picture is owed as soon as it is known.
    """
    production = Production.objects.filter(issue=issue, state__in=GOOD_TO_PRINT).first()
    if production is None:
        raise JournalError(NOT_GOOD_TO_PRINT)
    kept = production.versions.select_related("article__latest_revision", "article__rubric").order_by("pk")
    versions = {(version.article_id, version.content_hash): version for version in kept}
    gone = [text["title"] for text in production.frozen if (text["article"], text["hash"]) not in versions]
    if gone:
        raise FrozenTextGone(gone)
    texts = [_as_frozen(versions[text["article"], text["hash"]], text) for text in production.frozen]
    return _in_order(issue, _without_deleted_pictures(texts))


def frozen_front(issue: IssuePage) -> IssuePage:
    """`issue` under the cover and with the édito of its « bon à tirer », as `frozen_texts` has its articles."""
    production = Production.objects.filter(issue=issue, state__in=GOOD_TO_PRINT).first()
    said = with_front(issue, production.front if production else {})
    if not Image.objects.filter(pk=said.cover_id).exists():
        said.cover = None
    return said


def _without_deleted_pictures(texts: list[ArticlePage]) -> list[ArticlePage]:
    kept = Image.objects.in_bulk([text.listing_image_id for text in texts if text.listing_image_id])
    for text in texts:
        if text.listing_image_id not in kept:
            text.listing_image = None
    return texts


def _latest(row: ArticlePage) -> ArticlePage:
    """The latest draft of `row`, at the address where readers find it: that of the draft may tell a refused title."""
    draft: ArticlePage = row.get_latest_revision_as_object()
    draft.slug, draft.url_path = row.slug, row.url_path
    return draft


def _as_frozen(version: DraftVersion, text: dict[str, Any]) -> ArticlePage:
    article = apply(_latest(version.article), version.content)
    for name in AROUND:
        setattr(article, name, text.get(name, getattr(article, name)))
    if text.get("signed", signers_hash(article)) != signers_hash(article):
        raise JournalError(SIGNED_OTHERWISE.format(title=text["title"]))
    return article


def _in_order(issue: IssuePage, articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    chosen = {row.rubric_id: rank for rank, row in enumerate(issue.ordered_rubrics.all())}
    return sorted(articles, key=lambda article: _place(article, chosen))


def _place(article: ArticlePage, chosen: dict[int, int]) -> tuple[int, int, str, str]:
    """In the order chosen for this issue, then in the usual one; without a rubric, last."""
    rubric = article.rubric
    if rubric is None:
        return LAST, LAST, "", article.path
    return chosen.get(rubric.pk, LAST), rubric.position, rubric.name, article.path
