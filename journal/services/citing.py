"""Those who are cited read their passage and agree to it, or not; when the words change, they are asked again (M4)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import TaskState

from people.enums import Answer, Audience, ConsentMethod, ConsentPurpose
from people.models import Person, User
from people.services import record_consent

from ..errors import JournalError
from ..mails import ask_about_passages
from ..models import ArticlePage, CitedPassage, CitedPeopleTask, Suggestion
from ..models.steps import everybody_agrees
from ..selectors.people import people_of
from ..selectors.refusals import is_about
from ..versions import Passage, draft_of, passage_at, passages_of
from .drafting import freeze_draft, locked_article
from .withholding import obey

# Somebody is still typing: wait until the draft rests.
REST = timedelta(minutes=15)
WORDS_CHANGED = "Le passage a changé depuis que vous l’avez ouvert : relisez-le ci-dessous, puis répondez."
FORGOTTEN = "Les données de cette personne ont été effacées : il n’y a plus personne à qui demander son accord."
NO_WORDS = "Ce passage est vide : il n’y a rien à approuver."


@transaction.atomic
def follow_passages(*, article: ArticlePage) -> list[CitedPassage]:
    """Bring the rows in line with the draft: new passages, changed words, blocks duplicated or gone. Asks nobody.

    What somebody refused stays known when its block is gone: what is on line, or an older draft, may still hold it.
    """
    article = locked_article(article)
    passages = {passage.place: passage for passage in passages_of(draft_of(article))}
    people = people_of(passages.values())
    rows = list(article.cited_passages.of_somebody().select_related("person", "consent").order_by("pk"))
    for passage in passages.values():
        _carry_to_copies(rows, passage, passages)
        person = people.get(passage.provenance.code)
        if person and person.pk not in _asked_at(passage.place, rows):
            rows.append(_row(article, passage, person))
    for row in rows:
        if row.block_id in passages:
            _follow(row, passages[row.block_id])
        else:
            _let_go(row)
    return [row for row in rows if row.block_id in passages]


@transaction.atomic
def cite(*, article: ArticlePage, place: str, person: Person) -> CitedPassage:
    """An editor says that `person` speaks, or is spoken of, in a passage written here.

    Raises JournalError when the passage is not in the draft.
    """
    passage = passage_at(draft_of(locked_article(article)), place)
    if passage is None:
        raise JournalError("Ce passage n’est plus dans le texte.")
    row, _ = CitedPassage.objects.get_or_create(
        article=article, block_id=place, person=person, defaults={"code": passage.provenance.code}
    )
    _follow(row, passage)
    return row


@transaction.atomic
def ask_cited_people(*, article: ArticlePage) -> int:
    """Write to those who were not asked about the words of today. Returns how many people were written to.

    People without an address are left to the editors, who note what they said (`note_answer`).
    """
    rows = [row for row in follow_passages(article=article) if row.answer == Answer.WAITING and row.asked_at is None]
    reachable = sorted(
        (row for row in rows if row.person and row.person.email), key=lambda row: (row.person_id, row.pk)
    )
    written = 0
    for _person, group in groupby(reachable, key=lambda row: row.person_id):
        passages = list(group)
        for passage in passages:
            passage.asked_at = timezone.now()
            passage.times_asked += 1
            passage.save(update_fields=["asked_at", "times_asked"])
        # The same words in two blocks are read once, and answered once.
        ask_about_passages(list({passage.words_hash: passage for passage in reversed(passages)}.values())[::-1])
        written += 1
    return written


def ask_again(now: datetime) -> int:
    """Drafts that changed since somebody was asked, and rest now: those concerned are asked about the new words."""
    moved = ArticlePage.objects.filter(
        cited_passages__times_asked__gt=0,
        latest_revision_created_at__lte=now - REST,
        latest_revision_created_at__gt=F("cited_passages__asked_at"),
    )
    return sum(ask_cited_people(article=article) for article in moved.distinct().order_by("pk"))


@transaction.atomic
def answer_passage(*, passage: CitedPassage, answer: Answer, words_hash: str, wish: str = "") -> None:
    """What the person says of the words they have before them (`words_hash`).

    Raises JournalError when these are no longer the words of the passage (they are shown the new ones), or when this
    person was erased since.
    """
    locked_article(passage.article)  # before its passages, as everybody else does
    row = _locked(passage)
    if row.words_hash != words_hash:
        raise JournalError(WORDS_CHANGED)
    _answer(row, answer, wish=wish, method=ConsentMethod.MAIL, user=None)
    if wish.strip():
        _suggest_words(row)


@transaction.atomic
def note_answer(*, passage: CitedPassage, answer: Answer, method: ConsentMethod, user: User) -> None:
    """An editor writes down what somebody said aloud or signed on paper, about the words of today.

    Raises JournalError when there are no words, or when this person was erased since.
    """
    follow_passages(article=passage.article)
    _answer(_locked(passage), answer, wish="", method=method, user=user)


def _answer(passage: CitedPassage, answer: Answer, *, wish: str, method: ConsentMethod, user: User | None) -> None:
    """An answer is about words: it holds for each block of the article that says them."""
    if passage.person is None:
        raise JournalError(FORGOTTEN)
    alike = passage.article.cited_passages.filter(person=passage.person, words_hash=passage.words_hash)
    others = alike.exclude(pk=passage.pk).select_related("person", "article", "consent").order_by("pk")
    rows = [passage, *others]
    for row in rows:
        _write_answer(row, answer, wish=wish, method=method, user=user)
    obey(passages=rows)
    _end_the_step(passage.article, user)


def _write_answer(row: CitedPassage, answer: Answer, *, wish: str, method: ConsentMethod, user: User | None) -> None:
    assert row.person
    if answer == Answer.AGREED:
        if not row.words.strip():
            raise JournalError(NO_WORDS)
        row.agreed_hash, row.agreed_words = row.words_hash, row.words
        row.refused_hashes = [refused for refused in row.refused_hashes if refused != row.words_hash]
        row.consent = record_consent(
            person=row.person,
            purpose=ConsentPurpose.QUOTE,
            audience=Audience.PRINT,
            source=f"journal : {row.article.title}"[:250],
            method=method,
            recorded_by=user,
        )
    row.answer, row.wish, row.answered_at = answer, wish.strip(), timezone.now()
    _remember_refusal(row)
    row.save(
        update_fields=["answer", "wish", "answered_at", "agreed_hash", "agreed_words", "refused_hashes", "consent"]
    )


def _suggest_words(row: CitedPassage) -> None:
    """The words they would rather read join the suggestions that editors take or leave."""
    version = freeze_draft(article=row.article)
    passage = passage_at(version.content, row.block_id)
    if passage:
        Suggestion.objects.create(
            article=row.article,
            version=version,
            person=row.person,
            place=row.block_id,
            before=passage.words.strip(),
            after=row.wish,
            made_at=timezone.now(),
        )


def _end_the_step(article: ArticlePage, user: User | None) -> None:
    """The last agreement ends « Accord des personnes citées » by itself, unless nobody proofread these words."""
    state = TaskState.objects.filter(
        Q(workflow_state__object_id=str(article.pk)),
        status=TaskState.STATUS_IN_PROGRESS,
        task__content_type__app_label="journal",
        task__content_type__model=CitedPeopleTask._meta.model_name,
    ).first()
    follow_passages(article=article)
    if state and everybody_agrees(article):
        state.task.specific.conclude(state, user=user)


def _row(article: ArticlePage, passage: Passage, person: Person) -> CitedPassage:
    return CitedPassage(article=article, block_id=passage.place, person=person, code=passage.provenance.code)


def _asked_at(place: str, rows: list[CitedPassage]) -> set[int | None]:
    return {row.person_id for row in rows if row.block_id == place}


def _carry_to_copies(rows: list[CitedPassage], passage: Passage, passages: Mapping[str, Passage]) -> None:
    """The same words in another block, for the same person: what they answered follows, their link too if it moved."""
    for row in [row for row in rows if is_about(row, passage)]:
        if row.person_id in _asked_at(passage.place, rows):
            continue
        if row.block_id in passages:
            rows.append(_copy(row, passage))
        else:
            row.block_id, row.code, row.is_gone = passage.place, passage.provenance.code, True


def _copy(row: CitedPassage, passage: Passage) -> CitedPassage:
    return CitedPassage(
        article=row.article,
        block_id=passage.place,
        person=row.person,
        code=passage.provenance.code,
        words=row.words,
        words_hash=row.words_hash,
        agreed_hash=row.agreed_hash,
        agreed_words=row.agreed_words,
        refused_hashes=list(row.refused_hashes),
        answer=row.answer,
        wish=row.wish,
        consent=row.consent,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        times_asked=row.times_asked,
    )


def _let_go(row: CitedPassage) -> None:
    """Its block is gone from the draft: a refusal is kept, anything else is forgotten."""
    _remember_refusal(row)
    if row.refused_hashes:
        row.is_gone = True
        row.save()
    elif row.pk:
        row.delete()


def _remember_refusal(row: CitedPassage) -> None:
    """The words they say no to stay known whatever is written in their place."""
    if row.says_no and row.words_hash not in row.refused_hashes:
        row.refused_hashes = [*row.refused_hashes, row.words_hash]


def _follow(row: CitedPassage, passage: Passage) -> None:
    """The agreement holds while the words and the consent do."""
    is_back, row.is_gone = row.is_gone, False
    if row.pk and row.words_hash == passage.hash and not _lost(row) and not is_back:
        return
    _remember_refusal(row)
    words_changed = row.words_hash != passage.hash
    row.words, row.words_hash = passage.plain, passage.hash
    if words_changed:
        row.answer = _answer_to(row, passage.hash)
        row.asked_at = None if row.answer == Answer.WAITING else row.asked_at
    elif _lost(row):
        row.answer = Answer.REFUSED
    row.save()


def _answer_to(row: CitedPassage, words_hash: str) -> Answer:
    """What they already said of these words, agreed to or refused before others were written."""
    if words_hash in row.refused_hashes:
        return Answer.REFUSED
    return Answer.AGREED if row.agreed_hash == words_hash and not _is_withdrawn(row) else Answer.WAITING


def _lost(row: CitedPassage) -> bool:
    return row.answer == Answer.AGREED and _is_withdrawn(row)


def _is_withdrawn(row: CitedPassage) -> bool:
    return row.consent is None or row.consent.withdrawn_at is not None


def _locked(passage: CitedPassage) -> CitedPassage:
    CitedPassage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    return CitedPassage.objects.select_related("person", "article", "consent").get(pk=passage.pk)
