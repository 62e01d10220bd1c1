"""What somebody sees through their link."""

from dataclasses import dataclass

from django.utils import timezone

from ..links import DRAFT, token_for
from ..models import ArticlePage, Assignment, DraftLink, Remark, Slot, Suggestion
from ..versions import Passage, draft_of, hash_of, passages_of, signs_of


@dataclass(frozen=True)
class DraftPage:
    """Around a draft: its slot, the count of signs, what this person proposed, and the text as it reads."""

    slot: Slot | None
    signs: int
    suggestions: list[Suggestion]
    remarks: list[Remark]
    passages: list[Passage]


def draft_page_of(link: DraftLink, *, latest: bool = False) -> DraftPage:
    """`latest` shows the draft as it is now beside what the person typed, instead of the version of the link."""
    content = draft_of(_article(link)) if latest else link.version.content
    theirs = {"article": link.article_id, "person": link.person_id}
    return DraftPage(
        slot=Slot.objects.filter(article=link.article_id).first(),
        signs=signs_of(content),
        suggestions=list(Suggestion.objects.filter(**theirs).order_by("-pk")[:20]),
        remarks=list(Remark.objects.filter(**theirs).order_by("-pk")[:20]),
        passages=[passage for passage in passages_of(content) if passage.words.strip()],
    )


def is_behind(link: DraftLink) -> bool:
    """The draft moved on since the version of this link."""
    return hash_of(draft_of(_article(link))) != link.version.content_hash


def drafts_of_person(assignment: Assignment) -> list[str]:
    """Tokens of the links that stand, for this person, to the draft of this task."""
    slot = assignment.slot
    if slot is None or slot.article_id is None:
        return []
    links = DraftLink.objects.standing(timezone.now()).filter(article=slot.article_id, person=assignment.person_id)
    return [token_for(DRAFT, link.uuid) for link in links]


def _article(link: DraftLink) -> ArticlePage:
    return ArticlePage.objects.select_related("latest_revision").get(pk=link.article_id)
