"""What an issue will hold: ideas, commissions, then drafts."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from events.models import Seed
from people.models import Person, User

from ..enums import LinkPurpose, SlotState, VolunteerRole
from ..errors import JournalError
from ..models import ArticlePage, IssuePage, Rubric, Slot
from ..models.slots import USUAL_QUOTA
from .drafting import open_link
from .issues import lock_parent
from .volunteering import propose_task

HAS_ARTICLE = "Cet emplacement a déjà son article."


@transaction.atomic
def plan_slot(
    *,
    issue: IssuePage,
    rubric: Rubric,
    title: str,
    quota: int = USUAL_QUOTA,
    brief: str = "",
    due_on: date | None = None,
    seed: Seed | None = None,
) -> Slot:
    """A new idea at the end of the plan of `issue`."""
    lock_parent(issue)
    last = Slot.objects.filter(issue=issue).aggregate(last=Max("position"))["last"] or 0
    return Slot.objects.create(
        issue=issue, rubric=rubric, title=title, quota=quota, brief=brief, due_on=due_on, seed=seed, position=last + 1
    )


@transaction.atomic
def change_slot(
    *, slot: Slot, rubric: Rubric, title: str, quota: int, brief: str = "", due_on: date | None = None
) -> Slot:
    """Other words, another length or another day for a place of the plan."""
    row = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    row.rubric, row.title, row.quota, row.brief, row.due_on = rubric, title, quota, brief, due_on
    row.save(update_fields=["rubric", "title", "quota", "brief", "due_on"])
    return row


@transaction.atomic
def plan_article(*, article: ArticlePage, quota: int = USUAL_QUOTA) -> Slot:
    """A place for an article that has none, of its own issue and rubric. Raises JournalError when it has one."""
    if article.rubric is None:
        raise JournalError("Donnez d’abord une rubrique à cet article.")
    issue = IssuePage.objects.parent_of(article).get()
    slot = plan_slot(issue=issue, rubric=article.rubric, title=article.title[:160], quota=quota)
    return attach_article(slot=slot, article=article)


@transaction.atomic
def plan_seed(*, issue: IssuePage, seed: Seed, rubric: Rubric) -> Slot:
    """A seed of the kind « article » takes its place in the issue (S3-28). Raises JournalError when it has one."""
    if Slot.objects.filter(issue=issue, seed=seed).exists():
        raise JournalError("Cette graine a déjà sa place dans ce numéro.")
    return plan_slot(issue=issue, rubric=rubric, title=seed.title, brief=seed.description, seed=seed)


@transaction.atomic
def commission(*, slot: Slot, due_on: date, writers: list[Person], user: User | None) -> Slot:
    """The idea becomes a commission: a date, and people asked to write. Raises JournalError without any writer."""
    row = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if not writers:
        raise JournalError("Choisissez qui écrira.")
    row.state, row.due_on = SlotState.COMMISSIONED, due_on
    row.save(update_fields=["state", "due_on"])
    for person in writers:
        propose_task(
            issue=row.issue,
            slot=row,
            person=person,
            role=VolunteerRole.WRITE,
            due_on=due_on,
            note=row.brief[:600],
            user=user,
        )
    return row


@transaction.atomic
def start_draft(*, slot: Slot, user: User | None) -> ArticlePage:
    """Open the draft of a commission, and give its writers their link. Raises JournalError before it is one."""
    row = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if row.article_id:
        raise JournalError(HAS_ARTICLE)
    if row.state != SlotState.COMMISSIONED:
        raise JournalError("Ce sujet est encore une idée : passez d’abord la commande.")
    issue = row.issue
    lock_parent(issue)
    article = ArticlePage(title=row.title, rubric=row.rubric, live=False, owner=user)
    if row.seed:
        article.source_workshop = row.seed.workshop
        article.territory = row.seed.event.territory
    issue.add_child(instance=article)
    article.save_revision(user=user)
    row.article = article
    row.save(update_fields=["article"])
    for person in _writers(row):
        open_link(article=article, person=person, purpose=LinkPurpose.WRITE, user=user)
    return article


@transaction.atomic
def attach_article(*, slot: Slot, article: ArticlePage) -> Slot:
    """An article that exists already, from a dossier for instance, takes the place. Raises JournalError when taken."""
    row = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if row.article_id or Slot.objects.filter(article=article).exists():
        raise JournalError(HAS_ARTICLE)
    row.article, row.state = article, SlotState.COMMISSIONED
    row.save(update_fields=["article", "state"])
    return row


@transaction.atomic
def move_slot(*, slot: Slot, up: bool) -> None:
    """Exchange its place with the one before or after. At an end, nothing moves."""
    lock_parent(slot.issue)
    slots = list(Slot.objects.filter(issue=slot.issue_id).order_by("position", "pk"))
    here = next(rank for rank, other in enumerate(slots) if other.pk == slot.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(slots):
        slots[here], slots[there] = slots[there], slots[here]
    for rank, other in enumerate(slots, start=1):
        if other.position != rank:
            Slot.objects.filter(pk=other.pk).update(position=rank)


def drop_slot(*, slot: Slot) -> None:
    """Take an idea off the plan. Raises JournalError once it has an article, which must be moved or deleted first."""
    if slot.article_id:
        raise JournalError("Cet emplacement a un article : supprimez-le ou déplacez-le d’abord.")
    slot.delete()


def _writers(slot: Slot) -> list[Person]:
    """Those asked to write who did not decline and can be written to."""
    rows = slot.assignments.filter(role=VolunteerRole.WRITE).exclude(state="declined").exclude(person__email="")
    return [row.person for row in rows.select_related("person").order_by("pk")]
