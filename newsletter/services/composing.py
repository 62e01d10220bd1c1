"""Filling a letter from what the site already knows, and taking that back (letters.md 25)."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from people.models import User

from ..changes import shown_by
from ..models import Insertion, LetterPage
from ..proposals import Proposal, proposal_for
from ..references import mentions_in, teasers_of

PROPOSED = "newsletter.propose"
WITHDRAWN = "newsletter.withdraw"


@transaction.atomic
def propose_contents(*, draft: LetterPage, user: User | None) -> Proposal:
    """Add to `draft`, rubric by rubric, what came out since the last letter and was never sent; save it as a draft.

    What the editor wrote stays as it is: pages join the rubric of their kind when there is one, a new rubric at the
    end otherwise. An empty proposal saves nothing. `withdraw_proposal` takes it back.
    """
    proposal = proposal_for(draft)
    if proposal.is_empty:
        return proposal
    added = [key for rubric in proposal.rubrics for key in _add(draft, rubric.block_type, rubric.field, rubric.values)]
    draft.save_revision(user=user, log_action=True)
    note_insertions(draft=draft)
    log(draft, PROPOSED, user=user, data={"added": added})
    return proposal


@transaction.atomic
def withdraw_proposal(*, draft: LetterPage, user: User | None) -> int:
    """Take out of `draft` what the last proposal added and is still there; returns how many things.

    What the editor changed besides stays. A rubric that the proposal opened goes when nothing is left in it.
    """
    added = last_proposal(draft)
    removed = _remove(draft, added)
    if removed:
        draft.save_revision(user=user, log_action=True)
        note_insertions(draft=draft)
        log(draft, WITHDRAWN, user=user)
    return removed


def last_proposal(letter: LetterPage) -> frozenset[str]:
    """The identifiers of the blocks that the last proposal added, unless it was taken back."""
    entries = PageLogEntry.objects.filter(page=letter.pk, action__in=[PROPOSED, WITHDRAWN])
    last = entries.order_by("-timestamp", "-pk").first()
    return frozenset(last.data["added"]) if last and last.action == PROPOSED else frozenset()


@transaction.atomic
def note_insertions(*, draft: LetterPage) -> None:
    """Remember what each page newly put in `draft` says today, and forget those taken out."""
    teasers = teasers_of(draft)
    chosen = {mention.page_id for mention in mentions_in(draft) if mention.is_chosen and mention.page_id in teasers}
    rows = Insertion.objects.filter(letter=draft.pk)
    rows.exclude(page__in=chosen).delete()
    known = set(rows.values_list("page_id", flat=True))
    Insertion.objects.bulk_create(
        [Insertion(letter_id=draft.pk, page_id=key, shown=shown_by(teasers[key])) for key in sorted(chosen - known)],
        ignore_conflicts=True,
    )


@transaction.atomic
def accept_changes(*, draft: LetterPage) -> None:
    """The editor read again what changed: what the pages say today is what they know."""
    Insertion.objects.filter(letter=draft.pk).delete()
    note_insertions(draft=draft)


def _add(draft: LetterPage, block_type: str, name: str, values: list[Any]) -> list[str]:
    """Put `values` in the list `name` of the first block of that type; the identifiers of what was added."""
    block = next((child for child in draft.body if child.block_type == block_type), None)
    added = []
    if block is None:
        standard = draft.body.stream_block.child_blocks[block_type].get_default()
        standard[name] = standard.block.child_blocks[name].to_python([])
        draft.body.append((block_type, standard))
        block = draft.body[-1]
        block.id = _new_id()
        added.append(block.id)
    for value in values:
        block.value[name].append(value)
        item = block.value[name].bound_blocks[-1]
        item.id = item.id or _new_id()
        added.append(item.id)
    return added


def _remove(draft: LetterPage, added: frozenset[str]) -> int:
    removed = 0
    for index in reversed(range(len(draft.body))):
        child = draft.body[index]
        items = next((child.value[name] for name in ("teasers", "seeds") if _has(child, name)), None)
        if items is None:
            continue
        for place in reversed(range(len(items))):
            if items.bound_blocks[place].id in added:
                del items[place]
                removed += 1
        if child.id in added and not len(items):
            del draft.body[index]
    return removed


def _has(child: Any, name: str) -> bool:
    return name in getattr(child.block, "child_blocks", {})


def _new_id() -> str:
    return str(uuid4())
