"""What somebody sees through their link."""

from dataclasses import dataclass

from django.utils import timezone

from ..links import DRAFT, token_for
from ..models import ArticlePage, Assignment, CitedPassage, DraftLink, Remark, Slot, Suggestion
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


@dataclass(frozen=True)
class Neighbours:
    """The paragraphs that a passage would be printed between; empty where nothing of ours stands there."""

    before: str = ""
    after: str = ""


def neighbours_of(row: CitedPassage) -> Neighbours:
    """Running text alone: what somebody else says, in another block or in this text, is theirs to be shown."""
    article = ArticlePage.objects.select_related("latest_revision").get(pk=row.article_id)
    passages = passages_of(draft_of(article))
    cited = set(CitedPassage.objects.filter(article=article).values_list("block_id", flat=True))
    place = next((rank for rank, passage in enumerate(passages) if passage.place == row.block_id), None)
    if place is None or passages[place].is_head:
        return Neighbours()
    around = [passages[place - 1 : place], passages[place + 1 : place + 2]]
    texts = [[p for p in found if p.kind == "text" and p.place not in cited and p.paragraphs] for found in around]
    before, after = texts
    return Neighbours(before[0].paragraphs[-1] if before else "", after[0].paragraphs[0] if after else "")


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
