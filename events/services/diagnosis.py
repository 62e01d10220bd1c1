"""Working on an état des lieux: rewording, reading over, bringing duplicates together, linking (S3-07, S3-20)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import User

from ..enums import DiagnosisKind, Phase
from ..enums_workshop import FACING, ItemState
from ..errors import EventsError
from ..models import DiagnosisItem, DiagnosisLink, DiagnosisVersion, Session, WorkshopPage


class CannotMerge(EventsError):
    message = "Ces éléments ne peuvent pas être réunis."


class CannotLink(EventsError):
    message = "On relie un frein à un levier, un besoin à un moyen, du même atelier."


class WordsMissing(EventsError):
    message = "Un élément ne peut pas rester sans mots : écartez-le plutôt."


def phase_at(workshop: WorkshopPage, now: datetime | None = None) -> Phase:
    """« Amont » until the first date of the workshop begins, then « matin »."""
    first = Session.objects.standing().filter(event=workshop.pk).order_by("starts_at", "pk").first()
    return Phase.MORNING if first and first.starts_at <= (now or timezone.now()) else Phase.BEFORE


@transaction.atomic
def reword(
    *,
    item: DiagnosisItem,
    text: str,
    kind: DiagnosisKind | str | None = None,
    by: User | None = None,
    now: datetime | None = None,
) -> DiagnosisItem:
    """Give `item` other words, or another kind; what it said stays in its versions. The same words change nothing.

    Raises WordsMissing.
    """
    now = now or timezone.now()
    item = DiagnosisItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    text, kind = " ".join(text.split()), kind or item.kind
    if not text:
        raise WordsMissing
    if (text, kind) == (item.text, item.kind):
        return item
    DiagnosisVersion.objects.create(
        item=item,
        kind=item.kind,
        text=item.text,
        phase=item.reworded_in or item.phase,
        replaced_at=now,
        replaced_by=by,
    )
    item.text, item.reworded_in = text, phase_at(item.workshop, now)
    if kind != item.kind:
        _forget_links(item)
        item.kind = DiagnosisKind(kind)
    item.save(update_fields=["text", "kind", "reworded_in"])
    return item


@transaction.atomic
def settle_items(*, items: Iterable[DiagnosisItem], state: ItemState) -> int:
    """Keep, set aside, or put back among those to read. Returns how many changed."""
    numbers = [item.pk for item in items]
    return DiagnosisItem.objects.filter(pk__in=numbers).exclude(state=state).update(state=state)


@transaction.atomic
def merge(
    *, into: DiagnosisItem, others: Iterable[DiagnosisItem], text: str = "", by: User | None = None
) -> DiagnosisItem:
    """Tell `others` under `into`, which is kept: each keeps its words and its author, links move to `into`.

    `text` may reword what is said for all. Raises CannotMerge.
    """
    others = [other for other in others if other.pk != into.pk]
    if not others:
        raise CannotMerge("Choisissez au moins deux éléments à réunir.")
    if any(other.workshop_id != into.workshop_id for other in others):
        raise CannotMerge("Ces éléments viennent de deux ateliers différents.")
    numbers = [other.pk for other in others]
    # In the same order for everybody: two facilitators may bring the same ones together, each under another.
    locked = DiagnosisItem.objects.select_for_update(of=("self",)).filter(pk__in=[into.pk, *numbers]).order_by("pk")
    into = next(item for item in locked if item.pk == into.pk)
    if into.merged_into_id:
        raise CannotMerge("Cet élément est déjà réuni avec un autre : choisissez cet autre.")
    # Chains are flattened: every voice points to the item that speaks.
    DiagnosisItem.objects.filter(merged_into__in=numbers).update(merged_into=into)
    DiagnosisItem.objects.filter(pk__in=numbers).update(merged_into=into, cluster=None)
    settle_items(items=[into], state=ItemState.KEPT)
    for link in DiagnosisLink.objects.filter(problem__in=numbers).select_related("answer").order_by("pk"):
        _link_if_facing(into, link.answer)
    for link in DiagnosisLink.objects.filter(answer__in=numbers).select_related("problem").order_by("pk"):
        _link_if_facing(link.problem, into)
    DiagnosisLink.objects.filter(problem__in=numbers).delete()
    DiagnosisLink.objects.filter(answer__in=numbers).delete()
    into.refresh_from_db()
    return reword(item=into, text=text, by=by) if text else into


@transaction.atomic
def unmerge(*, item: DiagnosisItem) -> None:
    """Give a duplicate its own place again."""
    DiagnosisItem.objects.filter(pk=item.pk).update(merged_into=None)


@transaction.atomic
def take_words_back(*, items: Iterable[DiagnosisItem]) -> None:
    """Whoever said `items` takes them back: nobody knows any more who it was, and those told under one of them stay,
    told under the first of them."""
    rows = list(items)
    numbers = [item.pk for item in rows]
    DiagnosisItem.objects.filter(pk__in=numbers).update(state=ItemState.ASIDE, author=None, quote_consent=None)
    for item in DiagnosisItem.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
        heir = item.merged.exclude(state=ItemState.ASIDE).order_by("pk").first()
        if heir:
            before = next(row for row in rows if row.pk == item.pk)
            _speak_instead(heir, of=item, state=ItemState(before.state))


def _speak_instead(heir: DiagnosisItem, *, of: DiagnosisItem, state: ItemState) -> None:
    unmerge(item=heir)
    DiagnosisItem.objects.filter(pk=heir.pk).update(cluster=of.cluster_id)
    heir.refresh_from_db()
    merge(into=heir, others=[*of.merged.order_by("pk"), of])
    unmerge(item=of)
    settle_items(items=[heir], state=state)


@transaction.atomic
def link(*, first: DiagnosisItem, second: DiagnosisItem) -> DiagnosisLink:
    """Say that one answers the other, in whichever order they come; said twice, once. Raises CannotLink."""
    for problem, answer in ((first, second), (second, first)):
        if _are_facing(problem, answer):
            return DiagnosisLink.objects.get_or_create(problem=problem, answer=answer)[0]
    raise CannotLink


@transaction.atomic
def unlink(*, first: DiagnosisItem, second: DiagnosisItem) -> None:
    pair = [first.pk, second.pk]
    DiagnosisLink.objects.filter(problem__in=pair, answer__in=pair).delete()


def _are_facing(problem: DiagnosisItem, answer: DiagnosisItem) -> bool:
    together = problem.workshop_id == answer.workshop_id and not (problem.merged_into_id or answer.merged_into_id)
    return together and FACING.get(DiagnosisKind(problem.kind)) == answer.kind


def _link_if_facing(problem: DiagnosisItem, answer: DiagnosisItem) -> None:
    if _are_facing(problem, answer):
        DiagnosisLink.objects.get_or_create(problem=problem, answer=answer)


def _forget_links(item: DiagnosisItem) -> None:
    """A brake that became a need no longer faces a lever."""
    item.answer_links.all().delete()
    item.problem_links.all().delete()
